/** A body that can't be used: what it is instead. */
export class BodyError extends Error {}

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
  const refuse = (reason: string) => {
    reader.cancel().catch(() => {});
    throw new BodyError(reason);
  };
  const decoder = new TextDecoder("utf-8", { fatal: response.ok });
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    try {
      text += decoder.decode(value, { stream: !done });
    } catch {
      refuse("not UTF-8");
    }
    if (done) return text;
    size += value.length;
    if (size > limit) refuse(`longer than ${limit} bytes`);
  }
}
