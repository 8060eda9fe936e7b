import type { CallOptions, Settings } from "./options.ts";

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
  declare readonly body?: BodyInit | null;
  declare readonly signal?: AbortSignal | null;
  declare readonly timeout?: CallOptions["timeout"];
  declare readonly maxRetries?: CallOptions["maxRetries"];

  constructor(url: string, init: RequestInit) {
    Object.assign(this, init, { url });
  }
}

/** One call: a request of openapi-fetch, which is sent once or more often. */
export interface Call extends Pick<Settings, "apiKey" | "attemptTimeout" | "customFetch" | "maxRetries" | "timeout"> {
  readonly request: ClientRequest;
  /** Each of them aborts the call. */
  readonly signals: readonly AbortSignal[];
  /** When the call ends, on the clock of `performance.now()`, which nobody sets back. */
  readonly deadline: number;
}
