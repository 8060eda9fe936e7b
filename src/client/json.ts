/** The value that a JSON text stands for, or `undefined`. The parser's own error would quote the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** A property of a value of unknown type. */
export function propertyOf(value: unknown, name: string): unknown {
  return isObject(value) ? Reflect.get(value, name) : undefined;
}

/** Whether a response body is JSON. A word or a number alone, such as `404`, is only if the server says so. */
export function isJsonBody(body: unknown, headers: Headers): boolean {
  if (isObject(body) || typeof body === "string") return true;
  return body !== undefined && /\bjson\b/i.test(headers.get("content-type") ?? "");
}
