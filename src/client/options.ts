import { server } from "../../generated/constraints.ts";
import { isLoopback } from "../http/loopback.ts";
import { DariInputError, type Issue } from "./errors.ts";
import { type CallHeaders, checkHeaders, isBrowser } from "./headers.ts";

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

/** Returns what is wrong with the value of an option. */
type Check = (value: unknown, field: string, options: DariClientOptions) => Issue[];

function must(message: string, isValid: (value: unknown) => boolean): Check {
  return (value, field) => (isValid(value) ? [] : [{ field, message: `must ${message}` }]);
}

// `setTimeout` takes no longer delay.
const checkTimeout = must(
  "be a number of milliseconds from 1 to 2147483647",
  (value) => typeof value === "number" && value >= 1 && value < 2 ** 31,
);
const checkRetries = must(
  "be a whole number from 0 to 10",
  (value) => typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 10,
);
// A signal of another realm, such as jsdom's, is no instance of this realm's class.
const isSignal = (value: unknown) => Object.prototype.toString.call(value) === "[object AbortSignal]";
const checkSignal = must("be an AbortSignal", (value) => value === null || isSignal(value));
const checkBoolean = must("be true or false", (value) => typeof value === "boolean");
const checkFunction = must("be a function", (value) => typeof value === "function");

function checkApiKey(value: unknown, field: string, { dangerouslyAllowBrowser }: DariClientOptions): Issue[] {
  if (value === "") return [{ field, message: "is missing" }];
  if (typeof value !== "function" && usableApiKey(value) === undefined) {
    return [{ field, message: "must be printable ASCII without spaces, or a function" }];
  }
  if (!isBrowser() || dangerouslyAllowBrowser) return [];
  const message = "must not be in a browser, where everybody can read it, unless dangerouslyAllowBrowser is true";
  return [{ field, message }];
}

function checkBaseUrl(value: unknown, field: string, { allowInsecureHttp }: DariClientOptions): Issue[] {
  const url = URL.canParse(String(value)) ? new URL(String(value)) : undefined;
  const isHttp = url?.protocol === "https:" || url?.protocol === "http:";
  // `search` and `hash` are empty for a URL that ends in `?` or `#`.
  if (!url || !isHttp || url.username || url.password || /[?#]/.test(url.href)) {
    return [{ field, message: "must be an http or https URL without credentials, query or fragment" }];
  }
  if (url.protocol === "https:" || isLoopback(url.hostname) || allowInsecureHttp) return [];
  return [{ field, message: "must be https, unless allowInsecureHttp is true" }];
}

const callChecks: Record<keyof CallOptions, Check> = {
  signal: checkSignal,
  timeout: checkTimeout,
  maxRetries: checkRetries,
  headers: checkHeaders,
};
const clientChecks: Record<keyof DariClientOptions, Check> = {
  apiKey: checkApiKey,
  baseUrl: checkBaseUrl,
  fetch: checkFunction,
  timeout: checkTimeout,
  attemptTimeout: checkTimeout,
  maxRetries: checkRetries,
  signal: checkSignal,
  allowInsecureHttp: checkBoolean,
  dangerouslyAllowBrowser: checkBoolean,
};

/** Whether a value is an object of options: a list is none, and neither is a signal in their place. */
function isOptions(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isSignal(value);
}

function check(options: unknown, checks: Readonly<Record<string, Check>>): Issue[] {
  if (!isOptions(options)) return [{ field: "options", message: "must be an object" }];
  return Object.entries(options).flatMap(([field, value]) => {
    const checkValue = Object.hasOwn(checks, field) ? checks[field] : undefined;
    if (!checkValue) return [{ field, message: "is not an option" }];
    return value === undefined ? [] : checkValue(value, field, options);
  });
}

/** What is wrong with the options of a call. */
export function checkCallOptions(options: unknown): Issue[] {
  return check(options, callChecks);
}

/** An API key without the space around it, if a header field can carry it. */
export function usableApiKey(value: unknown): string | undefined {
  return typeof value === "string" ? /^\s*([!-~]+)\s*$/.exec(value)?.[1] : undefined;
}

/** The options of a client with their defaults. It throws a `DariInputError` that names everything that is wrong. */
export function resolveOptions(options: DariClientOptions): Settings {
  const apiKey = options?.apiKey ?? globalThis.process?.env?.["DARI_API_KEY"] ?? "";
  const issues = check(isOptions(options) ? { ...options, apiKey } : options, clientChecks);
  if (issues.length === 1 && apiKey === "") {
    throw new DariInputError(issues, undefined, "No API key: set DARI_API_KEY or pass { apiKey }.");
  }
  if (issues.length > 0) throw new DariInputError(issues);
  const { origin, pathname } = new URL(options.baseUrl ?? server);
  return {
    apiKey: typeof apiKey === "function" ? apiKey : () => apiKey,
    // The paths of the description begin with `/v1`, and the API's own pages write base URLs with and without it.
    baseUrl: origin + pathname.replace(/\/+$/, "").replace(/\/+v1$/, ""),
    customFetch: options.fetch === globalThis.fetch ? undefined : options.fetch,
    timeout: options.timeout ?? 120_000,
    attemptTimeout: options.attemptTimeout ?? 60_000,
    maxRetries: options.maxRetries ?? 2,
    signal: options.signal,
  };
}
