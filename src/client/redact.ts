/** Keeps secrets out of what a server or the runtime wrote. */
import { isObject } from "./json.ts";

/** Removes the secrets of one call. */
export interface Redactor {
  /** From a text. */
  readonly text: (text: string) => string;
  /** From a JSON value. A secret of fewer than six characters is removed only where it is the whole string. */
  readonly json: (value: unknown) => unknown;
  /** From header fields. */
  readonly headers: (headers: Headers) => Headers;
}

const replacement = "[redacted]";
/** Shorter secrets, such as `1` or `true`, stand in ordinary text by chance. */
const shortestInText = 6;
/** A server may quote a part of a secret. Shorter parts stand in ordinary text by chance. */
const shortestPart = 12;
/** Deeper values would overflow the stack. */
const deepestJson = 100;
/** An error may hold others, and even itself, many times. */
const deepestCause = 5;
const mostErrors = 5;

/** Percent-encodes a text, or leaves it as it is: half a surrogate pair has no encoding. */
function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The forms in which a text quotes a secret. */
function formsOf(secret: string): string[] {
  const encoded = encode(secret);
  // Some encode more than `encodeURIComponent`.
  const strict = encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  return [secret, secret.trim(), JSON.stringify(secret).slice(1, -1), encoded, strict, strict.replaceAll("%20", "+")];
}

/** In lower case, with as many characters as before: the lower case of some letters outside ASCII has two. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * Makes the redactor for some secrets. It removes whole secrets of six characters or more, and every part of twelve
 * characters or more of a longer one, in plain, JSON-escaped and percent-encoded form, in upper or lower case.
 */
export function createRedactor(values: readonly string[]): Redactor {
  const secrets = values.filter((secret) => secret.trim() !== "");
  // A text has a secret, or a part of one, where it has one of these parts, all of them of one of these lengths.
  const parts = new Set<string>();
  for (const form of secrets.flatMap(formsOf).filter(({ length }) => length >= shortestInText)) {
    const length = Math.min(form.length, shortestPart);
    for (let start = 0; start + length <= form.length; start++) parts.add(lowerCase(form.slice(start, start + length)));
  }
  const lengths = new Set([...parts].map(({ length }) => length));
  const text = (text: string) => replaceParts(text, parts, lengths);
  const json = (value: unknown, depth: number): unknown => {
    if (typeof value === "string") return secrets.includes(value) ? replacement : text(value);
    if (!isObject(value)) return value;
    if (depth === 0) return "[nested too deeply]";
    if (Array.isArray(value)) return value.map((item) => json(item, depth - 1));
    return Object.fromEntries(Object.entries(value).map(([key, property]) => [text(key), json(property, depth - 1)]));
  };
  const headers = (headers: Headers) =>
    new Headers([...headers].map(([name, value]): [string, string] => [name, text(value)]));
  return { text, json: (value) => json(value, deepestJson), headers };
}

/** Replaces each stretch of a text that consists of parts. */
function replaceParts(text: string, parts: ReadonlySet<string>, lengths: ReadonlySet<number>): string {
  const lower = lowerCase(text);
  let redacted = "";
  let secretEnd = 0;
  for (let start = 0; start < text.length; start++) {
    for (const length of lengths) {
      if (!parts.has(lower.slice(start, start + length))) continue;
      if (start >= secretEnd) redacted += replacement;
      secretEnd = Math.max(secretEnd, start + length);
    }
    if (start >= secretEnd) redacted += text[start];
  }
  return redacted;
}

/**
 * A copy of an error that holds its texts only, without secrets.
 *
 * An error of a runtime or of a custom `fetch` may carry anything: the request with its headers, a body, a socket. The
 * copy has the name, message, stack, codes and causes.
 */
export function copyError(error: unknown, redact: (text: string) => string, depth = deepestCause): unknown {
  if (Array.isArray(error)) return error.slice(0, mostErrors).map((each) => copyError(each, redact, depth));
  if (!isObject(error) || depth === 0) return redact(String(error));
  const copy = Error();
  for (const key of ["name", "message", "stack", "code", "syscall", "cause", "errors"]) {
    try {
      const value: unknown = Reflect.get(error, key);
      if (value !== undefined) Object.defineProperty(copy, key, { value: copyError(value, redact, depth - 1) });
    } catch {
      // A getter may fail.
    }
  }
  return copy;
}
