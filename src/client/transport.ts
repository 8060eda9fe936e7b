import { sleep, TimeLimit } from "./abort.ts";
import { BodyError, readText } from "./body.ts";
import { adviceOn, type Call, nameOf, redactorOf, startCall } from "./call.ts";
import { oneLine } from "./error-body.ts";
import { DariConnectionError, DariContractError, DariInputError, DariTimeoutError, propertyOf } from "./errors.ts";
import { type Settings, usableApiKey } from "./options.ts";
import { copyError, parseJson, type Redactor } from "./redact.ts";
import type { OutgoingRequest } from "./request.ts";
import { createResponse } from "./response.ts";
import { backoff, deliveryOf, isRetryable, retryAfter } from "./retry.ts";

/** The longest bodies that are read, in bytes. */
const longestBody = 10_000_000;
const longestErrorBody = 256_000;

/** One attempt of a call. */
interface Attempt {
  readonly call: Call;
  /** From 1. */
  readonly number: number;
  /** On the clock of `performance.now()`. */
  readonly started: number;
  readonly limit: TimeLimit;
}

/** What an attempt leads to: a response, or another attempt after a delay in milliseconds. */
type Result = { readonly response: Response } | { readonly delay: number };

/**
 * Makes the function that openapi-fetch sends its requests with: with the API key, within the timeouts, and again where
 * that is safe. It resolves to the response of the last attempt, whatever its status.
 *
 * It throws a `DariInputError`, `DariConnectionError`, `DariTimeoutError` or `DariContractError`, or the reason of the
 * signal that aborts the call.
 */
export function createTransport(settings: Settings): (request: OutgoingRequest) => Promise<Response> {
  return async (request) => {
    const call = startCall(settings, request);
    for (let number = 1; ; number++) {
      const result = await send(call, number);
      if ("response" in result) return result.response;
      await sleep(result.delay, call.signals);
    }
  };
}

async function send(call: Call, number: number): Promise<Result> {
  const started = performance.now();
  const milliseconds = Math.min(call.settings.attemptTimeout, call.deadline - started);
  const limit = new TimeLimit(milliseconds, call.signals);
  const attempt = { call, number, started, limit };
  try {
    const apiKey = await getApiKey(attempt);
    checkUrl(call.request.url, apiKey);
    const redactor = () => redactorOf(call, apiKey);
    const result = await fetchResponse(attempt, apiKey, redactor);
    return "delay" in result ? result : await readResponse(attempt, result.response, redactor);
  } finally {
    limit.end();
  }
}

/** @throws {DariInputError} if there is no API key that a header field can carry */
async function getApiKey(attempt: Attempt): Promise<string> {
  const { call, limit } = attempt;
  const context = { outcome: "not-created", attempts: attempt.number - 1 } as const;
  try {
    limit.signal.throwIfAborted();
    const apiKey = usableApiKey(await limit.race(call.settings.apiKey()));
    if (apiKey !== undefined) return apiKey;
  } catch (error) {
    if (limit.reason === "abort") throw limit.signal.reason;
    if (limit.reason === "timeout")
      throw new DariTimeoutError(`${nameOf(call.request)} got no API key ${timeoutOf(attempt)}.`, context);
    const cause = copyError(error, redactorOf(call).text);
    throw new DariInputError([{ field: "apiKey", message: "is a function that failed" }], { ...context, cause });
  }
  throw new DariInputError([{ field: "apiKey", message: "must be printable ASCII without spaces" }], context);
}

/** Servers log URLs, and errors quote them. */
function checkUrl(url: string, apiKey: string): void {
  const isLong = apiKey.length >= 12;
  if (!isLong || !url.includes(encodeURIComponent(apiKey))) return;
  throw new DariInputError([{ field: "path", message: "must not contain the API key" }]);
}

async function fetchResponse(attempt: Attempt, apiKey: string, redactor: () => Redactor): Promise<Result> {
  const { call, limit } = attempt;
  const { url, headers: given, signal, timeout, maxRetries, ...init } = call.request;
  const headers = new Headers(given);
  headers.set("authorization", `Bearer ${apiKey}`);
  // A browser's fetch refuses to be called as a method of another object.
  const { fetch } = call.settings;
  try {
    const response = await limit.race(fetch(url, { ...init, headers, redirect: "manual", signal: limit.signal }));
    checkResponse(response);
    return { response };
  } catch (error) {
    return afterFetchError(attempt, error, redactor());
  }
}

/** @throws {Error} if a custom fetch returned something else, or a browser hides a redirect */
function checkResponse(response: unknown): void {
  const status = propertyOf(response, "status");
  if (propertyOf(response, "type") === "opaqueredirect") throw new Error("redirects are not followed");
  // Not `instanceof`: an implementation of fetch may bring its own `Response`.
  const isResponse = typeof status === "number" && typeof propertyOf(response, "text") === "function";
  if (!isResponse) throw new Error("fetch did not return a Response");
  if (propertyOf(response, "bodyUsed") === true) throw new Error("fetch returned a Response that was already read");
  if (status < 200 || status > 599) throw new Error(`the status code ${status} is invalid`);
}

