/** What every event says. None of them holds the key, a secret, a request header or a body. */
export interface EventCommon {
  /** The number of the call: all its events have the same, and no other call's. */
  readonly call: number;
  /** The attempt of that call, from 1. */
  readonly attempt: number;
  readonly method: string;
  readonly url: string;
}

/** What `onEvent` is told. */
export type DariEvent =
  /** A request is about to be sent. */
  | (EventCommon & { readonly type: "attempt" })
  /** It was answered, with whatever status; `duration` is in milliseconds. */
  | (EventCommon & {
      readonly type: "answer";
      readonly status: number;
      readonly headers: Headers;
      readonly duration: number;
    })
  /** It was not, or not completely. */
  | (EventCommon & { readonly type: "failure"; readonly error: unknown; readonly duration: number })
  /** Another attempt follows in `delay` milliseconds. */
  | (EventCommon & { readonly type: "retry"; readonly delay: number });
