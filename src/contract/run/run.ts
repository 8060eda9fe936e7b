/** One run: all operations of a description against a server. */
import fc from "fast-check";
import type { Description } from "../../openapi/document.ts";
import { isSuccess, type Operation } from "../../openapi/operation.ts";
import type { Omission } from "../../openapi/pointer.ts";
import { casesOf } from "../generate/case-list.ts";
import { contextOf, type GenerationContext, orOmission } from "../generate/context.ts";
import { plainCases } from "../generate/positive.ts";
import { Keys } from "../generate/request/credential.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ResolvedOptions } from "../options.ts";
import { Canaries } from "../transport/canaries.ts";
import type { Exchange } from "../transport/exchange.ts";
import { HttpTransport } from "../transport/http.ts";
import { RateLimitedTransport } from "../transport/rate-limit.ts";
import { secretHeaders } from "../transport/run-headers.ts";
import { type Clock, systemClock, type Transport } from "../transport/transport.ts";
import { CaseSender } from "./case-sender.ts";
import { Checker } from "./checker.ts";
import { History } from "./history.ts";
import { checkKnown } from "./known.ts";
import { type Preflight, preflight } from "./preflight.ts";
import { Outcomes, type RunResult, type UntestedOperation } from "./result.ts";
import { type Parts, Scheduler } from "./scheduler.ts";
import { Budget, select } from "./selection.ts";
import { shrink } from "./shrink.ts";
import { Items } from "./state/items.ts";

/** Runs the test cases of a description against a server. */
export async function run(
  options: ResolvedOptions,
  transport: Transport = new HttpTransport(options.timeout),
  clock: Clock = systemClock,
): Promise<RunResult> {
  try {
    return await new Run(options, transport, clock).all();
  } finally {
    transport.close();
  }
}

class Run {
  readonly #options: ResolvedOptions;
  readonly #startedAt = performance.now();
  readonly #description: Description;
  readonly #keys: Keys;
  readonly #canaries: Canaries;
  readonly #history: History;
  readonly #items: Items;
  readonly #transport: Transport;
  readonly #parts: Parts;
  readonly #scheduler: Scheduler;
  readonly #untested: UntestedOperation[] = [];
  readonly #omissions: Omission[] = [];

