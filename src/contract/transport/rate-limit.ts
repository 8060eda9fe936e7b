/** How fast a server takes requests: what its responses say of that, and how long a run waits. */
import { retryAfter } from "../../http/retry-after.ts";
import type { HttpResponse } from "./exchange.ts";

/** Milliseconds that a run may wait for a limit in all. */
const maxWait = 60_000;
/** Milliseconds to wait where a response doesn't say how long, and at least: some servers round down. */
const defaultWait = 1000;
const shortestWait = 100;

export interface Pace {
  /** Requests at a time. */
  readonly concurrency: number;
  /** When the next request may start. */
  readonly resumeAt: number;
  /** Milliseconds that the run has waited for a limit. */
  readonly waited: number;
  /** The limit as the last response of it says, such as `429, Retry-After: 900`. */
  readonly limit: string | undefined;
  /** Whether the limit lasts longer than the run can wait. */
  readonly isOver: boolean;
}

/** The pace of a run before its first response. */
export function firstPace(concurrency: number): Pace {
  return { concurrency, resumeAt: 0, waited: 0, limit: undefined, isOver: false };
}

/** The pace after a response that asks for fewer requests. */
export function paceAfter(pace: Pace, { status, headers, sentAt }: HttpResponse, now: number): Pace {
  const asked = headers["retry-after"];
  const until = now + Math.max(shortestWait, retryAfter(asked, headers["date"], now) ?? defaultWait);
  const waited = pace.waited + Math.max(0, until - Math.max(pace.resumeAt, now));
  // What was sent before the last pause says nothing new.
  const isNew = sentAt >= pace.resumeAt;
  return {
    concurrency: isNew ? Math.max(1, Math.floor(pace.concurrency / 2)) : pace.concurrency,
    resumeAt: Math.max(pace.resumeAt, until),
    waited,
    limit: `${status}, ${asked === undefined ? "no Retry-After" : `Retry-After: ${asked}`}`,
    isOver: waited > maxWait,
  };
}
