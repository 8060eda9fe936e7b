import { version } from "../version.ts";
import type { Issue } from "./errors.ts";

/** How the runtime names itself; Node.js before version 21 doesn't. */
const runtime = globalThis.navigator?.userAgent ?? `Node.js/${globalThis.process?.versions?.node}`;

/** Whether this is a browser: the user agents of pages and workers begin like this, those of other runtimes don't. */
export const inBrowser: boolean = runtime.startsWith("Mozilla/");

/** The header fields of every request. A browser sets `User-Agent` itself. */
export const standardHeaders: Readonly<Record<string, string>> = {
  Accept: "application/json",
  ...(inBrowser ? {} : { "User-Agent": `dari-sessions/${version} ${runtime}` }),
};

/** Header fields of a call: those of fetch, or an object in which `null` removes a field that the client would send. */
export type CallHeaders = HeadersInit | Readonly<Record<string, string | null | undefined>>;

/** The client or the runtime sets these. Another value would break the request, or let it hang until its timeout. */
const reserved =
  /^(authorization|connection|content-length|expect|host|keep-alive|te|trailer|transfer-encoding|upgrade)$/i;

/** What is wrong with the names of header fields. */
export function checkHeaderNames(names: Iterable<string>): Issue[] {
  const found = [...names].filter((name) => reserved.test(name));
  return found.map((name) => ({
    field: `headers.${name}`,
    message: "can't be set: the client or the runtime sets it",
  }));
}

/** Header fields as openapi-fetch takes them, and what is wrong with them, without their values. */
export function checkHeaders(headers: CallHeaders = {}): { headers: Record<string, string | null>; issues: Issue[] } {
  const checked: Record<string, string | null> = {};
  try {
    const isIterable = Symbol.iterator in headers;
    // `Headers` joins fields that are repeated.
    const entries = isIterable ? new Headers(headers as HeadersInit) : Object.entries(headers);
    for (const [name, value] of entries) {
      if (value === undefined) continue;
      // It throws if the name or the value is invalid.
      new Headers([[name, value ?? ""]]);
      checked[name] = value;
    }
    return { headers: checked, issues: checkHeaderNames(Object.keys(checked)) };
  } catch {
    return { headers: {}, issues: [{ field: "headers", message: "must be valid names and values of header fields" }] };
  }
}
