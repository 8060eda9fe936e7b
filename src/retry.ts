/** What is known of a create that failed, and when it may be sent again: pure functions. */

/**
 * What is known of the session after a failure.
 *
 * - `"not-created"`: certain. The request never reached the server, or the server refused it.
 * - `"unknown"`: the server may have created the session. Look for it by its metadata before you create it again.
 */
export type Outcome = "not-created" | "unknown";

/** How long to wait after the `attempt`th attempt, in milliseconds: exponential, less up to a half. */
export function backoff(attempt: number, random: number): number {
  return Math.min(8_000, 250 * 2 ** attempt) * (1 - random / 2);
}

/**
 * `Retry-After` in milliseconds from now, or `undefined` if it is missing or malformed.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function retryAfter(value: string | null | undefined, now: number): number | undefined {
  const text = value ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(/ GMT$/.test(text) ? text : "") - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/**
 * What an answer that isn't a success says of the session.
 *
 * A `4xx` is a refusal, except 408 and 499: gateways send those when they gave up waiting for a server that may still
 * be at work. 307 and 308 ask to send the request elsewhere, so it wasn't acted upon; other redirects may follow a
 * success. 503 with `Retry-After` is a server that turns requests away; any other `5xx` may come after the act.
 */
export function outcomeOf(status: number, headers: Headers): Outcome {
  const refused = /^(4(?!08|99)|30[78])/.test(String(status));
  return refused || asksToRetry(status, headers) ? "not-created" : "unknown";
}

/** Whether an answer asks to come back: 429, and 503 if it says when. */
export function asksToRetry(status: number, headers: Headers): boolean {
  return status === 429 || (status === 503 && headers.has("retry-after"));
}

const neverSent =
  /^(connect|getaddrinfo|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|bad port|(?!ERR_SSL)\w*CERT\w*|UNABLE_TO_\w+)$|client error \(Connect\)/;

/**
 * Whether a failure to send is certain to have happened before a connection stood: no name, or nobody there.
 *
 * Every runtime says so in its own way: Node by `code` and `syscall` somewhere in the chain of causes, Bun by `code`,
 * Deno in the message; and `fetch` itself refuses bad ports. A certificate of the server that isn't accepted ends the
 * handshake before the request, but one of ours that the server refuses may do so after it (`ERR_SSL_…`). What isn't
 * recognized may have reached the server.
 */
export function wasNeverSent(error: unknown, depth = 8): boolean {
  const { code, syscall, message, errors, cause } = Object(error);
  if (!depth) return false;
  if (Array.isArray(errors) && errors[0]) return errors.every((each: unknown) => wasNeverSent(each, depth - 1));
  return [code, syscall, message].some((words) => neverSent.test(words)) || (!!cause && wasNeverSent(cause, depth - 1));
}
