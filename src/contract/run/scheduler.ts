/** Runs test cases, several at a time, and records what becomes of them. */

import pLimit from "p-limit";
import { retryAfter } from "../../http/retry-after.ts";
import { partition } from "../../lists.ts";
import { isSuccess } from "../../openapi/operation.ts";
import { isAboutState, kindOfResponse } from "../check/documented-response.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Exchange, HttpResult } from "../transport/exchange.ts";
import type { RateLimitedTransport } from "../transport/rate-limit.ts";
import type { Clock } from "../transport/transport.ts";
import type { CaseSender } from "./case-sender.ts";
import type { Checker } from "./checker.ts";
import type { Outcomes } from "./result.ts";
import type { Budget } from "./selection.ts";

/** Requests without a response after which no more are sent: those in a row that found nobody, and all of them. */
const maxRefusedConnections = 5;
const maxWithoutResponse = 12;
/** Responses of a rate limit in a row after which no more requests are sent, unless a plain request is accepted then. */
const maxLimited = 8;
/** Status codes by which a server may say that there have been enough requests, such as those of a plan that is used up. */
const quotaStatuses = [402, 403, 409];
/** Test cases that the rate limit kept from running and that are tried once more, and the longest wait before that. */
const maxRetried = 3;
const longestWait = 3000;

/** The parts of a run that send, check and record its cases. */
export interface Parts {
  readonly sender: CaseSender;
  readonly transport: RateLimitedTransport;
  readonly clock: Clock;
  readonly checker: Checker;
  readonly outcomes: Outcomes;
  readonly budget: Budget;
  /** Different findings after which no more requests are sent. */
  readonly maxFailures: number | undefined;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
}

