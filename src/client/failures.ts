/** The errors of a call that was sent. */
import type { Call } from "./call.ts";
import { DariApiError, DariConnectionError, DariContractError, DariTimeoutError } from "./errors.ts";
import { isObject, parseJson, propertyOf } from "./json.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import { copyError } from "./redact.ts";
import { longestBody, type ResponseHead } from "./response.ts";
import { asSentence, isPage, oneLine, readWords } from "./words.ts";

const checkNetwork = " Check baseUrl, the network and any proxy.";
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
  const { name, attempts, redactor } = call;
  const { status } = response;
  const redacted = redactor.json(body);
  const isJson = isObject(body);
  const { message, issues } = readWords(redacted || redactor.text(response.statusText));
  const sentence = asSentence(`${name} failed with status ${status}${message && `: ${message}`}`);
  const context = {
    outcome: outcomeOf(status, response.headers, isJson),
    attempts,
    status,
    headers: redactor.headers(response.headers),
    body: redacted === "" ? undefined : redacted,
  };
  return new DariApiError(sentence + nextStep(status, isJson, isPage(redacted)), context, issues);
}

/** What to do about an error status. Only the API can blame the API key, the agent or the request. */
function nextStep(status: number, isJson: boolean, isPage: boolean): string {
  if (redirects.includes(status)) return " Check baseUrl: redirects are not followed.";
  if (isPage) return ` A gateway sent this page, not the API.${checkNetwork}`;
  if (isJson || status === 401 || status === 429) return nextSteps[status] ?? "";
  return status >= 400 && status < 500 ? checkNetwork : "";
}

/** The error for a success status without a session in its body. */
export function noSessionError(call: Call, response: ResponseHead, text: string): DariContractError {
  const { name, attempts, outcomeIfSent: outcome, redactor } = call;
  const { status } = response;
  const headers = redactor.headers(response.headers);
  const json = parseJson(text);
  const body = redactor.json(json === undefined ? text : json);
  const kind = json === undefined ? `not JSON (${headers.get("content-type") ?? "no Content-Type"})` : "not a session";
  let description = oneLine(`${kind}: ${readWords(body).message}`);
  if (text.trim() === "") description = "empty";
  if (text.length >= longestBody) description = `longer than ${longestBody} characters`;
  const message = asSentence(`${name} responded with status ${status}, but the body is ${description}`);
  const context = { outcome, attempts, status, headers, body: body === "" ? undefined : body };
  return new DariContractError(message + (isPage(text) ? " Check baseUrl." : ""), context);
}

/** The error for an attempt that took too long; `isSent`: whether its request was sent. */
export function timeoutError(call: Call, isSent: boolean, timeLeft: number): DariTimeoutError {
  const { name, attempts, timeout, settings } = call;
  const { attemptTimeout } = settings;
  const limit = timeLeft <= attemptTimeout ? `${timeout} ms (timeout)` : `${attemptTimeout} ms (attemptTimeout)`;
  const outcome = isSent ? call.outcomeIfSent : "not-created";
  const missing = isSent ? "complete response" : "API key";
  return new DariTimeoutError(`${name} got no ${missing} within ${limit}.`, { outcome, attempts });
}

/** The error for a failure of `fetch`, or for a response that broke off. */
export function connectionError(call: Call, error: unknown, outcome: Outcome, prefix = ""): DariConnectionError {
  const cause = copyError(error, call.redactor.text);
  const message = asSentence(`${call.name} failed: ${prefix}${reasonOf(cause)}`);
  const hint = outcome === "not-created" ? checkNetwork : "";
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
