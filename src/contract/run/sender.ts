/** Sends test cases, no faster than the server takes them. */
import pLimit, { type LimitFunction } from "p-limit";
import { kindOfResponse } from "../check/documented-response.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ResolvedOptions } from "../options.ts";
import type { ItemStore } from "../state/items/item-store.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";
import { firstPace, type Pace, paceAfter } from "../transport/rate-limit.ts";
import { buildRequest } from "../transport/request.ts";
import { readingOf } from "../transport/response-text.ts";
import type { Clock, Transport } from "../transport/transport.ts";
import { CreateLimit } from "./create-limit.ts";
import type { History } from "./history.ts";

interface Surroundings {
  readonly options: ResolvedOptions;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly history: History;
  /** Give the cases what they need of the server's state. */
  readonly items: ItemStore;
}

/** How a test case is sent. */
interface Sending {
  /** How often at most, while the server limits the rate of requests. @default 4 */
  readonly attempts?: number;
  /** Its index, if it is to be the very same request. */
  readonly index?: number;
  /** The first response to it. */
  readonly before?: HttpResponse | undefined;
  /** On a connection of its own. */
  readonly isAlone?: boolean;
}

export class Sender {
  /** How many requests were sent, and have a result. */
  requests = 0;
  pace: Pace;
  readonly createLimit: CreateLimit;
  readonly #with: Surroundings;
  readonly #slots: LimitFunction;
  /** The kinds of responses that look like those of a limit, and have nothing to do with the requests before. */
  readonly #ownResponses = new Set<string>();
  /** How much is, or waits, to be done exclusively. */
  #exclusive = 0;

  constructor(surroundings: Surroundings) {
    const { concurrency, maxCreates } = surroundings.options;
    this.#with = surroundings;
    this.createLimit = new CreateLimit(maxCreates);
    this.pace = firstPace(concurrency);
    this.#slots = pLimit(concurrency);
  }

  /**
   * Sends a test case, and again with other values where the server has an item with these values already.
   *
   * @throws {CreateLimitReached} if the run may create no more
   */
  async send(planned: TestCase, sending: Sending = {}): Promise<Exchange> {
    const { items } = this.#with;
    if (sending.index !== undefined) return this.#sendInTime(planned, sending);
    const exchange = await this.#sendInTime(await items.fill(planned), sending);
    const fresh = await items.afterConflict(exchange);
    return fresh ? this.#sendInTime(fresh, sending) : exchange;
  }

  /** Sends a test case, and again after a pause while the server limits the rate of requests. */
  async #sendInTime(testCase: TestCase, { attempts = 4, ...sending }: Sending): Promise<Exchange> {
    for (let attempt = 1; ; attempt++) {
      const exchange = await this.#slots(() => this.#sendNow(testCase, sending));
      if (!this.isRateLimited(exchange) || attempt === attempts || this.pace.isOver) return exchange;
    }
  }

  /** Does something while no other request is on its way; what it sends doesn't wait for its turn. */
  async exclusively<T>(action: (send: (testCase: TestCase) => Promise<Exchange>) => Promise<T>): Promise<T> {
    this.#exclusive += 1;
    this.#slots.concurrency = 1;
    try {
      return await this.#slots(() => action((testCase) => this.#sendNow(testCase, {})));
    } finally {
      this.#exclusive -= 1;
      this.#keepPace();
    }
  }

  /** Whether a response asks for fewer requests. */
  isRateLimited(exchange: Exchange): boolean {
    const { result } = exchange;
    const isAsked = result.kind === "response" && (result.status === 429 || result.status === 503);
    return isAsked && !this.isOwnResponse(exchange);
  }

  /** Whether responses of this kind are known to be those to these requests, whatever was sent before. */
  isOwnResponse(exchange: Exchange): boolean {
    return this.#ownResponses.has(kindOf(exchange));
  }

  /** Takes responses of this kind for those to these requests from now on. */
  takeForOwn(exchange: Exchange): void {
    this.#ownResponses.add(kindOf(exchange));
  }

  async #sendNow(testCase: TestCase, { index: known, before, isAlone = false }: Sending): Promise<Exchange> {
    const { options, clock, history, transport } = this.#with;
    const index = known ?? history.register(testCase);
    const outgoing = buildRequest(testCase, index, { ...options, canaries: history.canaries });
    const request = { ...outgoing.request, isAlone: isAlone || testCase.expects === "no-route" };
    const result = await this.createLimit.spend(testCase, async () => {
      while (this.pace.resumeAt > clock.now()) await clock.sleep(this.pace.resumeAt - clock.now());
      return transport.send(request);
    });
    const sequence = ++this.requests;
    const exchange: Exchange = { ...outgoing, testCase, index, sequence, before, result, ...readingOf(result) };
    if (result.kind === "response" && this.isRateLimited(exchange)) {
      this.pace = paceAfter(this.pace, result, clock.now());
      this.#keepPace();
    }
    history.addResponse(exchange);
    return exchange;
  }

  #keepPace(): void {
    this.#slots.concurrency = this.#exclusive > 0 ? 1 : this.pace.concurrency;
  }
}

const kindOf = (exchange: Exchange) =>
  exchange.result.kind === "response" ? kindOfResponse(exchange, exchange.result) : exchange.result.code;
