import { secretFields } from "../../generated/constraints.ts";
import { isObject, parseJson, propertyOf } from "./json.ts";
import { follow } from "./limit.ts";
import type { CallOptions, Settings } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import { createRedactor, type Redactor } from "./redact.ts";

/**
 * The request that openapi-fetch makes for a call. Middleware may read it and change its header fields.
 *
 * The runtime's own `Request` would copy the body, keep a listener on the caller's signal, and take more CPU time than all
 * the rest of a call.
 */
export class ClientRequest {
  declare readonly url: string;
  declare readonly method: string;
  declare readonly headers: Headers;
  declare readonly body?: unknown;
  declare readonly signal?: AbortSignal | null;
  declare readonly timeout?: CallOptions["timeout"];
  declare readonly maxRetries?: CallOptions["maxRetries"];
  /**
   * Only `sessions.create` has one; it has checked the request. It makes its errors from it, so that they are the same
   * whatever middleware makes of the response.
   */
  declare readonly call?: Call;

  constructor(url: string, init: RequestInit) {
    Object.assign(this, init, { url });
  }
}

/** One call, which may take several attempts, and what its errors say of it. */
export class Call {
  readonly settings: Settings;
  readonly signal: AbortSignal | undefined;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly url: string;
  /** How many times the request was sent. */
  attempts = 0;
  readonly #method: string;
  readonly #body: unknown;
  readonly #apiKeys: string[] = [];
  #redactor: Redactor | undefined;

  constructor(settings: Settings, method: string, url: string, body: unknown, options: CallOptions) {
    const { signal, timeout = settings.timeout, maxRetries = settings.maxRetries } = options;
    this.settings = settings;
    this.signal = signal ? follow(signal) : undefined;
    this.timeout = timeout;
    this.maxRetries = maxRetries;
    this.url = url;
    this.#method = method;
    this.#body = body;
  }

  /** The method and the path, for messages. */
  get name(): string {
    return `${this.#method} ${this.url.replace(/^\w+:\/\/[^/]+|[?#].*/g, "")}`;
  }

  /** The outcome if the server may have processed the request: reading creates nothing. */
  get outcomeIfSent(): Outcome {
    return ["GET", "HEAD"].includes(this.#method) ? "not-created" : "unknown";
  }

  /** Removes the API keys of all attempts and the secrets of the request; made when it is needed, which is rare. */
  get redactor(): Redactor {
    const body = typeof this.#body === "string" ? parseJson(this.#body) : this.#body;
    this.#redactor ??= createRedactor([
      ...this.#apiKeys,
      ...secretFields.flatMap((name) => stringsIn(propertyOf(body, name))),
    ]);
    return this.#redactor;
  }

  addApiKey(apiKey: string): void {
    this.#apiKeys.push(apiKey);
    this.#redactor = undefined;
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return isObject(value) ? Object.values(value).flatMap(stringsIn) : [];
}
