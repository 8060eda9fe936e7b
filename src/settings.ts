import { server } from "../generated/rules.ts";
import { type Issue, issue, refuse } from "./errors.ts";
import { check, type Rules } from "./input.ts";
import type { CallOptions, DariClientOptions } from "./options.ts";
import { version } from "./version.ts";

/** The options with their defaults. */
export interface Settings extends DariClientOptions {
  readonly baseUrl: string;
  readonly fetch: NonNullable<DariClientOptions["fetch"]>;
  /** Whether what `fetch` rejects with is of the request, and of nothing else. */
  readonly trusted: boolean;
  readonly key: string | undefined;
  /** Only where there is no fixed key. */
  readonly askKey: () => unknown;
  /** The answer of `askKey` that is awaited, for whoever asks meanwhile. */
  asked?: Promise<unknown> | undefined;
  readonly timeout: number;
  readonly attemptTimeout: number;
  readonly maxRetries: number;
  readonly maxResponseBytes: number;
}

/** How the runtime names itself. */
const runtime: string = globalThis.navigator?.userAgent ?? `Node.js/${globalThis.process?.versions?.node}`;
/** The user agents of all browsers begin like this, in pages and in workers; those of other runtimes don't. */
const inBrowser: boolean = runtime.startsWith("Mozilla/");

/** What every request says, by names in lower case. */
export const standardHeaders: Readonly<Record<string, string>> = {
  accept: "application/json",
  ...(!inBrowser && { "user-agent": `dari-sessions/${version} ${runtime}` }),
};

export type OptionRules = Readonly<Record<string, Rules>>;

// `setTimeout` takes no more, and no text is longer.
const positive = { type: "number", minimum: 1, maximum: 2 ** 31 - 1 };
const flag = { type: "boolean" };
const method = { type: "function" };
/** It has rules of its own. */
const anything = {};
const commonOptions = { signal: { type: "AbortSignal" }, timeout: positive, maxRetries: { type: "number" } };
/** Of a call. */
export const callOptions: OptionRules = { ...commonOptions, headers: anything };
const clientOptions = {
  ...commonOptions,
  apiKey: anything,
  baseUrl: anything,
  attemptTimeout: positive,
  maxResponseBytes: positive,
  fetch: method,
  onEvent: method,
  allowInsecureHttp: flag,
  dangerouslyAllowBrowser: flag,
  dangerouslyRetryUnknownOutcomes: flag,
};
/** Of a call of the raw client. */
export const rawOptions: OptionRules = {
  ...callOptions,
  params: anything,
  body: anything,
  parseAs: anything,
};

/** What a call says of headers; `null` removes one. */
export type HeaderEntries = readonly (readonly [string, string | null | undefined])[];

/**
 * Headers with those of a call added, changed or removed.
 *
 * @throws {TypeError} if a name or a value is none that HTTP allows; it quotes the value
 */
export function mergeHeaders(headers: Readonly<Record<string, string>>, given: HeaderEntries): Record<string, string> {
  const merged = new Headers(headers);
  for (const [name, value] of given) {
    if (value === null) merged.delete(name);
    else if (value !== undefined) merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

/** Adds every rule that the options of a call break, and returns its headers, which may be there to be read once only. */
export function checkCallOptions(
  options: CallOptions,
  properties: OptionRules,
  issues: Issue[],
): HeaderEntries | undefined {
  check(options, { type: "object", properties }, issues, "options");
  // `null` is refused, but not yet.
  const headers = options?.headers;
  try {
    const entries = headers && [...(Symbol.iterator in headers ? headers : Object.entries(headers))];
    if (entries) mergeHeaders({}, entries);
    return entries;
  } catch {
    issues.push(issue("headers", "be valid names and values"));
    return undefined;
  }
}

/** A key without the space around it, if it fits into an HTTP header. */
export function keyOf(value: unknown): string | undefined {
  return typeof value === "string" ? /^\s*([!-~]+)\s*$/.exec(value)?.[1] : undefined;
}

/** @throws {DariInputError} if an option is missing or breaks a rule; all of them at once */
export function resolveOptions(options: DariClientOptions): Settings {
  const issues: Issue[] = [];
  check(options, { type: "object", properties: clientOptions }, issues, "options");
  const {
    apiKey = globalThis.process?.env?.["DARI_API_KEY"],
    baseUrl = server,
    timeout = 120_000,
    attemptTimeout = 60_000,
    maxRetries = 2,
    maxResponseBytes = 10_000_000,
    fetch = (url: string, init: RequestInit) => globalThis.fetch(url, init),
    ...rest
  } = options ?? {};
  const must = (field: string, right: unknown, rule: string) => {
    if (!right) issues.push(issue(field, rule));
  };
  const url = URL.canParse(baseUrl) ? new URL(baseUrl).href : "";
  const plain = /^https?:\/\/[^/@]+\/[^?#]*$/.test(url);
  const safe = /^https:|^http:\/\/(([^/]*\.)?localhost|127\.[\d.]+|\[::1\])[:/]/.test(url);
  must("baseUrl", plain, "be an http or https URL without credentials, query or fragment");
  must("baseUrl", !plain || safe || rest.allowInsecureHttp, "be https, unless allowInsecureHttp is set");
  const key = keyOf(apiKey);
  must(
    "apiKey",
    key ?? typeof apiKey === "function",
    "be set, here or as DARI_API_KEY, to one word of printable ASCII",
  );
  must(
    "apiKey",
    !inBrowser || rest.dangerouslyAllowBrowser,
    "stay out of browsers, unless dangerouslyAllowBrowser is set",
  );
  refuse(issues);
  return {
    ...rest,
    timeout,
    attemptTimeout,
    maxRetries,
    maxResponseBytes,
    fetch,
    trusted: !options?.fetch,
    baseUrl: url.replace(/([^/])(\/v1)?\/*$/, "$1"),
    key,
    askKey: apiKey as () => unknown,
  };
}
