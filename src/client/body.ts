/** The body of a success can't be used; the message completes "the body is". */
export class BodyError extends Error {}

/**
 * Reads a body into memory, up to `limit` bytes. The rest of a longer error body is dropped.
 *
 * @throws {BodyError} if the body of a success is longer than the limit, or isn't UTF-8, as JSON is
 */
export async function readText(response: Response, limit: number, signal: AbortSignal): Promise<string> {
  // Some implementations of fetch have no web streams.
  const reader = response.body?.getReader?.();
  if (!reader) return response.text();
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
      if (size > limit) break;
    }
    if (response.ok) throw new BodyError(`longer than ${limit} bytes`);
    return text;
  } finally {
    // Otherwise the connection of a body that wasn't read to its end would stay open.
    cancel();
    signal.removeEventListener("abort", cancel);
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    throw new BodyError("not UTF-8");
  }
}
