import { createRedactor, type Redactor } from "./redact.ts";
import type { Outcome } from "./retry.ts";

/** The body of a success can't be used; the message completes "the body is". */
export class BodyError extends Error {}

/**
 * Reads a body into memory, up to `limit` bytes. The rest of a longer error body is dropped.
 *
 * @param signal the signal of one attempt: a listener stays on it
 * @throws {BodyError} if the body of a success is longer than the limit, or isn't UTF-8, as JSON is
 */
export async function readText(response: Response, limit: number, signal: AbortSignal): Promise<string> {
  if (response.bodyUsed || response.body?.locked) throw new Error("fetch returned a Response that was already read");
  // Some implementations of fetch have no web streams.
  const reader = response.body?.getReader?.();
  if (!reader) return (await response.text()).slice(0, limit);
  const cancel = () => void reader.cancel().catch(() => {});
  // A custom fetch may ignore its signal.
  signal.addEventListener("abort", cancel);
  const decoder = new TextDecoder("utf-8", { fatal: response.ok });
  let text = "";
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      text += decode(decoder, value, !done);
      if (done) return text;
      size += value.length;
      if (size > limit && response.ok) throw new BodyError(`longer than ${limit} bytes`);
      if (size > limit) return text.slice(0, limit);
    }
  } finally {
    // Otherwise the connection of a body that wasn't read to its end would stay open.
    cancel();
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    throw new BodyError("not UTF-8");
  }
}

/** What the transport knows about the call behind a response. */
export interface CallFacts {
  /** The method and the path, for messages. */
  readonly name: string;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** The outcome if the server has processed the request. */
  readonly outcome: Outcome;
  /** Removes the secrets of the call. */
  readonly redactor: Redactor;
  /** Why the body of an error response could not be read. */
  readonly bodyError?: unknown;
}

/** openapi-fetch passes only the response on. A subclass would not even load in a runtime without `Response`. */
const factsByResponse = new WeakMap<Response, () => CallFacts>();

/** A response whose body is in memory. */
export function createResponse(text: string, received: Response, headers: Headers, facts: () => CallFacts): Response {
  // The body was decoded: these would describe another one.
  headers.delete("content-encoding");
  headers.delete("content-length");
  const { status, statusText } = received;
  // Some status codes, such as 204, allow no body, not even an empty one. With a string, a media type would be added.
  const body = text === "" ? null : new TextEncoder().encode(text);
  const response = new Response(body, { status, statusText, headers });
  factsByResponse.set(response, facts);
  return response;
}

/** What is known about the call behind a response, or about the request alone if middleware made the response. */
export function factsOf(response: Response, name: string, secrets: readonly string[]): CallFacts {
  return (
    factsByResponse.get(response)?.() ?? {
      name,
      attempts: 0,
      outcome: "unknown",
      redactor: createRedactor(secrets),
    }
  );
}