export class Scheduler {
  readonly #parts: Parts;
  readonly #limited: Exchange[] = [];
  /** The kinds of refusals that a plain request doesn't get. */
  readonly #ownRefusals = new Set<string>();
  #quota: string | undefined;
  #withoutResponse = 0;
  #refusedInARow = 0;
  #limitedInARow = 0;
  #isLimitReached = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Why no more requests are sent; `undefined` while they are. */
  get obstacle(): string | undefined {
    const { outcomes, transport, maxFailures } = this.#parts;
    const { exhausted, limit } = transport;
    if (maxFailures !== undefined && outcomes.causes >= maxFailures)
      return `the maximum of different findings is reached (${maxFailures})`;
    if (exhausted || this.#isLimitReached) return `the server limits the rate of requests (${limit})`;
    if (this.#quota !== undefined) return this.#quota;
    if (this.#refusedInARow >= maxRefusedConnections) return "the server stopped accepting connections";
    return this.#withoutResponse >= maxWithoutResponse
      ? `${maxWithoutResponse} requests got no response from the server`
      : undefined;
  }

  /** Runs test cases as many at a time as the server takes; it responded to `plain` with a success before. */
  async run(testCases: readonly TestCase[], plain: TestCase | undefined): Promise<void> {
    const { transport, clock, onProgress } = this.#parts;
    const limit = pLimit(transport.concurrency);
    const startedAt = clock.now();
    let done = 0;
    const runOne = async (testCase: TestCase) => {
      await this.#runCase(testCase, plain);
      limit.concurrency = transport.concurrency;
      onProgress?.(++done, testCases.length);
    };
    const [now, later] = partition(testCases, ({ notBefore }) => notBefore === undefined);
    await limit.map(now, runOne);
    await this.#retryLimited(plain);
    for (const testCase of later) {
      if (!this.obstacle) await clock.sleep(Math.max(0, startedAt + (testCase.notBefore ?? 0) - clock.now()));
      await runOne(testCase);
    }
  }

  async #runCase(testCase: TestCase, plain: TestCase | undefined): Promise<void> {
    const { sender, checker, outcomes } = this.#parts;
    if (this.obstacle) return outcomes.prevented(testCase, this.obstacle);
    const first = await sender.send(testCase);
    if (this.#isLimited(first.result)) {
      this.#limited.push(first);
      return this.#checkLimit(plain);
    }
    if (plain && (await this.#isOverQuota(first, plain))) return outcomes.prevented(testCase, this.#quota ?? "");
    const findings = checker.findings(first);
    if (testCase.twice && first.result.kind === "response") {
      const second = await sender.send(testCase, first);
      if (!this.#isLimited(second.result)) findings.push(...checker.findings(second));
    }
    outcomes.tested(first, findings);
  }

  /** Whether a request got no further than the rate limit; counts such requests and those without a response. */
  #isLimited(result: HttpResult): boolean {
    const limited = this.#parts.transport.isLimit(result);
    this.#limitedInARow = limited ? this.#limitedInARow + 1 : 0;
    this.#refusedInARow = result.kind === "no-response" && result.code === "ECONNREFUSED" ? this.#refusedInARow + 1 : 0;
    if (result.kind === "no-response") this.#withoutResponse += 1;
    return limited;
  }

  /** After many responses of a rate limit, finds out whether it is one: a plain request is accepted if it is none. */
  async #checkLimit(plain: TestCase | undefined): Promise<void> {
    if (this.#limitedInARow < maxLimited) return;
    this.#limitedInARow = 0;
    const status = plain && (await this.#statusOf(plain));
    if (!plain || status === undefined || !isSuccess(plain.operation, status)) this.#isLimitReached = true;
  }

  /** Whether a valid request was refused because of those before it: the plain one is refused now, too, and twice. */
  async #isOverQuota(exchange: Exchange, plain: TestCase): Promise<boolean> {
    const { testCase, result } = exchange;
    if (testCase.expects !== "accepted" || result.kind === "no-response" || !quotaStatuses.includes(result.status))
      return false;
    if (isAboutState(testCase.operation, result.status)) return false;
    const kind = kindOfResponse(exchange, result);
    if (this.#quota === undefined && !this.#ownRefusals.has(kind)) {
      const again = [await this.#statusOf(plain), await this.#statusOf(plain)];
      if (again.every((status) => status === result.status))
        this.#quota = `the server refuses the plainest valid request, which it accepted before (${result.status})`;
      else this.#ownRefusals.add(kind);
    }
    return this.#quota !== undefined;
  }

  async #statusOf(testCase: TestCase): Promise<number | undefined> {
    if (!this.#parts.budget.take(testCase)) return undefined;
    const { result } = await this.#parts.sender.send(testCase);
    return result.kind === "response" ? result.status : undefined;
  }

  /**
   * Checks test cases that got no further than the rate limit: if a plain one gets further just before and just after,
   * the server limits no rate; it refuses the test case.
   */
  async #retryLimited(plain: TestCase | undefined): Promise<void> {
    const { checker, outcomes, transport } = this.#parts;
    const limited = this.#limited.splice(0);
    const retried = limited.filter((exchange) => hasOneOutcome(exchange) && this.#waitOf(exchange) <= longestWait);
    for (const exchange of limited) {
      const isRetried = !this.obstacle && retried.slice(0, maxRetried).includes(exchange);
      const again = plain && isRetried ? await this.#between(plain, exchange) : undefined;
      if (again) outcomes.tested(again, checker.findings(again));
      else outcomes.prevented(exchange.testCase, `the server limits the rate of requests (${transport.limit})`);
    }
  }

  /** The exchange of a test case between two of a plain one; `undefined` unless both of those succeed. */
  async #between(plain: TestCase, limited: Exchange): Promise<Exchange | undefined> {
    const { budget, clock, sender } = this.#parts;
    const { testCase } = limited;
    if (!budget.take(plain, plain, testCase)) return undefined;
    await clock.sleep(this.#waitOf(limited));
    const succeeds = async () => {
      const { result } = await sender.send(plain);
      return result.kind === "response" && isSuccess(plain.operation, result.status);
    };
    if (!(await succeeds())) return undefined;
    const again = await sender.send(testCase);
    return (await succeeds()) ? again : undefined;
  }

  /** Milliseconds that a response asks to wait. */
  #waitOf({ result }: Exchange): number {
    if (result.kind === "no-response") return 0;
    return retryAfter(result.headers["retry-after"], result.headers["date"], this.#parts.clock.now()) ?? 0;
  }
}

/** Whether one class of status codes alone is right for a test case: any other tells something. */
function hasOneOutcome({ testCase: { expects } }: Exchange): boolean {
  return expects === "accepted" || expects === "unauthorized";
}
