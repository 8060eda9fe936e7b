import { retryAfter } from "../http/retry-after.ts";
import { Call, type ClientRequest } from "./call.ts";
import { DariConnectionError, DariInputError } from "./errors.ts";
import { connectionError, noSessionError, timeoutError } from "./failures.ts";
import { isObject, parseJson, propertyOf } from "./json.ts";
import { abortReason, sleep, TimeUp, within } from "./limit.ts";
import { checkCallOptions, type Settings, usableApiKey } from "./options.ts";
import { backoff, failedBeforeSending, isRetryable } from "./outcome.ts";
import { copyError } from "./redact.ts";
import { headOf, isSuccess, MemoryResponse, type ResponseHead, readText } from "./response.ts";

/** How an attempt ended: with a response, or with the error to throw if there is no further attempt. */
interface Result {
  readonly end: Response | DariConnectionError;
  readonly isRetryable: boolean;
}

/** How long the body of a 429 may take, in milliseconds. Reading it keeps the connection for the retry. */
const longestRetryBody = 1_000;

/**
 * Makes the function that openapi-fetch sends its requests with: with the API key, within the timeouts, and again where
 * that is safe. It resolves to the response of the last attempt, whatever its status.
 *
 * It throws a `DariInputError`, `DariConnectionError`, `DariTimeoutError` or `DariContractError`, or the reason of the
 * signal that aborts the call.
 */
export function createTransport(settings: Settings): (request: ClientRequest) => Promise<Response> {
  return async (request) => {
    checkRequest(request, settings);
    const { method, url, body } = request;
    const { call = new Call(settings, method, url, body, request) } = request;
    const deadline = performance.now() + call.timeout;
    for (;;) {
      const started = performance.now();
      const { end, isRetryable } = await attempt(call, request, deadline - started);
      const delay = isRetryable && call.attempts <= call.maxRetries ? delayAfter(end, call.attempts) : undefined;
      const now = performance.now();
      // The next attempt may take as long as this one.
      if (delay === undefined || now + delay + (now - started) >= deadline) {
        if (end instanceof DariConnectionError) throw end;
        if (!request.call && end.ok) await checkJson(call, end);
        return end;
      }
      // After an abort, the next attempt throws the reason before it does anything.
      await sleep(delay, call.signal);
    }
  };
}

/** @throws {DariInputError} if the request would go to another server, or one of the raw client is invalid */
function checkRequest(request: ClientRequest, settings: Settings): void {
  const { url, headers, body, signal, timeout, maxRetries, call } = request;
  const issues = call ? [] : checkCallOptions({ signal, timeout, maxRetries, headers });
  if (!url.startsWith(`${settings.baseUrl}/`)) {
    issues.push({ field: "url", message: "must begin with the baseUrl of the client, which sends its API key there" });
  }
  // openapi-fetch leaves the template as it is if there are no path parameters.
  if (url.includes("{")) issues.push({ field: "params.path", message: "is missing" });
  // A stream could not be sent again.
  if (body !== undefined && typeof body !== "string") issues.push({ field: "body", message: "must be JSON" });
  if (issues.length > 0) throw new DariInputError(issues);
}

/** The delay before the next attempt, in milliseconds. */
function delayAfter(end: Result["end"], attempts: number): number {
  const headers = end instanceof DariConnectionError ? new Headers() : end.headers;
  return retryAfter(headers.get("retry-after"), headers.get("date"), Date.now()) ?? backoff(attempts, Math.random());
}

