/** Writes the requests and responses of the findings as an HTTP Archive, http://www.softwareishard.com/blog/har-12-spec/. */
import { version } from "../../version.ts";
import { findingsOfNoCase } from "./finding-text.ts";
import { gapLines } from "./gaps-text.ts";
import type { ExchangeReport, FindingReport, Report } from "./report.ts";
import { verdictText } from "./verdict.ts";

/** The report as an HTTP Archive (HAR 1.2) without secrets: an entry for each finding of a case. */
export function harText(report: Report): string {
  const findings = [...report.cases.flatMap((testCase) => testCase.findings), ...findingsOfNoCase(report)];
  const comment = [...gapLines(report), verdictText(report)].join("\n");
  const log = { version: "1.2", creator: { name: "dari-contract", version }, entries: findings.map(entryOf), comment };
  return `${JSON.stringify({ log }, null, 2)}\n`;
}

function entryOf({ code, title, exchange }: FindingReport) {
  const { startedAt, milliseconds, error, curl } = exchange;
  return {
    startedDateTime: startedAt,
    time: milliseconds,
    request: requestOf(exchange),
    response: responseOf(exchange),
    cache: {},
    timings: { send: 0, wait: milliseconds, receive: 0 },
    comment: [`${code} ${title}`, ...(error === undefined ? [] : [error]), curl].join("\n"),
  };
}

function requestOf({ request }: ExchangeReport) {
  const { method, url, headers, body } = request;
  return {
    method,
    url,
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers,
    queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
    ...(body !== undefined && { postData: { mimeType: headerValue("content-type", headers), text: body } }),
    headersSize: -1,
    bodySize: body === undefined ? 0 : Buffer.byteLength(body),
  };
}

/** The status code 0 stands for a response that did not arrive. */
function responseOf({ response }: ExchangeReport) {
  const { status = 0, headers = [], body = "" } = response ?? {};
  return {
    status,
    statusText: "",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers,
    content: { size: Buffer.byteLength(body), mimeType: headerValue("content-type", headers), text: body },
    redirectURL: headerValue("location", headers),
    headersSize: -1,
    bodySize: -1,
  };
}

function headerValue(name: string, headers: ExchangeReport["request"]["headers"]): string {
  return headers.find((header) => header.name.toLowerCase() === name)?.value ?? "";
}
