/** The errors of a call that was sent. */
import type { Call } from "./call.ts";
import { DariApiError, DariConnectionError, DariContractError, DariTimeoutError } from "./errors.ts";
import { isObject, parseJson, propertyOf } from "./json.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { copyError } from "./redact.ts";
import type { ResponseHead } from "./response.ts";
import { asSentence, isPage, oneLine, readWords, titleOf } from "./words.ts";

const redirects = [301, 302, 303, 307, 308];
/** What to do about an error of the API. */
const nextSteps: Readonly<Record<number, string>> = {
  401: " Check the API key.",
  403: " Use an API key that may do this.",
  404: " Check the agent id and baseUrl.",
  422: " Correct the request.",
  429: " Wait before you try again.",
};

/** The error for a response with an error status; `body` is parsed if it is JSON. */
export function apiError(call: Call, response: ResponseHead, body: unknown): DariApiError {
  const { status } = response;
  const { redactor, attempts, bodyError } = call;
  const redacted = redactor.json(body);
  const isJson = isObject(body) || call.hasJsonBody;
  const { message, issues } = readError(redacted, redactor.text(response.statusText));
  const sentence = asSentence(`${call.name} failed with status ${status}${message && `: ${message}`}`);
  const context = {
    outcome: outcomeOf(status, response.headers, isJson),
    attempts,
    cause: bodyError,
    status,
    headers: redactor.headers(response.headers),
    body: redacted === "" ? undefined : redacted,
  };
  return new DariApiError(sentence + nextStep(status, isJson, isPage(redacted)), context, issues);
}

/** What an error body says, in one line: its words, else all of it. Without a body, the reason phrase says it. */
function readError(body: unknown, reasonPhrase: string): ReturnType<typeof readWords> {
  if (isPage(body)) return { message: titleOf(body), issues: [] };
  const words = readWords(body === "" || body === undefined ? reasonPhrase : body);
  if (words.message !== "" || typeof body === "string") return words;
  const detail = propertyOf(body, "detail");
  const rest = isEmpty(detail) && !Array.isArray(detail) ? body : detail;
  return isEmpty(rest) && !Array.isArray(rest) ? words : { message: oneLine(JSON.stringify(rest)), issues: [] };
}

function isEmpty(value: unknown): boolean {
  if (isObject(value)) return Object.values(value).every(isEmpty);
  return value === undefined || value === null || value === "";
}

/** What to do about an error status. Only the API can blame the API key, the agent or the request. */
function nextStep(status: number, isJson: boolean, isPage: boolean): string {
  if (redirects.includes(status)) return " Check baseUrl: redirects are not followed.";
  const network = " Check baseUrl, the network and any proxy.";
  if (isPage) return ` A gateway sent this page, not the API.${network}`;
  if (isJson || status === 401 || status === 429) return nextSteps[status] ?? "";
  return status >= 400 && status < 500 ? network : "";
}

/** The error for a success that isn't a session; `problem` is a sentence that ends the message. */
export function contractError(
  call: Call,
  { status, headers }: Pick<ResponseHead, "status" | "headers">,
  problem: string,
  body?: unknown,
): DariContractError {
  const { name, attempts, outcomeIfSent: outcome, redactor } = call;
  const context = { status, headers: redactor.headers(new Headers(headers)), body: redactor.json(body) };
  const message = `${name} responded with status ${status}, but ${problem}`;
  return new DariContractError(message, { ...context, outcome, attempts });
}

/** The error for a success status without a session in its body. */
export function noSessionError(call: Call, response: ResponseHead, text: string): DariContractError {
  const body = parseJson(text);
  const mediaType = call.redactor.text(response.headers.get("content-type")?.split(";")[0] ?? "no Content-Type");
  const hint = isPage(text) || mediaType.includes("html") ? " Check baseUrl." : "";
  const problem = asSentence(`the body is ${describe(text, call.redactor.json(body), mediaType)}`);
  return contractError(call, response, problem + hint, body ?? (text === "" ? undefined : text));
}

/** What a body is instead of a session; completes "the body is". */
function describe(text: string, body: unknown, mediaType: string): string {
  if (text.trim() === "") return "empty";
  if (body === undefined) return `${isPage(text) ? "HTML" : "not JSON"} (${oneLine(mediaType).slice(0, 100)})`;
  if (Array.isArray(body)) return "a JSON array, not a session";
  if (!isObject(body)) return `the JSON value ${body === null ? "null" : `of type ${typeof body}`}, not a session`;
  const { message } = readWords(body);
  return `a JSON object without a string as its id, not a session${message && `: ${message}`}`;
}

/** The error for an attempt that took longer than a limit; `isSent`: whether its request was sent. */
export function timeoutError(call: Call, isSent: boolean, limit: string): DariTimeoutError {
  const { name, attempts } = call;
  const missing = isSent ? "complete response" : "API key";
  const outcome = isSent ? call.outcomeIfSent : "not-created";
  return new DariTimeoutError(`${name} got no ${missing} within ${limit}.`, { outcome, attempts });
}

/** The error for a failure of `fetch`, or for a response that broke off. */
export function connectionError(
  call: Call,
  error: unknown,
  outcome: Outcome,
  { prefix = "", hint = "" },
): DariConnectionError {
  const cause = copyError(error, call.redactor.text);
  const message = asSentence(`${call.name} failed: ${prefix}${reasonOf(cause)}`);
  return new DariConnectionError(message + hint, { outcome, attempts: call.attempts, cause });
}

/** What the innermost cause of a failure says: `fetch` itself says no more than "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = propertyOf(error, "cause");
  if (cause !== undefined) return reasonOf(cause);
  const [code, first] = [String(propertyOf(error, "code") ?? ""), propertyOf(propertyOf(error, "errors"), "0")];
  // The message of OpenSSL is a dump of its internals.
  if (code.startsWith("ERR_SSL_")) return code.slice("ERR_SSL_".length).replaceAll("_", " ").toLowerCase();
  return oneLine(String(propertyOf(error, "message") || code || propertyOf(first, "message") || error));
}
