import { server } from "../generated/rules.ts";
import { DariInputError, type Issue } from "./errors.ts";
import type { CallOptions, DariClientOptions } from "./options.ts";

type Required<Option extends keyof DariClientOptions> = NonNullable<DariClientOptions[Option]>;

/** The options with their defaults. */
export interface Settings {
  readonly baseUrl: string;
  readonly fetch: Required<"fetch">;
  readonly apiKey: () => unknown;
  readonly timeout: number;
  readonly attemptTimeout: number;
  readonly maxRetries: number;
  readonly signal: AbortSignal | undefined;
  readonly maxResponseBytes: number;
  readonly onEvent: DariClientOptions["onEvent"];
  readonly retryUnknown: boolean;
}

/** The user agents of all browsers begin like this, in pages and in workers; those of other runtimes don't. */
export const inBrowser: boolean = /^Mozilla\//.test(globalThis.navigator?.userAgent ?? "");

/** `setTimeout` takes no more. */
const longest = 2 ** 31 - 1;

const isMilliseconds = (value: unknown) => typeof value === "number" && value > 0 && value <= longest;
const isFunction = (value: unknown) => typeof value === "function";
const milliseconds = [`must be milliseconds, above 0 and at most ${longest}`, isMilliseconds] as const;
const aFunction = ["must be a function", isFunction] as const;
const rules = {
  timeout: milliseconds,
  attemptTimeout: milliseconds,
  maxRetries: ["must be a whole number from 0", (value: unknown) => Number.isInteger(value) && Number(value) >= 0],
  maxResponseBytes: ["must be a number of bytes above 0", (value: unknown) => typeof value === "number" && value > 0],
  signal: ["must be an AbortSignal", (value: unknown) => isFunction((value as AbortSignal).addEventListener)],
  fetch: aFunction,
  onEvent: aFunction,
} as const;

/** What the options break of their rules. */
export function optionIssues(options: CallOptions | DariClientOptions): Issue[] {
  return Object.entries(rules).flatMap(([field, [message, isRight]]) => {
    const value = (options as Record<string, unknown>)[field];
    return value === undefined || isRight(value) ? [] : [{ field, message }];
  });
}

function baseUrlIssues(url: URL | null, allowInsecureHttp: boolean | undefined): Issue[] {
  const broken = (message: string) => [{ field: "baseUrl", message }];
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return broken(`must be an absolute http or https URL, such as ${server}`);
  }
  if (url.username || url.password || url.search || url.hash) {
    return broken("must not carry a user name, a password, a query or a fragment");
  }
  const encrypted = url.protocol === "https:" || /^((.*\.)?localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname);
  return encrypted || allowInsecureHttp ? [] : broken("must be https, unless the option allowInsecureHttp is set");
}

/** What a key breaks of the rules of an HTTP header. */
export function keyIssues(key: unknown): Issue[] {
  const broken = (message: string) => [{ field: "apiKey", message }];
  if (key === undefined) {
    return broken("is missing: set the environment variable DARI_API_KEY, or pass the option apiKey");
  }
  return typeof key === "string" && /^[\x21-\x7e]+$/.test(key.trim())
    ? []
    : broken("must be one word of printable ASCII characters, as an HTTP header carries it");
}

/** Lets those who ask while an answer is awaited share that answer. */
function shared(ask: () => unknown): () => unknown {
  let pending: unknown;
  return () => {
    pending ??= Promise.resolve()
      .then(ask)
      .finally(() => {
        pending = undefined;
      });
    return pending;
  };
}

function parseUrl(text: unknown): URL | null {
  try {
    return new URL(text as string);
  } catch {
    return null;
  }
}

/** @throws {DariInputError} if an option is missing or breaks a rule; all of them at once */
export function resolveOptions(options: DariClientOptions): Settings {
  const { apiKey = globalThis.process?.env?.["DARI_API_KEY"], baseUrl = server } = options;
  const url = parseUrl(baseUrl);
  const issues = [...optionIssues(options), ...baseUrlIssues(url, options.allowInsecureHttp)];
  if (typeof apiKey !== "function") issues.push(...keyIssues(apiKey));
  if (inBrowser && !options.dangerouslyAllowBrowser) {
    const message = "must not be in a browser, where anybody can read it, unless dangerouslyAllowBrowser is set";
    issues.push({ field: "apiKey", message });
  }
  if (issues.length > 0 || url === null) throw new DariInputError(issues);
  return {
    baseUrl: url.origin + url.pathname.replace(/\/+$/, "").replace(/\/v1$/, ""),
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    apiKey: typeof apiKey === "function" ? shared(apiKey) : () => apiKey,
    timeout: options.timeout ?? 120_000,
    attemptTimeout: options.attemptTimeout ?? 60_000,
    maxRetries: options.maxRetries ?? 2,
    signal: options.signal,
    maxResponseBytes: options.maxResponseBytes ?? 10_000_000,
    onEvent: options.onEvent,
    retryUnknown: options.dangerouslyRetryUnknownOutcomes ?? false,
  };
}
