/** Sends test cases, no faster than the server takes them. */
import pLimit, { type LimitFunction } from "p-limit";
import { isDeeperThan, parsed } from "../../openapi/pointer.ts";
import { kindOfResponse } from "../check/documented-response.ts";
import type { TestCase } from "../generate/test-case.ts";
import { deepestJson, type Exchange, type HttpRequest, type HttpResponse } from "../transport/exchange.ts";
import { firstPace, type Pace, paceAfter } from "../transport/rate-limit.ts";
import { buildRequest, type Target } from "../transport/request.ts";
import type { Clock, Transport } from "../transport/transport.ts";
import type { Budget } from "./budget.ts";
import type { History } from "./history.ts";
import type { Items } from "./state/items.ts";

/** How often a request is sent while the server limits the rate of requests. */
const maxAttempts = 4;

/** What a sender works with. */
interface Surroundings {
  readonly target: Target;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly history: History;
  readonly budget: Budget;
  /** Give the cases what they need of the server's state, and remember what they create. */
  readonly items: Items;
}

/** How a test case is sent once more. */
interface Repetition {
  /** Its index, if it is to be the very same request. */
  readonly index?: number;
  /** The first response to it. */
  readonly before?: HttpResponse | undefined;
  /** On a connection of its own. */
  readonly isAlone?: boolean;
}

export class Sender {
  /** Requests sent so far. */
  requests = 0;
  readonly #with: Surroundings;
  readonly #slots: LimitFunction;
  /** The kinds of responses that look like those of a limit, and are the server's to these requests. */
  readonly #answers = new Set<string>();
  #pace: Pace;
  #exchanges = 0;

  constructor(concurrency: number, surroundings: Surroundings) {
    this.#with = surroundings;
    this.#pace = firstPace(concurrency);
    this.#slots = pLimit(concurrency);
  }

  /** What the server limits, such as `429, Retry-After: 900`, if it does. */
  get limit(): string | undefined {
    return this.#pace.limit;
  }

  /** Whether the limit lasts longer than the run can wait. */
  get isStopped(): boolean {
    return this.#pace.isOver;
  }

  /**
   * Sends a test case, and again after a pause while the server limits the rate of requests.
   *
   * @throws {CreateLimitReached} if the run may create no more
   */
  async send(planned: TestCase, { index: known, before, isAlone = false }: Repetition = {}): Promise<Exchange> {
    const { items, history, target } = this.#with;
    const testCase = await items.fill(planned);
    const index = known ?? history.register(testCase);
    const outgoing = buildRequest(testCase, index, target);
    const request = { ...outgoing.request, isAlone: isAlone || testCase.expects === "no-route" };
    for (let attempt = 1; ; attempt++) {
      const result = await this.#slots(() => this.#attempt(testCase, request));
      const isLimited = result.kind === "response" && this.isLimit({ ...outgoing, testCase }, result);
      if (result.kind === "response") this.#pace = paceAfter(this.#pace, result, isLimited, this.#with.clock.now());
      this.#slots.concurrency = this.#pace.concurrency;
      if (isLimited && attempt < maxAttempts && !this.#pace.isOver) continue;
      const sequence = ++this.#exchanges;
      const exchange: Exchange = { ...outgoing, testCase, index, sequence, before, result, ...readingOf(result) };
      history.addBeforeChecks(exchange);
      items.add(exchange);
      return exchange;
    }
  }

  /** Whether a response asks for fewer requests. */
  isLimit(exchange: Pick<Exchange, "request" | "requestText" | "testCase">, response: HttpResponse): boolean {
    return (response.status === 429 || response.status === 503) && !this.isAnswer(exchange, response);
  }

  /** Whether responses of this kind are known to be the server's to these requests, whatever was sent before. */
  isAnswer(exchange: Pick<Exchange, "request" | "requestText" | "testCase">, response: HttpResponse): boolean {
    return this.#answers.has(kindOfResponse(exchange, response));
  }

  /** Takes responses of this kind for the server's to these requests from now on. */
  takeForAnswer(exchange: Exchange, response: HttpResponse): void {
    this.#answers.add(kindOfResponse(exchange, response));
  }

  async #attempt(testCase: TestCase, request: HttpRequest) {
    const { budget, clock, transport } = this.#with;
    return budget.spend(testCase, async () => {
      while (this.#pace.resumeAt > clock.now()) await clock.sleep(this.#pace.resumeAt - clock.now());
      this.requests += 1;
      return transport.send(request);
    });
  }
}

/** What a result says, as JSON and as text. */
function readingOf(result: Exchange["result"]): Pick<Exchange, "json" | "texts"> {
  if (result.kind === "no-response") return { json: undefined, texts: [] };
  const read = parsed(result.text);
  const json = read && isDeeperThan(deepestJson, read.value) ? undefined : read;
  return { json, texts: textsOf(result, json?.value) };
}

/** A response as text: as it is, with its JSON escapes decoded, and with its percent escapes decoded. */
function textsOf({ head, text }: HttpResponse, json: unknown): string[] {
  const plain = head + (text ?? "");
  const texts = [plain];
  if (json !== undefined) texts.push(JSON.stringify(json));
  if (/%[0-9a-f]{2}/i.test(plain))
    texts.push(
      plain.replace(/(%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll("%", ""), "hex").toString()),
    );
  return texts;
}
