import { isObject, propertyOf } from "./json.ts";

/** The longest bodies that are read, in bytes. */
const longestSuccess = 10_000_000;
const longestError = 256_000;

/** The status line and the header fields of a response. */
export type ResponseHead = Pick<Response, "status" | "statusText" | "headers">;

/** A response as fetch returned it. */
export interface Received extends ResponseHead {
  readonly response: Response;
}

/** The body of a success can't be used; the message completes "the body is". */
export class BodyError extends Error {}

/**
 * Whether a value is a response, as far as the client needs one. Not `instanceof`: an implementation of fetch may bring
 * its own `Response`, whose header fields may be a plain object.
 */
export function isResponse(value: unknown): value is Response {
  const hasText = typeof propertyOf(value, "text") === "function";
  return hasText && Number.isInteger(propertyOf(value, "status")) && isObject(propertyOf(value, "headers"));
}

/** Reads the head of a response, so that it describes the decoded body, and every `Response` takes its reason phrase. */
export function receive(response: Response): Received {
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  const statusText = (response.statusText ?? "").replace(/[^ -~\xa0-\xff]/g, "?");
  return { response, status: response.status, statusText, headers };
}

/** A custom `fetch` may have no `ok`, or a wrong one. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/**
 * Reads a body into memory, up to a limit. The rest of a longer error body is dropped.
 *
 * @throws {BodyError} if the body of a success is longer than the limit, or isn't UTF-8, as JSON is
 */
export async function readText(response: Response, signal: AbortSignal): Promise<string> {
  if (response.bodyUsed || response.body?.locked) throw new Error("fetch returned a Response that was already read");
  const ok = isSuccess(response.status);
  const limit = ok ? longestSuccess : longestError;
  // Some implementations of fetch have no web streams, and some runtimes no TextDecoder.
  const reader = typeof TextDecoder === "function" ? response.body?.getReader?.() : undefined;
  if (!reader) return (await response.text()).slice(0, limit);
  const cancel = () => void reader.cancel().catch(() => {});
  // A custom fetch may ignore its signal, and respond after it.
  signal.addEventListener("abort", cancel);
  if (signal.aborted) cancel();
  const decoder = new TextDecoder("utf-8", { fatal: ok });
  let text = "";
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      text += decode(decoder, value, !done);
      if (done) return text;
      size += value.length;
      if (size > limit && ok) throw new BodyError(`longer than ${limit} bytes`);
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

/** A response whose body is in memory. */
export function createResponse(text: string, head: ResponseHead): Response {
  const { status, statusText, headers } = head;
  // Some statuses, such as 204, allow no body, not even an empty one.
  const body = text === "" ? null : text;
  // Servers send statuses that the constructor refuses.
  const isOdd = status < 200 || status > 599 || (body !== null && [204, 205, 304].includes(status));
  const response = new Response(body, isOdd ? { headers } : head);
  if (isOdd) {
    const clone = () => createResponse(text, head);
    const values = { status, statusText, ok: isSuccess(status), clone };
    for (const [name, value] of Object.entries(values)) Object.defineProperty(response, name, { value });
  }
  // The constructor adds the media type of a text.
  if (!headers.has("content-type")) response.headers.delete("content-type");
  return response;
}
