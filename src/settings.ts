import { server } from "../generated/rules.ts";
import { type Issue, issue, refuse } from "./errors.ts";
import { checkEntries } from "./input.ts";
import type { CallOptions, DariClientOptions } from "./options.ts";
import { version } from "./version.ts";

/** The options with their defaults. */
export interface Settings extends DariClientOptions {
  readonly baseUrl: string;
  readonly fetch: NonNullable<DariClientOptions["fetch"]>;
  readonly key: string | undefined;
  /** Only where there is no fixed key. */
  readonly askKey: () => unknown;
  readonly timeout: number;
  readonly attemptTimeout: number;
  readonly maxRetries: number;
  readonly maxResponseBytes: number;
}

/** How the runtime names itself. */
const runtime: string = globalThis.navigator?.userAgent ?? `Node.js/${globalThis.process?.versions.node}`;
/** The user agents of all browsers begin like this, in pages and in workers; those of other runtimes don't. */
const inBrowser: boolean = runtime.startsWith("Mozilla/");

/** What every request says, by names in lower case. */
export const standardHeaders: Readonly<Record<string, string>> = {
  accept: "application/json",
  ...(!inBrowser && { "user-agent": `dari-sessions/${version} ${runtime}` }),
};

// `setTimeout` takes no more.
const milliseconds = { type: "number", minimum: 1, maximum: 2 ** 31 - 1 };
const flag = { type: "boolean" };
const method = { type: "function" };
const callOptions = { signal: { type: "AbortSignal" }, timeout: milliseconds, maxRetries: { type: "number" } };
const clientOptions = {
  ...callOptions,
  attemptTimeout: milliseconds,
  maxResponseBytes: { type: "number", minimum: 1 },
  fetch: method,
  onEvent: method,
  allowInsecureHttp: flag,
  dangerouslyAllowBrowser: flag,
  dangerouslyRetryUnknownOutcomes: flag,
};

/**
 * Headers with those of a call added, changed or removed.
 *
 * @throws {TypeError} if a name or a value is none that HTTP allows; it quotes the value
 */
export function mergeHeaders(
  headers: Readonly<Record<string, string>>,
  given: NonNullable<CallOptions["headers"]>,
): Record<string, string> {
  const merged = new Headers(headers);
  for (const [name, value] of Symbol.iterator in given ? given : Object.entries(given)) {
    if (value === null) merged.delete(name);
    else if (value !== undefined) merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

/** Adds every rule that the options of a call break. */
export function checkCallOptions({ headers, ...options }: CallOptions, issues: Issue[]): void {
  checkEntries(options, { properties: callOptions }, issues);
  try {
    if (headers) mergeHeaders({}, headers);
  } catch {
    issues.push(issue("headers", "be valid names and values"));
  }
}

/** A key without the space around it, if it fits into an HTTP header. */
export function keyOf(value: unknown): string | undefined {
  return typeof value === "string" ? /^\s*([!-~]+)\s*$/.exec(value)?.[1] : undefined;
}

/** Lets those who ask while an answer is awaited share that answer. */
function shared(ask: () => unknown): () => unknown {
  let pending: Promise<unknown> | undefined;
  return () => {
    pending ??= Promise.resolve()
      .then(ask)
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };
}

/** @throws {DariInputError} if an option is missing or breaks a rule; all of them at once */
export function resolveOptions(options: DariClientOptions): Settings {
  const { apiKey = globalThis.process?.env?.["DARI_API_KEY"], baseUrl = server, ...rest } = options;
  const issues: Issue[] = [];
  checkEntries(rest, { properties: clientOptions }, issues);
  const must = (field: string, right: unknown, rule: string) => {
    if (!right) issues.push(issue(field, rule));
  };
  const url = URL.canParse(baseUrl) ? new URL(baseUrl).href : "";
  const plain = /^https?:\/\/[^/@]+\/[^?#]*$/.test(url);
  const safe = /^https:|^http:\/\/(([^/]*\.)?localhost|127\.[\d.]+|\[::1\])[:/]/.test(url);
  must("baseUrl", plain, "be an http or https URL without credentials, query or fragment");
  must("baseUrl", !plain || safe || options.allowInsecureHttp, "be https, unless allowInsecureHttp is set");
  const key = keyOf(apiKey);
  must(
    "apiKey",
    key ?? typeof apiKey === "function",
    "be set, here or as DARI_API_KEY, to one word of printable ASCII",
  );
  must(
    "apiKey",
    !inBrowser || options.dangerouslyAllowBrowser,
    "stay out of browsers, unless dangerouslyAllowBrowser is set",
  );
  refuse(issues);
  return {
    timeout: 120_000,
    attemptTimeout: 60_000,
    maxRetries: 2,
    maxResponseBytes: 10_000_000,
    fetch: (input, init) => globalThis.fetch(input, init),
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
    baseUrl: url.replace(/([^/])(\/v1)?\/*$/, "$1"),
    key,
    askKey: shared(apiKey as () => unknown),
  };
}
