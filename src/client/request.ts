import type { CallOptions, Settings } from "./options.ts";

/** A request as the transport gets it from openapi-fetch. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body?: BodyInit | null;
  readonly signal?: AbortSignal | null | undefined;
  readonly timeout?: CallOptions["timeout"];
  readonly maxRetries?: CallOptions["maxRetries"];
}

/**
 * The request that openapi-fetch makes for a call; middleware may read it and change its header fields.
 *
 * The runtime's own `Request` would copy the body, keep a listener on the caller's signal, and take more CPU time than all
 * the rest of a call.
 */
export class ClientRequest implements OutgoingRequest {
  declare readonly url: string;
  declare readonly method: string;
  declare readonly headers: Headers;
  declare readonly body?: BodyInit | null;
  declare readonly signal?: AbortSignal | null | undefined;

  constructor(url: string, init: RequestInit) {
    Object.assign(this, init, { url });
  }
}

/** One call: a request of openapi-fetch, which is sent once or more often. */
export interface Call {
  readonly settings: Settings;
  readonly request: OutgoingRequest;
  /** Each of them aborts the call. */
  readonly signals: readonly AbortSignal[];
  readonly timeout: number;
  /** When the call ends, on the clock of `performance.now()`, which nobody sets back. */
  readonly deadline: number;
  readonly maxRetries: number;
}
