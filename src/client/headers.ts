import { version } from "../version.ts";
import type { Issue } from "./errors.ts";

/** How the runtime names itself, if it does; Node.js before version 21 doesn't. */
function runtime(): string {
  const node = globalThis.process?.versions?.node;
  return globalThis.navigator?.userAgent || (node ? `Node.js/${node}` : "");
}

/** Whether everybody who has the application can read it: pages and workers of browsers, and apps of React Native. */
export function isBrowser(): boolean {
  return runtime().startsWith("Mozilla/") || globalThis.navigator?.product === "ReactNative";
}

/** The header fields of every request. A browser sets `User-Agent` itself. */
export function standardHeaders(): Record<string, string> {
  const userAgent = isBrowser() ? {} : { "User-Agent": `dari-sessions/${version} ${runtime()}`.trim() };
  return { Accept: "application/json", ...userAgent };
}

/** Header fields of a call: those of fetch, or an object in which `null` removes a field that the client would send. */
export type CallHeaders = HeadersInit | Readonly<Record<string, string | null | undefined>>;

/** The client or the runtime sets these. Another value would break the request, or let it hang until its timeout. */
const reserved =
  /^(authorization|connection|content-length|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

/**
 * Header fields as openapi-fetch takes them.
 *
 * @throws {TypeError} if a name or a value can't be sent
 */
export function headerFields(headers: CallHeaders = {}): Record<string, string | null> {
  // `Headers` joins fields that are repeated.
  const entries = isIterable(headers) ? [...new Headers(headers)] : Object.entries(headers);
  const fields = entries.filter((entry): entry is [string, string | null] => entry[1] !== undefined);
  for (const [name, value] of fields) new Headers([[name, value ?? ""]]);
  return Object.fromEntries(fields);
}

function isIterable(headers: CallHeaders): headers is Headers | [string, string][] {
  return Symbol.iterator in headers;
}

/** What is wrong with the names of header fields. */
export function checkHeaderNames(names: Iterable<string>): Issue[] {
  const found = [...names].filter((name) => reserved.test(name));
  return found.map((name) => ({
    field: `headers.${name}`,
    message: "can't be set: the client or the runtime sets it",
  }));
}

/** What is wrong with header fields, without their values. */
export function checkHeaders(headers: unknown): Issue[] {
  try {
    return checkHeaderNames(Object.keys(headerFields(headers as CallHeaders)));
  } catch {
    return [{ field: "headers", message: "must be valid names and values of header fields" }];
  }
}
