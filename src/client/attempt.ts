import { secretFields } from "../../generated/constraints.ts";
import { TimeLimit } from "./abort.ts";
import { BodyError, readText } from "./body.ts";
import { oneLine } from "./error-body.ts";
import { DariConnectionError, DariContractError, DariInputError, DariTimeoutError, propertyOf } from "./errors.ts";
import { usableApiKey } from "./options.ts";
import { copyError, createRedactor, parseJson, type Redactor } from "./redact.ts";
import type { Call } from "./request.ts";
import { createResponse } from "./response.ts";
import { backoff, deliveryOf, isRetryable, type Outcome, retryAfter } from "./retry.ts";

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
    const milliseconds = Math.min(call.settings.attemptTimeout, call.deadline - this.#started);
    this.#call = call;
    this.#number = number;
    this.#limit = new TimeLimit(milliseconds, call.signals);
  }

  /** @throws the reason of the signal that aborted the call, or the error to report if there is no further attempt */
  async send(): Promise<Result> {
    try {
      this.#apiKey = await this.#getApiKey();
      const received = await this.#fetch();
      return "delay" in received ? received : await this.#read(received);
    } catch (error) {
      throw this.#limit.reason === "abort" ? this.#limit.signal.reason : error;
    } finally {
      this.#limit.end();
    }
  }

  async #getApiKey(): Promise<string> {
    const { settings, request } = this.#call;
    const context = { outcome: "not-created", attempts: this.#number - 1 } as const;
    const failure = (message: string, cause?: unknown) =>
      new DariInputError([{ field: "apiKey", message }], { ...context, cause });
    try {
      this.#limit.signal.throwIfAborted();
      const apiKey = usableApiKey(await this.#limit.race(settings.apiKey()));
      if (apiKey === undefined) throw failure("must be printable ASCII without spaces");
      // Servers log URLs, and errors quote them. A short key may be in a URL by chance.
      if (apiKey.length < 12 || !request.url.includes(encodeURIComponent(apiKey))) return apiKey;
      throw failure("must not be a part of the path");
    } catch (error) {
      if (error instanceof DariInputError) throw error;
      if (this.#limit.reason === "timeout") throw this.#timeoutError("API key", context.outcome, context.attempts);
      throw failure("is a function that failed", copyError(error, this.#redactor().text));
    }
  }

  async #fetch(): Promise<Response | { readonly delay: number }> {
    const { settings, request } = this.#call;
    const { url, headers: given, signal, timeout, maxRetries, ...init } = request;
    const headers = new Headers(given);
    headers.set("authorization", `Bearer ${this.#apiKey}`);
    // A browser's fetch refuses to be called as a method of another object.
    const { fetch } = settings;
    try {
      const sent = fetch(url, { ...init, headers, redirect: "manual", signal: this.#limit.signal });
      return checkedResponse(await this.#limit.race(sent));
    } catch (error) {
      if (this.#limit.reason === "timeout") throw this.#timeoutError("complete response", this.#unknown);
      // A custom fetch may have sent the request before it failed at something else.
      const delivery = settings.hasCustomFetch ? "maybe sent" : deliveryOf(error);
      const delay = delivery === "not connected" ? this.#retryDelay(null) : undefined;
      if (delay !== undefined) return { delay };
      throw this.#connectionError("", error, delivery === "maybe sent" ? this.#unknown : "not-created");
    }
  }

  async #read(received: Response): Promise<Result> {
    const { ok, status } = received;
    // The header fields of a handmade response may be a plain object.
    const headers = new Headers(received.headers);
    const delay = isRetryable(status, headers) ? this.#retryDelay(headers.get("retry-after")) : undefined;
    if (delay !== undefined) {
      received.body?.cancel().catch(() => {});
      return { delay };
    }
    const facts = { attempts: this.#number, redactor: () => this.#redactor() };
    try {
      const text = await this.#limit.race(readText(received, ok ? longestBody : longestErrorBody, this.#limit.signal));
      // A JSON parser's error quotes the text: only JSON is safe to pass on as it is.
      const body = ok && parseJson(text) !== undefined ? text : this.#redactBody(text);
      return { response: createResponse(body, received, headers, facts) };
    } catch (error) {
      if (ok) throw this.#bodyError(status, headers, error);
      // The status says what happened, even if the body never arrives.
      const bodyError = copyError(error, this.#redactor().text);
      return { response: createResponse("", received, headers, { ...facts, bodyError }) };
    }
  }

  /** The error for a success whose body can't be read. */
  #bodyError(status: number, headers: Headers, error: unknown): Error {
    if (this.#limit.reason === "timeout") return this.#timeoutError("complete response", this.#unknown);
    if (!(error instanceof BodyError)) return this.#connectionError("the response broke off: ", error, this.#unknown);
    const context = { outcome: this.#unknown, attempts: this.#number, status, body: undefined };
    const message = `${this.#name} responded with status ${status}, but the body is ${error.message}.`;
    return new DariContractError(message, { ...context, headers: this.#redactor().headers(headers) });
  }

  #timeoutError(missing: string, outcome: Outcome, attempts = this.#number): DariTimeoutError {
    const { settings, timeout, deadline } = this.#call;
    const isWholeCall = deadline - this.#started <= settings.attemptTimeout;
    const limit = isWholeCall ? `${timeout} ms (timeout)` : `${settings.attemptTimeout} ms (attemptTimeout)`;
    return new DariTimeoutError(`${this.#name} got no ${missing} within ${limit}.`, { outcome, attempts });
  }

  #connectionError(prefix: string, error: unknown, outcome: Outcome): DariConnectionError {
    const cause = copyError(error, this.#redactor().text);
    const message = `${this.#name} failed: ${prefix}${reasonOf(cause)}.`;
    return new DariConnectionError(message, { outcome, attempts: this.#number, cause });
  }

  /** The delay before the next attempt, if there may be one and if the call has time for one that takes as long. */
  #retryDelay(retryAfterValue: string | null): number | undefined {
    const now = performance.now();
    const delay = retryAfter(retryAfterValue, Date.now()) ?? backoff(this.#number, Math.random());
    const end = now + delay + (now - this.#started);
    return this.#number <= this.#call.maxRetries && end < this.#call.deadline ? delay : undefined;
  }

  /** The outcome when the server may have processed the request. */
  get #unknown(): Outcome {
    return ["GET", "HEAD"].includes(this.#call.request.method) ? "not-created" : "unknown";
  }

  /** The method and the path, for messages. */
  get #name(): string {
    const { method, url } = this.#call.request;
    return `${method} ${new URL(url).pathname}`;
  }

  /** Removes the API key and the secrets of the request. */
  #redactor(): Redactor {
    return createRedactor([this.#apiKey, ...secretsOf(this.#call.request.body)]);
  }

  #redactBody(text: string): string {
    const body = parseJson(text);
    const redactor = this.#redactor();
    return body === undefined ? redactor.text(text) : JSON.stringify(redactor.json(body));
  }
}

/** All strings in the properties of a request body that the description calls `writeOnly`. */
function secretsOf(body: unknown): string[] {
  const sent = typeof body === "string" ? parseJson(body) : undefined;
  return secretFields.flatMap((name) => stringsIn(propertyOf(sent, name)));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** @throws {Error} if a custom fetch returned something else, or a browser hides a redirect */
function checkedResponse(response: Response): Response {
  const { type, status, text, bodyUsed } = Object(response);
  if (type === "opaqueredirect") throw new Error("redirects are not followed");
  // Not `instanceof`: an implementation of fetch may bring its own `Response`.
  if (typeof status !== "number" || typeof text !== "function") throw new Error("fetch did not return a Response");
  if (bodyUsed) throw new Error("fetch returned a Response that was already read");
  if (status < 200 || status > 599) throw new Error(`the status code ${status} is invalid`);
  return response;
}

/** What the innermost cause of a failure says: `fetch` itself says no more than "fetch failed". */
function reasonOf(error: unknown): string {
  const { cause, errors, message, code } = Object(error);
  if (cause !== undefined) return reasonOf(cause);
  return oneLine(String(message || code || propertyOf(errors?.[0], "message") || error)).replace(/\.$/, "");
}
