/** Keeps to the rate limit of a server: waits, sends again, and sends fewer requests at a time. */
import { retryAfter } from "../../http/retry-after.ts";
import type { HttpRequest, HttpResponse, HttpResult } from "./exchange.ts";
import type { Clock, Transport } from "./transport.ts";

const maxAttempts = 8;
/** Milliseconds that a run may wait for a rate limit, and those before the server has responded otherwise. */
const maxWait = 60_000;
const maxFirstWait = 5000;
/** Milliseconds without any other response after which a limit that doesn't say how long it lasts outlasts the run. */
const maxBlocked = 10_000;
/** Milliseconds to wait where a response doesn't say how long. */
const defaultWait = 1000;
/** Milliseconds between requests after the first response that doesn't say how long to wait; doubled by each further. */
const firstGap = 20;
/** No server limits requests this far apart without a word: a 503 among them is a failure. */
const wideGap = 250;

/** Sends requests as fast as the server takes them. */
export class RateLimitedTransport {
  /** Requests sent so far. */
  requests = 0;
  /** Requests at a time: halved whenever the server limits their rate. */
  concurrency: number;
  /** The rate limit that the server showed last, such as `429, Retry-After: 900`. */
  limit: string | undefined;
  readonly #transport: Transport;
  readonly #clock: Clock;
  #responded = false;
  #waited = 0;
  #pausedAt = 0;
  #pausedUntil = 0;
  #gap = 0;
  #nextStart = 0;
  /** A 503 without `Retry-After` came where no rate limit can be the reason. */
  #failsWith503 = false;
  /** When the first response of the rate limit came, of those since the last other response. */
  #blockedSince: number | undefined;

  constructor(transport: Transport, clock: Clock, concurrency: number) {
    this.#transport = transport;
    this.#clock = clock;
    this.concurrency = concurrency;
  }

  /** Whether the run has waited as long as it may. */
  get exhausted(): boolean {
    return this.#waited > maxWait;
  }

  /** Sends a request, again if the rate limit asks for it; a response of the rate limit is the last resort. */
  async send(request: HttpRequest): Promise<HttpResult> {
    for (let attempt = 1; ; attempt++) {
      await this.#turn();
      this.requests += 1;
      const result = await this.#transport.send(request);
      if (result.kind === "no-response") return result;
      if (!this.isLimit(result)) {
        this.#responded = true;
        this.#blockedSince = undefined;
        return result;
      }
      if (attempt === maxAttempts || !this.#pause(result)) return result;
    }
  }

  /** Whether a response asks for fewer requests. A proxy may do so with a 503 that doesn't say when to come back. */
  isLimit(result: HttpResult): boolean {
    if (result.kind === "no-response") return false;
    const { status, headers } = result;
    if (status === 503 && headers["retry-after"] === undefined) return this.#responded && !this.#failsWith503;
    return status === 429 || status === 503;
  }

  /** Waits until the next request may start. */
  async #turn(): Promise<void> {
    for (;;) {
      const wait = Math.max(this.#pausedUntil, this.#nextStart) - this.#clock.now();
      if (wait <= 0) break;
      await this.#clock.sleep(wait);
    }
    this.#nextStart = this.#clock.now() + this.#gap;
    this.#waited += this.#gap;
  }

  /** Pauses all requests; `false` if the run can't wait that long. */
  #pause({ status, headers, sentAt }: HttpResponse): boolean {
    const now = this.#clock.now();
    const asked = headers["retry-after"];
    const wait = retryAfter(asked, headers["date"], now);
    this.limit = `${status}, ${asked === undefined ? "no Retry-After" : `Retry-After: ${asked}`}`;
    if (wait === undefined && !this.#widenGap(status, sentAt, now)) return false;
    const until = now + (wait ?? defaultWait);
    const more = Math.max(0, until - Math.max(this.#pausedUntil, now));
    if (this.#waited + more > (this.#responded ? maxWait : maxFirstWait)) return false;
    if (sentAt >= this.#pausedAt) this.concurrency = Math.max(1, Math.floor(this.concurrency / 2));
    this.#pausedAt = now;
    this.#waited += more;
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
    return true;
  }

  /** Sends requests further apart, since the limit doesn't say how long it lasts; `false` if that has no use. */
  #widenGap(status: number, sentAt: number, now: number): boolean {
    const isAlone = this.#blockedSince === undefined;
    this.#blockedSince ??= now;
    if (now - this.#blockedSince > maxBlocked) return false;
    if (!isAlone || sentAt < this.#pausedUntil) return true;
    if (status === 503 && isAlone && this.#gap >= wideGap) {
      this.#failsWith503 = true;
      this.#gap = 0;
      return false;
    }
    this.#gap = Math.max(firstGap, this.#gap * 2);
    return true;
  }
}
