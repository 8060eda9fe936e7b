import { server } from "../../generated/constraints.ts";
import { DariInputError, type Issue } from "./errors.ts";
import { type CallHeaders, inBrowser } from "./headers.ts";

/** Options of a client; all of them have a default. */
export interface DariClientOptions {
  /**
   * The Dari API key, or a function that returns it. The function is called before every attempt of every call.
   * @default the environment variable `DARI_API_KEY`
   */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /**
   * The URL of the API. It may end in `/` or in `/v1`, and it may have a path prefix.
   * @default "https://api.dari.dev"
   */
  baseUrl?: string | URL | undefined;
  /**
   * The function that sends a request. It is called once for each attempt. After an error that it throws the outcome is
   * `"unknown"` and the request is not sent again: the function may have sent it.
   * @default globalThis.fetch
   */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** The longest time of a call in milliseconds, with all its attempts and delays, without middleware. @default 120_000 */
  timeout?: number | undefined;
  /** The longest time of one attempt in milliseconds, including the response body. @default 60_000 */
  attemptTimeout?: number | undefined;
  /** How many times a request is sent again if no session can have been created: 0 to 10. @default 2 */
  maxRetries?: number | undefined;
  /** Aborts every call of this client. */
  signal?: AbortSignal | null | undefined;
  /** Allows plain `http:` to other machines: the API key and the secrets travel unencrypted. @default false */
  allowInsecureHttp?: boolean | undefined;
  /** Allows an API key in a browser, where everybody who opens the page can read it. @default false */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** Options of one call; they replace those of the client. */
export interface CallOptions {
  /** Aborts this call. The client's own signal aborts it, too. */
  signal?: AbortSignal | null | undefined;
  /** The longest time of this call in milliseconds, with all its attempts and delays. */
  timeout?: number | undefined;
  /** How many times the request is sent again if no session can have been created: 0 to 10. */
  maxRetries?: number | undefined;
  /** Header fields to add; `null` removes one that the client would send. The client sets `Authorization`. */
  headers?: CallHeaders | undefined;
}

/** The options of a client with their defaults. */
export interface Settings {
  readonly apiKey: () => unknown;
  /** Without a slash at its end, and without `/v1`. */
  readonly baseUrl: string;
  readonly customFetch: DariClientOptions["fetch"];
  readonly timeout: number;
  readonly attemptTimeout: number;
  readonly maxRetries: number;
  readonly signal: AbortSignal | null | undefined;
}

/** Whether a value is valid, and what it must be. */
type Check = readonly [isValid: (value: unknown) => boolean, message: string];

const timeout: Check = [
  // `setTimeout` takes no longer delay.
  (value) => typeof value === "number" && value >= 1 && value < 2 ** 31,
  "must be a number of milliseconds from 1 to 2147483647",
];
const retries: Check = [
  (value) => typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 10,
  "must be a whole number from 0 to 10",
];
// A signal of another realm, such as jsdom's, is no instance of this realm's class.
const signal: Check = [
  (value) => value === null || Object.prototype.toString.call(value) === "[object AbortSignal]",
  "must be an AbortSignal",
];
const boolean: Check = [(value) => typeof value === "boolean", "must be true or false"];
const func: Check = [(value) => typeof value === "function", "must be a function"];
/** `resolveOptions` and `checkHeaders` check these. */
const checkedElsewhere: Check = [() => true, ""];

const callChecks: Record<keyof CallOptions, Check> = {
  signal,
  timeout,
  maxRetries: retries,
  headers: checkedElsewhere,
};
const clientChecks: Record<keyof DariClientOptions, Check> = {
  apiKey: checkedElsewhere,
  baseUrl: checkedElsewhere,
  fetch: func,
  timeout,
  attemptTimeout: timeout,
  maxRetries: retries,
  signal,
  allowInsecureHttp: boolean,
  dangerouslyAllowBrowser: boolean,
};

function check(options: unknown, checks: Readonly<Record<string, Check>>): Issue[] {
  if (typeof options !== "object" || options === null || Array.isArray(options) || signal[0](options)) {
    return [{ field: "options", message: "must be an object" }];
  }
  return Object.entries(options).flatMap(([field, value]) => {
    if (!Object.hasOwn(checks, field)) return { field, message: "is not an option" };
    const [isValid, message] = checks[field] ?? checkedElsewhere;
    return value === undefined || isValid(value) ? [] : { field, message };
  });
}

/** What is wrong with the options of a call, without its header fields. */
export function checkCallOptions(options: unknown): Issue[] {
  return check(options, callChecks);
}

/** An API key without the space around it, if a header field can carry it. */
export function usableApiKey(value: unknown): string | undefined {
  return typeof value === "string" ? /^\s*([!-~]+)\s*$/.exec(value)?.[1] : undefined;
}

function apiKeyIssue(apiKey: unknown, allowedInBrowser: boolean | undefined): string | undefined {
  if (apiKey === undefined || apiKey === "") return "is missing: set DARI_API_KEY or pass { apiKey }";
  if (typeof apiKey !== "function" && usableApiKey(apiKey) === undefined) {
    return "must be printable ASCII without spaces, or a function";
  }
  if (!inBrowser || allowedInBrowser) return undefined;
  return "must not be in a browser, where everybody can read it, unless dangerouslyAllowBrowser is true";
}

function baseUrlIssue(baseUrl: string | URL, allowInsecureHttp: boolean | undefined): string | undefined {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  const isHttp = url?.protocol === "https:" || url?.protocol === "http:";
  // `search` and `hash` are empty for a URL that ends in `?` or `#`.
  if (!url || !isHttp || url.username || url.password || /[?#]/.test(url.href)) {
    return "must be an http or https URL without credentials, query or fragment";
  }
  const isLoopback = /^((.+\.)?localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  return url.protocol === "https:" || isLoopback || allowInsecureHttp
    ? undefined
    : "must be https, unless allowInsecureHttp is true";
}

/** The options of a client with their defaults. It throws a `DariInputError` that names everything that is wrong. */
export function resolveOptions(options: DariClientOptions): Settings {
  const issues = check(options, clientChecks);
  const { apiKey = globalThis.process?.env?.["DARI_API_KEY"], baseUrl = server } = Object(options);
  const more = {
    apiKey: apiKeyIssue(apiKey, options?.dangerouslyAllowBrowser),
    baseUrl: baseUrlIssue(baseUrl, options?.allowInsecureHttp),
  };
  for (const [field, message] of Object.entries(more)) if (message !== undefined) issues.push({ field, message });
  if (issues.length > 0) throw new DariInputError(issues);
  const { origin, pathname } = new URL(baseUrl);
  return {
    apiKey: typeof apiKey === "function" ? apiKey : () => apiKey,
    // The paths of the description begin with `/v1`, and the API's own pages write base URLs with and without it.
    baseUrl: origin + pathname.replace(/(\/+v1)?\/*$/, "").replace(/\/+$/, ""),
    customFetch: options.fetch === globalThis.fetch ? undefined : options.fetch,
    timeout: options.timeout ?? 120_000,
    attemptTimeout: options.attemptTimeout ?? 60_000,
    maxRetries: options.maxRetries ?? 2,
    signal: options.signal,
  };
}
