/** What a failure says about the session, and when a request is sent again. */

/**
 * What is known about the session after a failure.
 *
 * - `"not-created"`: the session was not created. The request never reached the server, or the server refused it.
 * - `"unknown"`: the session may have been created. Look for it by its metadata before you create it again.
 */
export type Outcome = "not-created" | "unknown";

/** The delay after the attempt with this number, in milliseconds: exponential, with up to half of it removed at random. */
export function backoff(attempt: number, random: number): number {
  return Math.min(8_000, 250 * 2 ** attempt) * (1 - random / 2);
}

/**
 * What an error response says about the session.
 *
 * A `4xx` is a refusal, except 408 and 499: gateways send those when they stop waiting for a server that may still be
 * working. 307 and 308 ask the client to send the request elsewhere, so it was not processed; other redirects may follow
 * a success. 503 with `Retry-After` comes from a server that turns requests away; any other `5xx` may come after the
 * session was created.
 */
export function outcomeOf(status: number, headers: Headers): Outcome {
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 499;
  const sentElsewhere = status === 307 || status === 308;
  return refused || sentElsewhere || isRetryable(status, headers) ? "not-created" : "unknown";
}

/** Whether a response asks the client to try again later: 429, and 503 with `Retry-After`. */
export function isRetryable(status: number, headers: Headers): boolean {
  return status === 429 || (status === 503 && headers.has("retry-after"));
}

/** How the runtimes name a failure: by the beginning of `code` or `syscall`, or by a part of the message. */
interface FailureNames {
  readonly codes: readonly string[];
  readonly messages: readonly string[];
}

/** Failures before a connection exists. They may be gone a moment later. */
const notConnected: FailureNames = {
  // Node.js: its `syscall`, and the code of undici. Bun: the others.
  codes: [
    ...["connect", "getaddrinfo", "UND_ERR_CONNECT_TIMEOUT"],
    ...["ConnectionRefused", "EAI_AGAIN", "ECONNREFUSED", "ENOTFOUND"],
  ],
  // Deno, and Node.js with a proxy.
  messages: ["client error (Connect)", "!== 200 when HTTP Tunneling"],
};

/** Failures before a request is sent that stay until somebody changes the configuration. */
const misconfigured: FailureNames = {
  codes: [
    // The certificate of the server is not accepted: Node.js, and Bun.
    "CERT_",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "ERR_TLS_CERT_",
    "HOSTNAME_MISMATCH",
    "SELF_SIGNED_CERT_",
    "UNABLE_TO_",
    "UNKNOWN_CERTIFICATE_VERIFICATION_ERROR",
    // The server doesn't speak TLS.
    "ERR_SSL_HTTP_REQUEST",
    "ERR_SSL_PACKET_LENGTH_TOO_LONG",
    "ERR_SSL_WRONG_VERSION_NUMBER",
    // The two sides have no TLS version, cipher, protocol or name in common. OpenSSL 3.2 renamed an alert.
    "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE",
    "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE",
    "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL",
    "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
    "ERR_SSL_TLSV1_UNRECOGNIZED_NAME",
    "ERR_SSL_UNSUPPORTED_PROTOCOL",
  ],
  // A port that the fetch standard blocks; Deno.
  messages: ["bad port", "invalid peer certificate"],
};

/** How far a request got that failed without a response. */
export type Delivery = "not connected" | "misconfigured" | "maybe sent";

/**
 * How far a request got before `fetch` failed. The runtimes tell by `code`, `syscall` or message, somewhere in the chain
 * of causes. An error that isn't known here may have come after the request was sent.
 */
export function deliveryOf(error: unknown, depth = 8): Delivery {
  if (depth === 0 || typeof error !== "object" || error === null) return "maybe sent";
  const { code, syscall, message, errors, cause, socket } = error as Record<string, unknown>;
  // Happy Eyeballs: one error for each address that was tried.
  if (Array.isArray(errors) && errors.length > 0) {
    const deliveries = new Set(errors.map((each) => deliveryOf(each, depth - 1)));
    return deliveries.size === 1 ? deliveryOf(errors[0], depth - 1) : "maybe sent";
  }
  const matches = ({ codes, messages }: FailureNames) =>
    codes.some((name) => [code, syscall].some((text) => String(text).startsWith(name))) ||
    messages.some((name) => String(message).includes(name));
  if (matches(misconfigured)) return "misconfigured";
  if (matches(notConnected) || isUnusedSocket(socket)) return "not connected";
  return deliveryOf(cause, depth - 1);
}

/** Whether Node.js says that not one byte was written to the connection that broke. */
function isUnusedSocket(socket: unknown): boolean {
  return typeof socket === "object" && socket !== null && "bytesWritten" in socket && socket.bytesWritten === 0;
}