/** Gets the API key, sends the request and reads the response into memory. */
async function attempt(call: Call, request: ClientRequest, timeLeft: number): Promise<Result> {
  const milliseconds = Math.min(timeLeft, call.settings.attemptTimeout);
  let isSent = false;
  let head: ResponseHead | undefined;
  try {
    return await within(milliseconds, call.signal, async (signal) => {
      const apiKey = await getApiKey(call);
      // A key that comes too late sends nothing.
      if (signal.aborted) throw signal.reason;
      isSent = true;
      call.attempts += 1;
      const response = await send(call.settings, request, apiKey, signal);
      head = headOf(response);
      return respond(call, head, await readBody(response, signal));
    });
  } catch (error) {
    if (call.signal?.aborted) throw abortReason(call.signal);
    // The status of an error says enough without its body.
    if (head && !isSuccess(head.status)) return respond(call, head, "");
    if (error instanceof TimeUp) throw timeoutError(call, isSent, timeLeft);
    if (!isSent) throw error;
    if (head) throw connectionError(call, error, call.outcomeIfSent, "the response broke off: ");
    // A custom fetch may have sent the request before it failed.
    const isUnsent = !call.settings.customFetch && failedBeforeSending(error);
    return { end: connectionError(call, error, isUnsent ? "not-created" : call.outcomeIfSent), isRetryable: isUnsent };
  }
}

/** @throws {DariInputError} if there is no API key that can be sent */
async function getApiKey(call: Call): Promise<string> {
  const apiKeyError = (message: string, cause?: unknown) => {
    const context = { outcome: "not-created", attempts: call.attempts, cause } as const;
    return new DariInputError([{ field: "apiKey", message }], context);
  };
  let value: unknown;
  try {
    value = await call.settings.apiKey();
  } catch (error) {
    throw apiKeyError("is a function that failed", copyError(error, call.redactor.text));
  }
  const apiKey = usableApiKey(value);
  if (apiKey === undefined) throw apiKeyError("must be printable ASCII without spaces");
  // Servers log URLs, and errors quote them. A short key may be in a URL by chance.
  const isInUrl = apiKey.length >= 12 && call.url.includes(encodeURIComponent(apiKey));
  if (isInUrl) throw apiKeyError("must not be a part of the path");
  call.addApiKey(apiKey);
  return apiKey;
}

/** @throws what fetch throws, or an error if it returns something else than a response */
async function send(
  settings: Settings,
  { url, headers, body, call, timeout, maxRetries, ...rest }: ClientRequest,
  apiKey: string,
  signal: AbortSignal,
): Promise<Response> {
  const fields = { ...Object.fromEntries(headers), authorization: `Bearer ${apiKey}` };
  const init = {
    ...rest,
    ...(typeof body === "string" && { body }),
    headers: fields,
    redirect: "manual",
    signal,
  } as const;
  const response = await (settings.customFetch ?? globalThis.fetch)(url, init);
  // A browser hides a redirect.
  if (propertyOf(response, "type") === "opaqueredirect") throw new Error("redirects are not followed");
  const isResponse = Number(propertyOf(response, "status")) > 0 && typeof propertyOf(response, "text") === "function";
  if (!isResponse) throw new Error("fetch did not return a Response");
  // An implementation of fetch may bring a `Response` of its own.
  return response as Response;
}

/** The body of a response, but that of a 429 only if it comes soon. */
async function readBody(response: Response, signal: AbortSignal): Promise<string> {
  if (response.status !== 429) return readText(response, signal);
  return within(longestRetryBody, signal, (soon) => readText(response, soon)).catch(() => "");
}

/** The result of an attempt that got a response. The text of a success is passed on as it is; an error is redacted. */
function respond(call: Call, head: ResponseHead, text: string): Result {
  const { status, statusText, headers } = head;
  if (isSuccess(status)) return { end: new MemoryResponse(text, head), isRetryable: false };
  const { redactor } = call;
  const body = parseJson(text);
  const redacted = body === undefined ? redactor.text(text) : JSON.stringify(redactor.json(body));
  const redactedHead = { status, statusText: redactor.text(statusText), headers: redactor.headers(headers) };
  return { end: new MemoryResponse(redacted, redactedHead), isRetryable: isRetryable(status, headers, isObject(body)) };
}

/** @throws {DariContractError} if a body isn't JSON: openapi-fetch's parser would quote it in its error */
async function checkJson(call: Call, response: Response): Promise<void> {
  const text = await response.text();
  if (text !== "" && parseJson(text) === undefined) throw noSessionError(call, response, text);
}
