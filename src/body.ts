/** A body that can't be used, for a reason that lies in the body. */
export class BodyError extends Error {}

/**
 * Reads a body to its end, but not past `limit` bytes. That of a success must be UTF-8, as JSON is; that of an error
 * only has to be legible.
 *
 * @throws {BodyError} if it is longer, or not UTF-8
 */
export async function readText(response: Response, limit: number): Promise<string> {
  const { body, headers, ok } = response;
  const length = Number(headers.get("content-length") ?? Number.NaN);
  if (length > limit) throw tooLong(limit);
  const decoder = new TextDecoder("utf-8", { fatal: ok });
  // A declared length is that of the encoded body: a short one may unfold to a long one.
  if (!body?.getReader || (length <= limit && !headers.has("content-encoding"))) {
    const bytes = await response.arrayBuffer();
    if (bytes.byteLength > limit) throw tooLong(limit);
    return decode(decoder, bytes, false);
  }
  const reader = body.getReader();
  let size = 0;
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decode(decoder, undefined, false);
    size += value.byteLength;
    if (size > limit) {
      reader.cancel().catch(() => undefined);
      throw tooLong(limit);
    }
    text += decode(decoder, value, true);
  }
}

function decode(
  decoder: TextDecoder,
  bytes: ArrayBuffer | Uint8Array<ArrayBuffer> | undefined,
  stream: boolean,
): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    throw new BodyError("the body is not UTF-8");
  }
}

function tooLong(limit: number): BodyError {
  return new BodyError(`the body is longer than ${limit} bytes`);
}
