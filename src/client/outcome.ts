/** What a failure says about the session, and when a request is sent again. */
import { isObject, propertyOf } from "./json.ts";

/**
 * What is known about the session after a failure.
 *
 * - `"not-created"`: the session was not created. The request never reached the server, or the server refused it.
 * - `"unknown"`: the session may have been created. Look for it by its metadata before you create it again.
 */
export type Outcome = "not-created" | "unknown";

/** Statuses of a refusal, whoever sends them and with whatever body: they are about the request alone. */
const refusals = [
  // The request must be sent to another URL: RFC 9110, 15.4.8 and 15.4.9.
  ...[307, 308],
  // The server or the proxy doesn't accept the credentials: RFC 9110, 15.5.2 and 15.5.8.
  ...[401, 407],
  // The length, the size, the URL, an expectation or the header fields: RFC 9110, 15.5.12 to 15 and 18; RFC 6585, 5.
  ...[411, 413, 414, 417, 431],
];

/** A gateway stopped waiting for a server that may still be working, though these are `4xx`. */
const gaveUp = [
  // Envoy: the response flag SI, "stream idle timeout".
  408,
  // Elastic Load Balancing of AWS: HTTP 460.
  460,
  // nginx, and Traefik: pkg/proxy/httputil/proxy.go.
  499,
];

/**
 * What an error response says about the session; `isJson`: whether its body is a JSON object or list.
 *
 * Only the API can say that it refused: any other `4xx` with a JSON body, as the API's errors have. Without one, it comes
 * from a gateway, perhaps in place of a failure after the session was created: the Core Rule Set of OWASP makes 403 of a
 * 502 (rules 950100 and 959100), nginx makes 404 of it (`error_page 502 = @404`), Squid 403 of any response
 * (`http_reply_access`), and Kong sends a bare 429 after the response (response-ratelimiting, header_filter.lua).
 *
 * No `5xx` is a refusal. Gateways send 500, 502, 503 and 504 both before and after the server has acted, among them Caddy,
 * HAProxy, lighttpd and nginx; Varnish adds `Retry-After: 5` to its 503 (builtin.vcl), and Cloudflare sends 520 to 524.
 */
export function outcomeOf(status: number, headers: Headers, isJson: boolean): Outcome {
  if (refusals.includes(status) || isRetryable(status, headers, isJson)) return "not-created";
  return status >= 400 && status < 500 && isJson && !gaveUp.includes(status) ? "not-created" : "unknown";
}

/** Whether a response asks the client to try again later, and says so before the request is processed. */
export function isRetryable(status: number, headers: Headers, isJson: boolean): boolean {
  return status === 429 && (isJson || headers.has("retry-after"));
}

/** The delay after the attempt with this number, in milliseconds: exponential, with up to half of it removed at random. */
export function backoff(attempt: number, random: number): number {
  return Math.min(8_000, 250 * 2 ** attempt) * (1 - random / 2);
}

/**
 * What runtimes say when no connection was made, or no session of TLS on it: Node.js in `code` or `syscall`, undici and Bun
 * in codes of their own. Not every `ERR_SSL_` is here: with TLS 1.3, the server refuses a client's certificate after the
 * request was sent.
 */
const notConnectedCode =
  /^(connect|getaddrinfo|UND_ERR_CONNECT_TIMEOUT|ConnectionRefused|EAI_AGAIN|ECONNREFUSED|ENOTFOUND)$|^(ERR_TLS_)?CERT_|SELF_SIGNED_CERT|^HOSTNAME_MISMATCH|^UNABLE_TO_|^UNKNOWN_CERTIFICATE|^ERR_SSL_.*(HTTP_REQUEST|TOO_LONG|WRONG_VERSION|HANDSHAKE_FAILURE|PROTOCOL|UNRECOGNIZED_NAME)/;

/** Deno has only a message, and so have Node.js with a proxy, and fetch itself for a port that it blocks. */
const notConnectedMessage = /client error \(Connect\)|invalid peer certificate|!== 200 when HTTP Tunneling|bad port/;

/**
 * Whether `fetch` failed before it sent the request, as the error or one of its causes says. An error that isn't known
 * here may have come after the request was sent.
 */
export function failedBeforeSending(error: unknown, depth = 8): boolean {
  if (depth === 0 || !isObject(error)) return false;
  const { code, syscall, message, errors, cause, socket } = error as Record<string, unknown>;
  // Happy Eyeballs: one error for each address that was tried.
  if (Array.isArray(errors) && errors.length > 0) return errors.every((each) => failedBeforeSending(each, depth - 1));
  if ([code, syscall].some((name) => notConnectedCode.test(String(name)))) return true;
  // Node.js tells how much was written to the connection that broke.
  if (notConnectedMessage.test(String(message)) || propertyOf(socket, "bytesWritten") === 0) return true;
  return failedBeforeSending(cause, depth - 1);
}
