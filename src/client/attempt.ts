import { secretFields } from "../../generated/constraints.ts";
import { retryAfter } from "../http/retry-after.ts";
import { TimeLimit } from "./abort.ts";
import { DariConnectionError, DariInputError, DariTimeoutError } from "./errors.ts";
import { parseJson, propertyOf } from "./json.ts";
import { usableApiKey } from "./options.ts";
import { copyError, createRedactor, type Redactor } from "./redact.ts";
import type { Call } from "./request.ts";
import { BodyError, type CallFacts, createResponse, readText } from "./response.ts";
import { asSentence, contractError, oneLine } from "./response-error.ts";
import { backoff, deliveryOf, isRetryable, type Outcome } from "./retry.ts";

/** The longest bodies that are read, in bytes. */
const longestBody = 10_000_000;
const longestErrorBody = 256_000;

/** What an attempt leads to: a response, or another attempt after a delay in milliseconds. */
type Result = { readonly response: Response } | { readonly delay: number };

/** One attempt of a call: it gets the API key, sends the request and reads the response into memory. */
export class Attempt {
  readonly #call: Call;
  /** From 1. */
  readonly #number: number;
  /** On the clock of `performance.now()`. */
  readonly #started = performance.now();
  readonly #limit: TimeLimit;
  #apiKey = "";

  constructor(call: Call, number: number) {
    this.#call = call;
    this.#number = number;
    this.#limit = new TimeLimit(Math.min(call.attemptTimeout, call.deadline - this.#started), call.signals);
  }

  /** @throws the reason of the signal that aborted the call, or the error to report if there is no further attempt */
  async send(): Promise<Result> {
    try {
      this.#apiKey = await this.#getApiKey();
      const sent = await this.#fetch();
      return "delay" in sent ? sent : await this.#read(sent.response);
    } catch (error) {
      throw this.#limit.reason === "abort" ? this.#limit.signal.reason : error;
    } finally {
      this.#limit.end();
    }
  }

  async #getApiKey(): Promise<string> {
    let value: unknown;
    try {
      this.#limit.signal.throwIfAborted();
      value = await this.#limit.race(this.#call.apiKey());
    } catch (error) {
      if (this.#limit.reason === "timeout") throw this.#timeoutError("API key", "not-created", this.#number - 1);
      throw this.#apiKeyError("is a function that failed", copyError(error, this.#redactor.text));
    }
    const apiKey = usableApiKey(value);
    if (apiKey === undefined) throw this.#apiKeyError("must be printable ASCII without spaces");
    // Servers log URLs, and errors quote them. A short key may be in a URL by chance.
    const isInUrl = apiKey.length >= 12 && this.#call.request.url.includes(encodeURIComponent(apiKey));
    if (isInUrl) throw this.#apiKeyError("must not be a part of the path");
    return apiKey;
  }

