/** A body that can't be used, for a reason that lies in the body. */
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
  const decoder = new TextDecoder("utf-8", { fatal: response.ok });
  let text = "";
  let left = limit;
  for (;;) {
    const { done, value } = await reader.read();
    left -= value?.length ?? 0;
    if (left < 0) {
      reader.cancel().catch(() => {});
      throw new BodyError(`the body is longer than ${limit} bytes`);
    }
    try {
      text += decoder.decode(value, { stream: !done });
    } catch {
      throw new BodyError("the body is not UTF-8");
    }
    if (done) return text;
  }
}
