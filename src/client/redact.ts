/** Keeps secrets out of what a server or the runtime wrote. */

/** Removes the secrets of one call. */
export interface Redactor {
  /** From a text. */
  readonly text: (text: string) => string;
  /**
   * From a JSON value. Numbers and booleans stay; so do keys, unless they quote a long secret. A secret of fewer than six
   * characters is removed only where it is the whole string.
   */
  readonly json: (value: unknown) => unknown;
  /** From header fields; a short secret stays in the request id, which has to be exact. */
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

/** The forms in which a text quotes a secret. */
function formsOf(secret: string): string[] {
  // `encodeURIComponent` refuses half a surrogate pair, and leaves some characters that others encode.
  const encoded = secret.isWellFormed() ? encodeURIComponent(secret) : secret;
  const strict = encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const lowerCase = [encoded, strict].map((form) => form.replace(/%../g, (hex) => hex.toLowerCase()));
  const asForm = strict.replaceAll("%20", "+");
  return [secret, secret.trim(), JSON.stringify(secret).slice(1, -1), encoded, strict, asForm, ...lowerCase];
}

/**
 * Makes the redactor for some secrets. It removes whole secrets of six characters or more, and every part of twelve
 * characters or more of a longer one, in plain, JSON-escaped and percent-encoded form.
 */
export function createRedactor(values: readonly string[]): Redactor {
  const secrets = values.filter((secret) => secret.trim() !== "");
  const forms = new Set(secrets.flatMap(formsOf));
  const whole = [...forms].filter((form) => form.length >= shortestInText).sort((a, b) => b.length - a.length);
  const parts = new Set<string>();
  for (const form of forms) {
    for (let start = 0; start + shortestPart <= form.length; start++)
      parts.add(form.slice(start, start + shortestPart));
  }
  const withoutParts = (text: string) => redactParts(text, parts);
  const text = (text: string) => whole.reduce((rest, form) => rest.replaceAll(form, replacement), withoutParts(text));
  const json = (value: unknown, depth: number): unknown => {
    if (typeof value === "string") return secrets.includes(value) ? replacement : text(value);
    if (typeof value !== "object" || value === null) return value;
    if (depth === 0) return "[nested too deeply]";
    if (Array.isArray(value)) return value.map((item) => json(item, depth - 1));
    const entries = Object.entries(value).map(([key, property]) => [withoutParts(key), json(property, depth - 1)]);
    return Object.fromEntries(entries);
  };
  const headers = (headers: Headers) =>
    new Headers(
      [...headers].map(([name, value]): [string, string] => [
        name,
        name === "x-request-id" ? withoutParts(value) : text(value),
      ]),
    );
  return { text, json: (value) => json(value, deepestJson), headers };
}

/** Replaces each stretch of the text that consists of parts of secrets. */
function redactParts(text: string, parts: ReadonlySet<string>): string {
  let redacted = "";
  let copied = 0;
  let secretEnd = 0;
  for (let start = 0; start < text.length; start++) {
    if (secretEnd > 0 && start >= secretEnd) {
      redacted += replacement;
      copied = secretEnd;
      secretEnd = 0;
    }
    if (parts.has(text.slice(start, start + shortestPart))) {
      if (secretEnd === 0) redacted += text.slice(copied, start);
      secretEnd = start + shortestPart;
    }
  }
  return secretEnd > 0 ? redacted + replacement + text.slice(secretEnd) : redacted + text.slice(copied);
}

/**
 * A copy of an error that holds its texts only, without secrets.
 *
 * An error of a runtime or of a custom `fetch` may carry anything: the request with its headers, a body, a socket. The
 * copy has the name, message, stack, codes and causes.
 */
export function copyError(error: unknown, redact: (text: string) => string, depth = deepestCause): unknown {
  if (Array.isArray(error)) return error.slice(0, mostErrors).map((each) => copyError(each, redact, depth));
  if (typeof error !== "object" || error === null || depth === 0) return redact(String(error));
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
