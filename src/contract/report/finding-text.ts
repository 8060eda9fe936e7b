/** A finding as plain text, for every report that shows text. */
import type { ExchangeReport, FindingReport } from "./report.ts";

const maxShown = 400;

/** What happened, where, what was expected, how to send the request again, and the response. */
export function findingText(finding: FindingReport): string {
  const { code, title, pointer, expected, got, exchange } = finding;
  return [
    `${code} ${title}`,
    `#${pointer}`,
    `expected ${expected}`,
    `got      ${got}`,
    exchange.curl,
    responseText(exchange),
  ].join("\n");
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

/** The beginning of a long text: it ends before a word, and says how much is left out. */
function beginning(text: string): string {
  if (text.length <= maxShown) return text;
  const end = /^.*[\s,]/su.exec(text.slice(0, maxShown))?.[0].length ?? maxShown;
  return `${text.slice(0, end)}… (${(text.length - end).toLocaleString("en")} more characters)`;
}

/** A number with a noun: `1 case`, `2 cases`. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