  async #fetch(): Promise<Result> {
    const { request, customFetch } = this.#call;
    // The transport uses these three itself; the rest is for fetch.
    const { url, headers: given, signal, timeout, maxRetries, ...init } = request;
    const headers = new Headers(given);
    headers.set("authorization", `Bearer ${this.#apiKey}`);
    const fetch = customFetch ?? globalThis.fetch;
    const sent = async () => fetch(url, { ...init, headers, redirect: "manual", signal: this.#limit.signal });
    const responding = sent();
    try {
      return { response: checkedResponse(await this.#limit.race(responding)) };
    } catch (error) {
      if (this.#limit.reason !== undefined) {
        // A custom fetch may ignore its signal and respond later.
        responding.then((late) => late?.body?.cancel?.()).catch(() => {});
        throw this.#timeoutError("complete response", this.#outcomeIfSent);
      }
      // A custom fetch may have sent the request before it failed at something else.
      const delivery = customFetch ? "maybe sent" : deliveryOf(error);
      const delay = delivery === "not connected" ? this.#retryDelay(new Headers()) : undefined;
      if (delay !== undefined) return { delay };
      const hint = delivery === "misconfigured" ? " Check baseUrl." : "";
      throw this.#connectionError("", error, delivery === "maybe sent" ? this.#outcomeIfSent : "not-created", hint);
    }
  }

  async #read(received: Response): Promise<Result> {
    const { ok, status } = received;
    // The header fields of a handmade response may be a plain object.
    const headers = new Headers(received.headers);
    const delay = isRetryable(status, headers) ? this.#retryDelay(headers) : undefined;
    if (delay !== undefined) {
      Promise.resolve(received.body?.cancel?.()).catch(() => {});
      return { delay };
    }
    try {
      const text = await this.#limit.race(readText(received, ok ? longestBody : longestErrorBody, this.#limit.signal));
      // A JSON parser's error quotes the text: only JSON is safe to pass on as it is.
      const body = ok && parseJson(text) !== undefined ? text : this.#redactBody(text);
      return { response: createResponse(body, received, headers, () => this.#facts()) };
    } catch (error) {
      if (this.#limit.reason === "abort") throw error;
      const isTimeout = this.#limit.reason === "timeout";
      const failure = isTimeout ? this.#timeoutError("complete response", this.#outcomeIfSent) : error;
      if (ok) throw this.#bodyError(status, headers, failure);
      // The status says what happened, even if the body never arrives.
      const bodyError = isTimeout ? failure : copyError(error, this.#redactor.text);
      return { response: createResponse("", received, headers, () => ({ ...this.#facts(), bodyError })) };
    }
  }

  #facts(): CallFacts {
    return { name: this.#name, attempts: this.#number, outcome: this.#outcomeIfSent, redactor: this.#redactor };
  }

  #apiKeyError(message: string, cause?: unknown): DariInputError {
    const context = { outcome: "not-created", attempts: this.#number - 1, cause } as const;
    return new DariInputError([{ field: "apiKey", message }], context);
  }

  /** The error for a success whose body can't be read. */
  #bodyError(status: number, headers: Headers, error: unknown): unknown {
    if (error instanceof DariTimeoutError) return error;
    if (!(error instanceof BodyError)) {
      return this.#connectionError("the response broke off: ", error, this.#outcomeIfSent);
    }
    return contractError({ status, headers }, `the body is ${error.message}.`, undefined, this.#facts());
  }

  #timeoutError(missing: string, outcome: Outcome, attempts = this.#number): DariTimeoutError {
    const { attemptTimeout, timeout, deadline } = this.#call;
    const isWholeCall = deadline - this.#started <= attemptTimeout;
    const limit = isWholeCall ? `${timeout} ms (timeout)` : `${attemptTimeout} ms (attemptTimeout)`;
    return new DariTimeoutError(`${this.#name} got no ${missing} within ${limit}.`, { outcome, attempts });
  }

  #connectionError(prefix: string, error: unknown, outcome: Outcome, hint = ""): DariConnectionError {
    const cause = copyError(error, this.#redactor.text);
    const message = asSentence(`${this.#name} failed: ${prefix}${reasonOf(cause)}`);
    return new DariConnectionError(message + hint, { outcome, attempts: this.#number, cause });
  }

  /** The delay before the next attempt, if there may be one and if the call has time for one that takes as long. */
  #retryDelay(headers: Headers): number | undefined {
    const now = performance.now();
    const delay =
      retryAfter(headers.get("retry-after"), headers.get("date"), Date.now()) ?? backoff(this.#number, Math.random());
    const end = now + delay + (now - this.#started);
    return this.#number <= this.#call.maxRetries && end < this.#call.deadline ? delay : undefined;
  }

  /** The outcome if the server may have processed the request: reading creates nothing. */
  get #outcomeIfSent(): Outcome {
    return ["GET", "HEAD"].includes(this.#call.request.method) ? "not-created" : "unknown";
  }

  /** The method and the path, for messages. */
  get #name(): string {
    const { method, url } = this.#call.request;
    return `${method} ${new URL(url).pathname}`;
  }

  /** Removes the API key and the secrets of the request. */
  get #redactor(): Redactor {
    return createRedactor([this.#apiKey, ...secretsOf(this.#call.request.body)]);
  }

  #redactBody(text: string): string {
    const body = parseJson(text);
    return body === undefined ? this.#redactor.text(text) : JSON.stringify(this.#redactor.json(body));
  }
}

/** All strings in the properties of a request body that the description calls `writeOnly`. */
export function secretsOf(body: unknown): string[] {
  const sent = typeof body === "string" ? parseJson(body) : body;
  return secretFields.flatMap((name) => stringsIn(propertyOf(sent, name)));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** @throws {Error} if a custom fetch returned something else, or a browser hides a redirect */
function checkedResponse(response: Response): Response {
  if (propertyOf(response, "type") === "opaqueredirect") throw new Error("redirects are not followed");
  // Not `instanceof`: an implementation of fetch may bring its own `Response`.
  const isResponse = Number.isInteger(propertyOf(response, "status")) && typeof response.text === "function";
  if (!isResponse || typeof response.headers !== "object" || response.headers === null) {
    throw new Error("fetch did not return a Response");
  }
  if (response.status < 200 || response.status > 599) throw new Error(`the status code ${response.status} is invalid`);
  return response;
}

/** What the innermost cause of a failure says: `fetch` itself says no more than "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = propertyOf(error, "cause");
  if (cause !== undefined) return reasonOf(cause);
  const [code, first] = [String(propertyOf(error, "code") ?? ""), propertyOf(propertyOf(error, "errors"), "0")];
  // The message of OpenSSL is a dump of its internals.
  if (code.startsWith("ERR_SSL_")) return code.slice("ERR_SSL_".length).replaceAll("_", " ").toLowerCase();
  return oneLine(String(propertyOf(error, "message") || code || propertyOf(first, "message") || error));
}
