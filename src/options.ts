import type { DariEvent } from "./events.ts";

/** Options of a client; all of them have a default. */
export interface DariClientOptions {
  /**
   * The Dari API key, or a function that returns it, which is asked before every attempt. Attempts that ask at the same
   * time share its answer, so it must not depend on who asks: make a client for each key.
   * @default the environment variable `DARI_API_KEY`, where there is an environment
   */
  apiKey?: string | (() => string | Promise<string>) | undefined;
  /**
   * Where the API is. It may end in `/` or in `/v1`, and it may carry a path prefix.
   * @default "https://api.dari.dev"
   */
  baseUrl?: string | URL | undefined;
  /**
   * The function that sends a request; it may be called more than once for a call. What it rejects with is never taken
   * for certain, as it may come from something else that it did: the outcome is `"unknown"`, and nothing is repeated.
   * @default globalThis.fetch
   */
  fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** The longest that a call may take in milliseconds, with all its attempts and waits. @default 120_000 */
  timeout?: number | undefined;
  /** The longest that one attempt may take in milliseconds, from the first byte to the last. @default 60_000 */
  attemptTimeout?: number | undefined;
  /** How many times a call is repeated when the server can't have acted on it. 0 turns it off. @default 2 */
  maxRetries?: number | undefined;
  /** Aborts every call of this client. */
  signal?: AbortSignal | undefined;
  /** The longest body of an answer that is read, in bytes. @default 10_000_000 */
  maxResponseBytes?: number | undefined;
  /** Is told of every attempt, answer, failure and retry. What it throws is ignored. */
  onEvent?: ((event: DariEvent) => void) | undefined;
  /** Allows plain `http:` to hosts other than this one: the key and the secrets travel unencrypted. @default false */
  allowInsecureHttp?: boolean | undefined;
  /** Allows a key in a browser, where everybody who opens the page can read it. @default false */
  dangerouslyAllowBrowser?: boolean | undefined;
  /**
   * Repeats a create even when the server may have acted on it, which can leave you with two sessions. @default false
   */
  dangerouslyRetryUnknownOutcomes?: boolean | undefined;
}

/** Options of one call; they take the place of the client's. */
export interface CallOptions {
  /** Aborts this call; the client's own signal does so too. */
  signal?: AbortSignal | undefined;
  /** The longest that this call may take in milliseconds, with all its attempts and waits. */
  timeout?: number | undefined;
  /** Headers to add; `null` removes one that the client would send. `Authorization` is always the client's. */
  headers?:
    | Headers
    | Iterable<readonly [string, string | null | undefined]>
    | Record<string, string | null | undefined>
    | undefined;
  /** How many times this call is repeated when the server can't have acted on it. */
  maxRetries?: number | undefined;
}
