import { version } from "../version.ts";

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
export const reservedHeaders: readonly string[] = [
  ...["Authorization", "Connection", "Content-Length", "Expect", "Host"],
  ...["Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade"],
];

/** Header fields as openapi-fetch takes them: `Headers` joins fields that are repeated. */
export function headerFields(headers: CallHeaders = {}): Readonly<Record<string, string | null | undefined>> {
  return isIterable(headers) ? Object.fromEntries(new Headers(headers)) : headers;
}

function isIterable(headers: CallHeaders): headers is Headers | [string, string][] {
  return Symbol.iterator in headers;
}

/** Whether a value is header fields that can be sent, and none that the client or the runtime sets. */
export function areHeaders(value: unknown): boolean {
  try {
    const entries = Object.entries(headerFields(value as CallHeaders)).filter(([, text]) => text !== undefined);
    const headers = new Headers(entries.map(([name, text]): [string, string] => [name, text ?? ""]));
    return !reservedHeaders.some((name) => headers.has(name));
  } catch {
    return false;
  }
}
