/** How fast a server takes requests: what its responses say of that, and how long a run waits. */
import { retryAfter } from "../../http/retry-after.ts";
import type { HttpResponse } from "./exchange.ts";

/** Milliseconds that a run may wait for a limit, and those before the server has responded otherwise. */
const maxWait = 60_000;
const maxFirstWait = 5000;
/** Milliseconds without any other response after which a limit that doesn't say how long it lasts outlasts the run. */
const maxBlocked = 10_000;
/** Milliseconds to wait where a response doesn't say how long, and at least: some servers round down. */
const defaultWait = 1000;
const shortestWait = 100;

/** How fast requests may be sent. */
export interface Pace {
  /** Requests at a time. */
  readonly concurrency: number;
  /** When the next request may start. */
  readonly resumeAt: number;
  /** Milliseconds that the run has waited for a limit. */
  readonly waited: number;
  /** Whether any response was not one of a limit. */
  readonly hasResponded: boolean;
  /** Since when all responses have been those of a limit; `undefined` if the last one was not. */
  readonly limitedSince: number | undefined;
  /** The limit as the last response of it says, such as `429, Retry-After: 900`. */
  readonly limit: string | undefined;
  /** Whether the limit lasts longer than the run can wait. */
  readonly isOver: boolean;
}

/** The pace of a run before its first response. */
export function firstPace(concurrency: number): Pace {
  const none = { limitedSince: undefined, limit: undefined };
  return { concurrency, resumeAt: 0, waited: 0, hasResponded: false, isOver: false, ...none };
}

/** The pace after a response to which the request made no difference: `isLimit` if it asks for fewer requests. */
export function paceAfter(pace: Pace, { status, headers, sentAt }: HttpResponse, isLimit: boolean, now: number): Pace {
  if (!isLimit) return { ...pace, hasResponded: true, limitedSince: undefined };
  const asked = headers["retry-after"];
  const until = now + Math.max(shortestWait, retryAfter(asked, headers["date"], now) ?? defaultWait);
  const waited = pace.waited + Math.max(0, until - Math.max(pace.resumeAt, now));
  const limitedSince = pace.limitedSince ?? now;
  const isTooLong = waited > (pace.hasResponded ? maxWait : maxFirstWait);
  const isBlocked = asked === undefined && now - limitedSince > maxBlocked;
  // What was sent before the last pause says nothing new.
  const isNew = sentAt >= pace.resumeAt;
  return {
    concurrency: isNew ? Math.max(1, Math.floor(pace.concurrency / 2)) : pace.concurrency,
    resumeAt: Math.max(pace.resumeAt, until),
    waited,
    hasResponded: pace.hasResponded,
    limitedSince,
    limit: `${status}, ${asked === undefined ? "no Retry-After" : `Retry-After: ${asked}`}`,
    isOver: pace.isOver || isTooLong || isBlocked,
  };
}
