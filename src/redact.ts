import { requestRules } from "../generated/rules.ts";

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

const mark = "[redacted]";

/** Every string in a value, at any depth. */
function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** The secrets in the body of a request: the strings of its `writeOnly` properties. */
export function secretsIn(body: string | undefined): string[] {
  const sent = parse(body ?? "");
  return Object.entries(requestRules.properties).flatMap(([name, rules]) =>
    "writeOnly" in rules ? stringsIn(sent?.[name]) : [],
  );
}

/** A body that isn't JSON was written by somebody's own serializer, and has none of these properties. */
function parse(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A copy of the headers of an answer without secrets. */
export function redactHeaders(headers: Headers, redact: Redact): Headers {
  return new Headers([...headers].map(([name, value]) => [name, redact(value)]));
}

/** Makes a function that takes the given secrets out of a text, in plain or as JSON writes them. */
export function redactor(secrets: Iterable<string>): Redact {
  const forms = [...secrets].flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  // The longest first: one secret may be a part of another.
  const found = [...new Set(forms)].filter(Boolean).sort((a, b) => b.length - a.length);
  return (text) => found.reduce((rest, secret) => rest.replaceAll(secret, mark), text);
}

/** Parses JSON and takes the secrets out of its values and keys. */
export function parseRedacted(text: string, redact: Redact): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value === "object" && value !== null) {
      if (Array.isArray(value)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [redact(key), each]));
    }
    const plain = String(value);
    return redact(plain) === plain ? value : redact(plain);
  });
}

/**
 * A copy of somebody else's error that holds its words and no more.
 *
 * Such an error may carry anything: the request with its headers, a body, a socket. The copy has the name, message,
 * stack, code and causes, without the secrets.
 */
export function copyOf(error: unknown, redact: Redact, depth = 8): unknown {
  if (typeof error !== "object" || error === null || !("message" in error)) return redact(String(error));
  const { name, message, stack, code, syscall, cause, errors } = error as Record<string, unknown>;
  const copy = new Error(redact(String(message)));
  const set = (key: string, value: unknown) => Object.defineProperty(copy, key, { value, configurable: true });
  set("name", redact(String(name)));
  if (typeof stack === "string") set("stack", redact(stack));
  if (code !== undefined) set("code", redact(String(code)));
  if (syscall !== undefined) set("syscall", redact(String(syscall)));
  if (depth > 0 && cause !== undefined) set("cause", copyOf(cause, redact, depth - 1));
  if (depth > 0 && Array.isArray(errors))
    set(
      "errors",
      errors.map((each) => copyOf(each, redact, depth - 1)),
    );
  return copy;
}
