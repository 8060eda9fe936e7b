/** Runs test cases, several at a time, and records what becomes of them. */
import pLimit from "p-limit";
import { partition } from "../../lists.ts";
import { isSuccess, responseFor } from "../../openapi/operation.ts";
import { isAboutState } from "../check/documented-response.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ResolvedOptions } from "../options.ts";
import { type Exchange, tooLarge } from "../transport/exchange.ts";
import type { Clock } from "../transport/transport.ts";
import { CreateLimitReached, withinLimit } from "./create-limit.ts";
import type { Outcomes } from "./result.ts";
import type { Sender } from "./sender.ts";

/** Requests without a response after which no more are sent. */
const maxWithoutResponse = 12;
/** Status codes by which a server may say that there have been enough requests, such as those of a plan that is used up. */
const quotaStatuses = [402, 403, 409];
const nextStep = "Next: lift the limit for this API key, or run the gate where there is none.";

export class Scheduler {
  readonly #options: ResolvedOptions;
  readonly #sender: Sender;
  readonly #outcomes: Outcomes;
  readonly #clock: Clock;
  #quota: string | undefined;
  #withoutResponse = 0;

  constructor(options: ResolvedOptions, sender: Sender, outcomes: Outcomes, clock: Clock) {
    this.#options = options;
    this.#sender = sender;
    this.#outcomes = outcomes;
    this.#clock = clock;
  }

  /** Why no more requests are sent; `undefined` while they are. */
  get obstacle(): string | undefined {
    const { maxFailures } = this.#options;
    if (maxFailures !== undefined && this.#outcomes.causes >= maxFailures)
      return `the maximum of different findings is reached (${maxFailures})`;
    if (this.#sender.pace.isOver) return this.#rateLimit;
    if (this.#quota !== undefined) return this.#quota;
    return this.#withoutResponse >= maxWithoutResponse
      ? `${maxWithoutResponse} requests got no response from the server`
      : undefined;
  }

  get #rateLimit(): string {
    return `the server limits the rate of requests (${this.#sender.pace.limit}). ${nextStep}`;
  }

  /** Runs test cases; the server responded to `plain` with a success before. */
  async run(testCases: readonly TestCase[], plain: TestCase | undefined): Promise<void> {
    const { concurrency, onProgress } = this.#options;
    const startedAt = this.#clock.now();
    let done = 0;
    const runOne = async (testCase: TestCase) => {
      await this.#runCase(testCase, plain);
      onProgress?.(++done, testCases.length);
    };
    const [now, later] = partition(testCases, ({ notBefore }) => notBefore === undefined);
    await pLimit(concurrency).map(now, runOne);
    for (const testCase of later) {
      const wait = startedAt + (testCase.notBefore ?? 0) - this.#clock.now();
      if (wait > 0 && !this.obstacle) await this.#clock.sleep(wait);
      await runOne(testCase);
    }
  }

  async #runCase(testCase: TestCase, plain: TestCase | undefined): Promise<void> {
    if (this.obstacle) return this.#outcomes.skipped(testCase, this.obstacle, "server");
    try {
      const exchange = await this.#exchangeOf(testCase, plain);
      if (exchange) this.#outcomes.tested(exchange, await this.#findingsOf(exchange));
      else this.#outcomes.skipped(testCase, this.obstacle ?? this.#rateLimit, "server");
    } catch (error) {
      if (!(error instanceof CreateLimitReached)) throw error;
      this.#outcomes.skipped(testCase, error.message);
    }
  }

  /** The findings of a test case: it may have to be sent twice. */
  async #findingsOf(first: Exchange) {
    const findings = this.#outcomes.check(first);
    const { testCase, index, result } = first;
    if (!testCase.twice || result.kind === "no-response") return findings;
    const second = await withinLimit(this.#sender.send(testCase, { index, before: result }));
    if (second && !this.#isOfLimit(second) && !(await this.#isTaken(first, second)))
      findings.push(...this.#outcomes.check(second));
    return findings;
  }

  /** Whether a repeated create is refused because some value must be unique: other values are still accepted. */
  async #isTaken(first: Exchange, second: Exchange): Promise<boolean> {
    const { testCase, index } = first;
    if (testCase.template.method !== "POST" || !isAccepted(first) || !isRefused(second)) return false;
    const third = await withinLimit(this.#sender.send(testCase, { index }));
    const other = await withinLimit(this.#sender.send(testCase));
    return third !== undefined && other !== undefined && isRefused(third) && isAccepted(other);
  }

  /** The exchange of a test case; `undefined` if the server takes no more requests. */
  async #exchangeOf(testCase: TestCase, plain: TestCase | undefined): Promise<Exchange | undefined> {
    const exchange = await this.#sender.send(testCase, { attempts: 1 });
    const { result } = exchange;
    if (result.kind === "no-response" && result.code !== tooLarge) this.#withoutResponse += 1;
    return this.#isOfLimit(exchange) ? this.#decide(exchange, plain) : exchange;
  }

  /** Whether a response may be due to the requests before: the server limits their rate or number. */
  #isOfLimit(exchange: Exchange): boolean {
    const { testCase, result } = exchange;
    if (result.kind === "no-response") return false;
    if (this.#sender.isRateLimited(exchange)) return true;
    const mayBeQuota = testCase.expects === "accepted" && quotaStatuses.includes(result.status);
    return mayBeQuota && !isAboutState(testCase.operation, result.status) && !this.#sender.isOwnResponse(exchange);
  }

  /**
   * Finds out, with no other request on its way, whether a response is due to the requests before: then the test case gets
   * another one after a pause, or the plain one gets it, too. If the plain one gets through, twice in a row, it is the
   * response to the test case.
   */
  #decide(exchange: Exchange, plain: TestCase | undefined): Promise<Exchange | undefined> {
    return this.#sender.exclusively(async (send) => {
      let last = exchange;
      while (!this.obstacle && this.#isOfLimit(last)) {
        last = await send(exchange.testCase);
        // If this one is limited, the next is the first after a pause.
        if (this.#isOfLimit(last)) last = await send(exchange.testCase);
        const { result } = last;
        if (result.kind === "no-response" || !this.#isOfLimit(last)) break;
        const others = plain ? [await send(plain), await send(plain)] : [];
        if (plain && !others.some((other) => this.#isOfLimit(other))) this.#sender.takeForOwn(last);
        else if (!this.#sender.isRateLimited(last)) {
          if (!plain || others.some((other) => statusOf(other) !== result.status)) break;
          this.#quota = `the server refuses the plainest valid request, which it accepted before (${result.status}). ${nextStep}`;
        }
      }
      return this.obstacle ? undefined : last;
    });
  }
}

function isAccepted({ testCase, result }: Exchange): boolean {
  return result.kind === "response" && isSuccess(testCase.operation, result.status);
}

function isRefused({ testCase, result }: Exchange): boolean {
  const isRefusal = result.kind === "response" && result.status >= 400 && result.status < 500;
  return isRefusal && responseFor(testCase.operation, result.status) !== undefined;
}

const statusOf = ({ result }: Exchange) => (result.kind === "response" ? result.status : undefined);
