/** JSON pointers, and references within a description. */

export type JsonObject = { [key: string]: unknown };

/** The description can't be used: the message says what is wrong with it. */
export class SpecError extends Error {
  override readonly name: string = "SpecError";
}

/** A constraint, or a whole operation, that the gate leaves out, and why. */
export interface Omission {
  readonly pointer: string;
  readonly reason: string;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The pointer to a child of what a pointer points at. */
export function child(pointer: string, ...tokens: (string | number)[]): string {
  return pointer + tokens.map((token) => `/${String(token).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

export function tokensOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** What a pointer such as `/components/schemas/Error` points at, or `undefined`. */
export function at(document: unknown, pointer: string): unknown {
  let value = document;
  for (const token of tokensOf(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as JsonObject)[token];
  }
  return value;
}

export function putAt(document: JsonObject, pointer: string, value: unknown): void {
  const tokens = tokensOf(pointer);
  const key = tokens.pop() ?? "";
  const holder = at(document, child("", ...tokens)) as JsonObject;
  holder[key] = value;
}

/** The pointer that a `$ref` means. */
export function target(document: unknown, ref: unknown, from: string): string {
  if (typeof ref !== "string" || !ref.startsWith("#")) {
    throw new SpecError(`${from}: $ref ${JSON.stringify(ref)} leaves the description. Bundle it into one file first.`);
  }
  if (ref !== "#" && !ref.startsWith("#/")) {
    throw new SpecError(`${from}: $ref ${ref} is not a JSON pointer. Anchors are not supported.`);
  }
  const pointer = decoded(ref.slice(1));
  if (pointer === undefined || at(document, pointer) === undefined) {
    throw new SpecError(`${from}: $ref ${ref} points at nothing.`);
  }
  return pointer;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** What a JSON text stands for; `undefined` if it is none. */
export function parsed(text: string | undefined): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text ?? "") };
  } catch {
    return undefined;
  }
}

/** Whether a JSON value is nested in more levels than these. */
export function isDeeperThan(levels: number, value: unknown): boolean {
  if (levels < 0) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((item) => isDeeperThan(levels - 1, item));
}