  constructor(options: ResolvedOptions, transport: Transport, clock: Clock) {
    const { baseUrl, headers, maxFailures, onProgress } = options;
    this.#options = options;
    this.#description = options.description;
    checkKnown(options.known, this.#description.operations);
    this.#keys = new Keys(options);
    const secrets = secretHeaders(headers).map(({ value }) => value);
    this.#canaries = new Canaries(this.#keys.secrets, secrets);
    this.#history = new History(this.#description, this.#canaries);
    this.#transport = transport;
    const limited = new RateLimitedTransport(transport, clock, options.concurrency);
    const outcomes = new Outcomes();
    this.#items = new Items(
      this.#description,
      (operation) => this.#contextOf(operation),
      (testCase) => this.#parts.sender.send(testCase),
    );
    const target = { baseUrl, keys: this.#keys, headers, canaries: this.#canaries };
    this.#parts = {
      sender: new CaseSender(target, limited, this.#history, this.#items),
      transport: limited,
      clock,
      checker: new Checker(this.#history, outcomes, options.ignore),
      outcomes,
      budget: new Budget(options.maxCreates),
      maxFailures,
      onProgress,
    };
    this.#scheduler = new Scheduler(this.#parts);
  }

  async all(): Promise<RunResult> {
    const { outcomes, transport } = this.#parts;
    const operations = this.#wantedOperations();
    for (const operation of operations) await this.#operation(operation);
    if (!this.#scheduler.obstacle) await this.#items.removeAll();
    return {
      outcomes: outcomes.all,
      findings: outcomes.findings,
      ignored: outcomes.ignored,
      operations,
      untested: this.#untested,
      omissions: [...this.#description.omissions(), ...this.#omissions],
      obstacle: this.#scheduler.obstacle,
      responses: this.#history.responses,
      requests: transport.requests,
      retries: this.#transport.retries,
      milliseconds: Math.round(performance.now() - this.#startedAt),
      created: this.#history.created,
      keys: this.#keys,
      redact: (text, credentials) => this.#canaries.redact(text, credentials),
    };
  }

  /** The operations that have cases to send. Those that delete what the run can't create come last: others need it. */
  #wantedOperations(): Operation[] {
    const hasCases = (operation: Operation) => casesOf(this.#contextOf(operation), this.#options).length > 0;
    return this.#description.operations
      .filter((operation) => this.#options.only === undefined || hasCases(operation))
      .sort((a, b) => this.#rank(a) - this.#rank(b));
  }

  /** Operations that create items come before those that need them. */
  #rank(operation: Operation): number {
    const needed = this.#description.resources.created(operation).length;
    return operation.method === "DELETE" && needed === 0 ? Number.POSITIVE_INFINITY : needed;
  }

  #contextOf(operation: Operation): GenerationContext {
    return contextOf(this.#description, operation, this.#options);
  }

  async #operation(operation: Operation): Promise<void> {
    const { outcomes, budget } = this.#parts;
    const first = this.#contextOf(operation);
    const plain = orOmission(first, () => plainCases(first));
    const [omission] = first.omissions;
    if (plain.length === 0 && omission) return void this.#untested.push({ operation, reason: omission.reason });
    const context = this.#contextOf(operation);
    const { obstacle } = this.#scheduler;
    if (obstacle !== undefined) return this.#prevent(context, obstacle);
    const { readiness, accepted } = await this.#preflight(operation, plain);
    if (readiness.kind === "untestable") return void this.#untested.push({ operation, reason: readiness.reason });
    if (readiness.kind === "failing") return this.#prevent(context, readiness.reason);
    const hasItems = this.#items.has(operation);
    const { selected, skipped } = select(this.#casesOf(context), this.#options, this.#keys, budget, hasItems);
    for (const { testCase, reason } of skipped) outcomes.skipped(testCase, reason);
    await this.#scheduler.run(shuffled(selected, this.#options.seed), accepted);
    if (!this.#scheduler.obstacle) await shrink(context, this.#options.seed, this.#parts);
  }

  #casesOf(context: GenerationContext): TestCase[] {
    const cases = casesOf(context, this.#options);
    this.#omissions.push(...context.omissions);
    return cases;
  }

  /** Sends none of the cases of an operation. */
  #prevent(context: GenerationContext, reason: string): void {
    for (const testCase of this.#casesOf(context)) this.#parts.outcomes.prevented(testCase, reason);
  }

  /** Sends the plain cases of an operation, and checks their responses if they are those of the API. */
  async #preflight(
    operation: Operation,
    plain: readonly TestCase[],
  ): Promise<{ readiness: Preflight; accepted?: TestCase | undefined }> {
    const { sender, budget, checker, outcomes } = this.#parts;
    const exchanges: Exchange[] = [];
    const send = async (testCase: TestCase) => {
      budget.take(testCase);
      const exchange = await sender.send(testCase);
      exchanges.push(exchange);
      return exchange.result;
    };
    const readiness = await preflight(operation, plain, send, {
      baseUrl: this.#options.baseUrl,
      basePath: this.#description.basePath,
      keys: this.#keys,
    });
    if (readiness.kind === "untestable") return { readiness };
    for (const exchange of exchanges) outcomes.tested(exchange, checker.findings(exchange));
    const isAccepted = ({ result }: Exchange) => result.kind === "response" && isSuccess(operation, result.status);
    return { readiness, accepted: exchanges.find(isAccepted)?.testCase };
  }
}

/** An order that a seed fixes, in which kinds of test cases are mixed: what one leaves behind meets the others. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), { seed, numRuns: 1 })[0] ?? [];
}