/** @throws the reason of the signal that aborted the call, or the error to report if there is no further attempt */
function afterFetchError(attempt: Attempt, error: unknown, redactor: Redactor): Result {
  const { call, number, limit } = attempt;
  if (limit.reason === "abort") throw limit.signal.reason;
  if (limit.reason === "timeout") throw responseTimeout(attempt);
  // A custom fetch may have sent the request before it failed at something else.
  const delivery = call.settings.hasCustomFetch ? "maybe sent" : deliveryOf(error);
  const delay = delivery === "not connected" ? retryDelay(attempt, null) : undefined;
  if (delay !== undefined) return { delay };
  const outcome = delivery === "maybe sent" ? "unknown" : "not-created";
  const cause = copyError(error, redactor.text);
  const message = `${nameOf(call.request)} failed: ${reasonOf(cause)}.${adviceOn(outcome, call.request.method)}`;
  throw new DariConnectionError(message, { outcome, attempts: number, cause });
}

async function readResponse(attempt: Attempt, received: Response, redactor: () => Redactor): Promise<Result> {
  const { number, limit } = attempt;
  const { ok, status } = received;
  // The header fields of a handmade response may be a plain object.
  const headers = new Headers(received.headers);
  const delay = isRetryable(status, headers) ? retryDelay(attempt, headers.get("retry-after")) : undefined;
  if (delay !== undefined) {
    received.body?.cancel().catch(() => {});
    return { delay };
  }
  const facts = { attempts: number, redactor };
  try {
    const text = await limit.race(readText(received, ok ? longestBody : longestErrorBody, limit.signal));
    // The error of a JSON parser quotes the text: only JSON is safe to pass on as it is.
    const body = ok && parseJson(text) !== undefined ? text : redactBody(text, redactor());
    return { response: createResponse(body, received, headers, facts) };
  } catch (error) {
    if (limit.reason === "abort") throw limit.signal.reason;
    if (ok) throw bodyFailure(attempt, received, error, redactor());
    // The status says what happened, even if the body never arrives.
    const bodyError = copyError(error, redactor().text);
    return { response: createResponse("", received, headers, { ...facts, bodyError }) };
  }
}

function redactBody(text: string, redactor: Redactor): string {
  const body = parseJson(text);
  return body === undefined ? redactor.text(text) : JSON.stringify(redactor.json(body));
}

/** The error for a success whose body can't be read. */
function bodyFailure(attempt: Attempt, { status, headers }: Response, error: unknown, redactor: Redactor): Error {
  const { call, number, limit } = attempt;
  if (limit.reason === "timeout") return responseTimeout(attempt);
  const cause = copyError(error, redactor.text);
  const context = { outcome: "unknown", attempts: number, cause } as const;
  const advice = adviceOn("unknown", call.request.method);
  if (error instanceof BodyError) {
    const message = `${nameOf(call.request)} responded with status ${status}, but the body is ${error.message}.`;
    const response = { status, headers: redactor.headers(new Headers(headers)), body: undefined };
    return new DariContractError(message + advice, { ...context, ...response });
  }
  const message = `${nameOf(call.request)} failed: the response broke off (${reasonOf(cause)}).`;
  return new DariConnectionError(message + advice, context);
}

/** The delay before the next attempt, if there may be one and if the call has time for another one that takes as long. */
function retryDelay({ call, number, started }: Attempt, retryAfterValue: string | null): number | undefined {
  const now = performance.now();
  const delay = retryAfter(retryAfterValue, Date.now()) ?? backoff(number, Math.random());
  const end = now + delay + (now - started);
  return number <= call.maxRetries && end < call.deadline ? delay : undefined;
}

/** Which timeout ended an attempt. */
function timeoutOf({ call, started }: Attempt): string {
  const { attemptTimeout } = call.settings;
  const isWhole = call.deadline - started <= attemptTimeout;
  return isWhole ? `within ${call.timeout} ms (timeout)` : `within ${attemptTimeout} ms (attemptTimeout)`;
}

function responseTimeout(attempt: Attempt): DariTimeoutError {
  const { call, number } = attempt;
  const message = `${nameOf(call.request)} got no complete response ${timeoutOf(attempt)}.`;
  const context = { outcome: "unknown", attempts: number } as const;
  return new DariTimeoutError(message + adviceOn("unknown", call.request.method), context);
}

/** What the innermost cause of a failure says: `fetch` itself says no more than "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = propertyOf(error, "cause");
  if (cause !== undefined) return reasonOf(cause);
  const [first] = [propertyOf(error, "errors")].flat();
  const message = propertyOf(error, "message") || propertyOf(error, "code") || propertyOf(first, "message") || error;
  return oneLine(String(message)).replace(/\.$/, "");
}
