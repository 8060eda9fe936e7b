/** A finding as plain text, for every report that shows text. */
import type { ExchangeReport, FindingGroup, FindingReport, Report } from "./report.ts";

const maxShown = 400;
/** A command line that is longer than this is of no use on a screen. */
const maxCurl = 4000;

/** What happened, where, what was expected, how to send the request again, and the response. */
export function findingText(finding: FindingReport): string {
  const { code, title, pointer, expected, got, exchange } = finding;
  return [
    `${code} ${title}`,
    `#${pointer}`,
    `expected ${expected}`,
    `got      ${got}`,
    commandText(exchange),
    responseText(exchange),
  ].join("\n");
}

/** The command line that sends the request again, or the beginning of one that is too long to be copied. */
export function commandText(exchange: ExchangeReport): string {
  const { curl } = exchange;
  return isLongCommand(exchange) ? `${curl.slice(0, maxShown)}… (--json FILE has the whole command)` : curl;
}

export function isLongCommand({ curl }: ExchangeReport): boolean {
  return curl.length > maxCurl;
}

/** The status code, the media type and the beginning of the body; or why there is no response. */
export function responseText({ response, error }: ExchangeReport): string {
  if (response === undefined) return error ?? "";
  const type = response.headers.find((header) => header.name === "content-type")?.value;
  const body = response.body ?? "(bytes that are not UTF-8)";
  return [`${response.status}${type === undefined ? "" : ` ${type}`}`, ...(body === "" ? [] : [beginning(body)])].join(
    "\n",
  );
}

/** The findings of requests that get another response when they are sent alone: no case has failed with them. */
export function findingsOfNoCase({ findings }: Report): FindingGroup[] {
  return findings.filter(({ alone }) => alone !== undefined);
}

/** The case that shows a finding, and how many others have it. */
export function casesText({ cases }: FindingGroup): string {
  const operations = new Set(cases.map((id) => partsOf(id).operation));
  const more = cases.length > 1 ? ` and ${cases.length - 1} more` : "";
  return `${cases[0]}${more}${operations.size > 1 ? `, in ${operations.size} operations` : ""}`;
}

/** The parts of the id of a case; the name of an operation may have slashes itself. */
export function partsOf(id: string): { operation: string; kind: string; name: string } {
  const tokens = id.split("/");
  return { name: tokens.pop() ?? "", kind: tokens.pop() ?? "", operation: tokens.join("/") };
}

/** The beginning of a long text, and how much is left out. */
function beginning(text: string): string {
  const more = text.length - maxShown;
  return more > 0 ? `${text.slice(0, maxShown)}… (${more.toLocaleString("en")} more characters)` : text;
}

/** A number with a noun: `1 case`, `2 cases`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
