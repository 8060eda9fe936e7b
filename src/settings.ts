import { server } from "../generated/rules.ts";
import { type Issue, issue, refuse } from "./errors.ts";
import { check } from "./input.ts";
import type { CallOptions, DariClientOptions } from "./options.ts";
import { version } from "./version.ts";

/** The options with their defaults. */
export interface Settings extends DariClientOptions {
  readonly baseUrl: string;
  readonly fetch: NonNullable<DariClientOptions["fetch"]>;
  readonly key?: string;
  /** Where there is no fixed key. */
  readonly askKey?: () => unknown;
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
  ...(inBrowser ? {} : { "user-agent": `dari-sessions/${version} ${runtime}` }),
};

// `setTimeout` takes no more.
const milliseconds = { type: "number", minimum: 1, maximum: 2 ** 31 - 1 };
const flag = { type: "boolean" };
const method = { type: "function" };
const callOptions = { signal: { type: "AbortSignal" }, timeout: milliseconds, maxRetries: { type: "number" } };
const callRules = { type: "object", properties: callOptions };
const rules = {
  type: "object",
  properties: {
    ...callOptions,
    attemptTimeout: milliseconds,
    maxResponseBytes: { type: "number", minimum: 1 },
    fetch: method,
    onEvent: method,
    allowInsecureHttp: flag,
    dangerouslyAllowBrowser: flag,
    dangerouslyRetryUnknownOutcomes: flag,
  },
};

/**
 * Headers with those of a call added, changed or removed.
 *
 * @throws {TypeError} if a name or a value is none that HTTP allows; it quotes the value
 */
export function mergeHeaders(
  headers: Readonly<Record<string, string>>,
  given: CallOptions["headers"] = {},
): Record<string, string> {
  const merged = new Headers(headers);
  for (const [name, value] of given instanceof Headers ? given : Object.entries(given)) {
    if (value === null) merged.delete(name);
    else if (value !== undefined) merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

/** Adds every rule that the options of a call break. */
export function checkCallOptions({ headers, ...options }: CallOptions, issues: Issue[]): void {
  check(options, callRules, issues, "options");
  try {
    if (headers) mergeHeaders({}, headers);
  } catch {
    issues.push(issue("headers", "be names and values that HTTP allows"));
  }
}

/** Whether a key fits into an HTTP header. */
export function isKey(key: unknown): key is string {
  return typeof key === "string" && /^\s*[!-~]+\s*$/.test(key);
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
  check(rest, rules, issues, "options");
  const must = (field: string, right: unknown, rule: string) => {
    if (!right) issues.push(issue(field, rule));
  };
  const url = URL.canParse(String(baseUrl)) ? new URL(baseUrl) : undefined;
  const plain = url && /^https?:$/.test(url.protocol) && !(url.username || url.password || url.search || url.hash);
  const safe = url?.protocol === "https:" || /^((.*\.)?localhost|127\.[\d.]+|\[::1\])$/.test(url?.hostname ?? "");
  must("baseUrl", plain, "be an http or https URL without user, password, query and fragment");
  must("baseUrl", !plain || safe || options.allowInsecureHttp, "be https, unless allowInsecureHttp is set");
  const hasKey = typeof apiKey === "function" || isKey(apiKey);
  must("apiKey", hasKey, "be set, here or as DARI_API_KEY in the environment, to one word of printable ASCII");
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
    baseUrl: (url as URL).origin + (url as URL).pathname.replace(/\/+$/, "").replace(/\/v1$/, ""),
    ...(typeof apiKey === "function" ? { askKey: shared(apiKey) } : { key: (apiKey as string).trim() }),
  };
}
