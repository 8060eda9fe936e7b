/** A body that can't be used, for a reason that lies in the body. */
export class BodyError extends Error {}

const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder();

/**
 * Reads a body to its end, but not past `limit` bytes. That of a success must be UTF-8, as JSON is; that of an error
 * only has to be legible.
 *
 * @throws {BodyError} if it is longer, or not UTF-8
 */
export async function readText(response: Response, limit: number): Promise<string> {
  // The body of some fetch-like functions is not a web stream.
  const reader = response.body?.getReader?.();
  if (!reader) return response.text();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    chunks.push(value);
    if (size > limit) {
      reader.cancel().catch(() => {});
      throw new BodyError(`the body is longer than ${limit} bytes`);
    }
  }
  const [first] = chunks;
  const bytes = chunks.length > 1 ? await new Blob(chunks).arrayBuffer() : first;
  try {
    return (response.ok ? strict : lenient).decode(bytes);
  } catch {
    throw new BodyError("the body is not UTF-8");
  }
}
