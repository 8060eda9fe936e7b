import { server } from "../../generated/constraints.ts";
import { isLoopback } from "../http/loopback.ts";
import { DariInputError, type Issue } from "./errors.ts";
import { areHeaders, type CallHeaders, isBrowser, reservedHeaders } from "./headers.ts";
import { isObject, propertyOf } from "./json.ts";

/** What the client passes to `fetch`, as any implementation takes it. */
export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: "manual";
  signal: AbortSignal;
}

/** What the client needs of a response. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: object;
  text(): Promise<string>;
}

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
  fetch?: ((url: string, init: FetchInit) => PromiseLike<FetchResponse>) | undefined;
  /** The longest time of a call in milliseconds, with all its attempts and delays, without middleware. @default 120_000 */
  timeout?: number | undefined;
  /** The longest time of one attempt in milliseconds, including the response body. @default 60_000 */
  attemptTimeout?: number | undefined;
  /** How many times a request is sent again if no session can have been created: 0 to 10. @default 2 */
  maxRetries?: number | undefined;
  /** Allows plain `http:` to other machines: the API key and the secrets travel unencrypted. @default false */
  allowInsecureHttp?: boolean | undefined;
  /** Allows an API key in a browser, where everybody who opens the page can read it. @default false */
  dangerouslyAllowBrowser?: boolean | undefined;
}

/** Options of one call; `timeout` and `maxRetries` replace those of the client. */
export interface CallOptions extends Pick<DariClientOptions, "timeout" | "maxRetries"> {
  /** Aborts the call. */
  signal?: AbortSignal | null | undefined;
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
}

/** A rule that the value of an option must follow. Of several for one option, the first that it violates is reported. */
type Rule = readonly [
  field: string,
  message: string,
  isValid: (value: unknown, options: DariClientOptions) => boolean | undefined,
];

// `setTimeout` takes no longer delay.
const isTimeout = (value: unknown) => typeof value === "number" && value >= 1 && value < 2 ** 31;
const timeoutMessage = "must be a number of milliseconds from 1 to 2147483647";
// A signal of another realm, such as jsdom's, is no instance of this realm's class.
const isSignal = (value: unknown) => Object.prototype.toString.call(value) === "[object AbortSignal]";
const isBoolean = (value: unknown) => typeof value === "boolean";
const isRetries = (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 10;

const sharedRules: readonly Rule[] = [
  ["timeout", timeoutMessage, isTimeout],
  ["maxRetries", "must be a whole number from 0 to 10", isRetries],
];
const callRules: readonly Rule[] = [
  ...sharedRules,
  ["signal", "must be an AbortSignal", (value) => value === null || isSignal(value)],
  ["headers", `must be valid header fields, without ${reservedHeaders.join(", ")}`, areHeaders],
];
const clientRules: readonly Rule[] = [
  ...sharedRules,
  ["apiKey", "is missing: set DARI_API_KEY or pass { apiKey }", (value) => value !== ""],
  [
    "apiKey",
    "must be printable ASCII without spaces, or a function",
    (value) => typeof value === "function" || usableApiKey(value) !== undefined,
  ],
  [
    "apiKey",
    "must not be in a browser, where everybody can read it, unless dangerouslyAllowBrowser is true",
    (_, { dangerouslyAllowBrowser }) => dangerouslyAllowBrowser || !isBrowser(),
  ],
  ["baseUrl", "must be an http or https URL without credentials, query or fragment", isPlainUrl],
  ["baseUrl", "must be https, unless allowInsecureHttp is true", isSecureUrl],
  ["fetch", "must be a function", (value) => typeof value === "function"],
  ["attemptTimeout", timeoutMessage, isTimeout],
  ["allowInsecureHttp", "must be true or false", isBoolean],
  ["dangerouslyAllowBrowser", "must be true or false", isBoolean],
];

function isPlainUrl(value: unknown): boolean {
  try {
    const { protocol, username, password, href } = new URL(String(value));
    // `search` and `hash` are empty for a URL that ends in `?` or `#`.
    return /^https?:$/.test(protocol) && username === "" && password === "" && !/[?#]/.test(href);
  } catch {
    return false;
  }
}

function isSecureUrl(value: unknown, { allowInsecureHttp }: DariClientOptions): boolean | undefined {
  const { protocol, hostname } = new URL(String(value));
  return protocol === "https:" || isLoopback(hostname) || allowInsecureHttp;
}

/** An API key without the space around it, if a header field can carry it. */
export function usableApiKey(value: unknown): string | undefined {
  return typeof value === "string" ? /^\s*([!-~]+)\s*$/.exec(value)?.[1] : undefined;
}

function check(options: unknown, rules: readonly Rule[]): Issue[] {
  // A list is no object of options, and neither is a signal in its place.
  if (!isObject(options) || Array.isArray(options) || isSignal(options)) {
    return [{ field: "options", message: "must be an object" }];
  }
  return Object.entries(options).flatMap(([field, value]) => {
    const own = rules.filter(([name]) => name === field);
    if (own.length === 0) return [{ field, message: "is not an option" }];
    const violated = own.find(([, , isValid]) => value !== undefined && !isValid(value, options));
    return violated ? [{ field, message: violated[1] }] : [];
  });
}

/** What is wrong with the options of a call. */
export function checkCallOptions(options: unknown): Issue[] {
  return check(options, callRules);
}

/** What the client needs of the runtime, and the runtime doesn't have. */
function missingInRuntime(options: unknown): Issue[] {
  const names = ["AbortController", "FormData", "Headers", "Response", "URL", "performance"];
  if (propertyOf(options, "fetch") === undefined) names.push("fetch");
  const missing = names.filter((name) => Reflect.get(globalThis, name) === undefined);
  return missing.map((field) => ({ field, message: "is missing in this runtime: load a polyfill" }));
}

/** The options of a client with their defaults. It throws a `DariInputError` that names everything that is wrong. */
export function resolveOptions(options: DariClientOptions): Settings {
  const missing = missingInRuntime(options);
  if (missing.length > 0) throw new DariInputError(missing);
  const apiKey = options?.apiKey ?? globalThis.process?.env?.["DARI_API_KEY"] ?? "";
  const issues = check(typeof options === "object" && options ? { ...options, apiKey } : options, clientRules);
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
  };
}
