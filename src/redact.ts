import { secretFields } from "../generated/rules.ts";
import type { Call } from "./call.ts";

/** Takes secrets out of a text. */
export type Redact = (text: unknown) => string;

/**
 * Takes the secrets of a call out of a text: its keys, and what is `writeOnly` in its body. A server may quote them
 * trimmed, or in some code; their longer words stay as they are in nearly every code.
 */
export function redactorOf({ keys, body = "{}" }: Pick<Call, "keys" | "body">): Redact {
  const secrets = new Set(keys);
  const collect = (_: string, value: unknown) => {
    if (typeof value === "string" && value.trim()) secrets.add(value.trim());
    return value;
  };
  const sent = parse(body) as Record<string, unknown> | undefined;
  for (const name of secretFields) JSON.stringify(sent?.[name], collect);
  const forms = [...secrets].flatMap((secret) => [secret, ...(secret.match(/\w{8,}/g) ?? [])]);
  // The longest first: one may be a part of another.
  forms.sort((a, b) => b.length - a.length);
  // What takes their place is no letter until all of them are gone: they may be parts of it, too.
  return (text) =>
    forms.reduce((rest, form) => rest.replaceAll(form, "\0"), String(text)).replaceAll("\0", "[redacted]");
}

/** The value that a JSON text stands for, or `undefined`; the parser's own message would quote the text. */
export function parse(text: string, reviver?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, reviver);
  } catch {
    return undefined;
  }
}

/** Parses JSON and takes the secrets out of its values and keys. */
export function parseRedacted(text: string, redact: Redact): unknown {
  return parse(text, (_, value) => {
    if (Array.isArray(value)) return value;
    if (typeof value === "object" && value) {
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [redact(key), each]));
    }
    const words = redact(value);
    return words === String(value) ? value : words;
  });
}

/** A copy of the headers of an answer, without secrets. */
export function redactHeaders(headers: Headers, redact: Redact): Headers {
  return new Headers([...new Headers(headers)].map(([name, value]) => [name, redact(value)]));
}

/**
 * A copy of somebody else's error that holds its words and no more.
 *
 * Such an error may carry anything: the request with its headers, a body, a socket. The copy has the name, message,
 * stack, codes and causes, without the secrets.
 */
export function copyOf(error: unknown, redact: Redact, depth = 8): unknown {
  if (Array.isArray(error)) return error.map((each) => copyOf(each, redact, depth));
  if (Object(error) !== error || !depth) return redact(error);
  const copy = Error();
  for (const key of ["name", "message", "stack", "code", "syscall", "cause", "errors"]) {
    try {
      const value = (error as Record<string, unknown>)[key];
      if (value !== undefined) Object.defineProperty(copy, key, { value: copyOf(value, redact, depth - 1) });
    } catch {
      // A getter may fail.
    }
  }
  return copy;
}
