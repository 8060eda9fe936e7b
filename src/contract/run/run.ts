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
import { secretHeaders } from "../transport/run-headers.ts";
import { type Clock, systemClock, type Transport } from "../transport/transport.ts";
import { Budget, withinLimit } from "./budget.ts";
import { Checker } from "./checker.ts";
import { confirm } from "./confirm.ts";
import { History } from "./history.ts";
import { checkKnown } from "./known.ts";
import { type Preflight, preflight } from "./preflight.ts";
import { Outcomes, type RunResult, type UntestedOperation } from "./result.ts";
import { Scheduler } from "./scheduler.ts";
import { select } from "./selection.ts";
import { Sender } from "./sender.ts";
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
  readonly #budget: Budget;
  readonly #sender: Sender;
  readonly #outcomes = new Outcomes();
  readonly #checker: Checker;
  readonly #scheduler: Scheduler;
  readonly #untested: UntestedOperation[] = [];
  readonly #omissions: Omission[] = [];

  constructor(options: ResolvedOptions, transport: Transport, clock: Clock) {
    const { baseUrl, headers, concurrency } = options;
    this.#options = options;
    this.#description = options.description;
    checkKnown(options.known, this.#description.operations);
    this.#keys = new Keys(options);
    const secrets = secretHeaders(headers).map(({ value }) => value);
    this.#canaries = new Canaries(this.#keys.secrets, secrets);
    this.#history = new History(this.#description, this.#canaries);
    this.#items = new Items(
      this.#description,
      (operation) => this.#contextOf(operation),
      (testCase) => this.#sender.send(testCase),
    );
    this.#transport = transport;
    this.#budget = new Budget(options.maxCreates);
    const target = { baseUrl, keys: this.#keys, headers, canaries: this.#canaries };
    const surroundings = { target, transport, clock, history: this.#history, budget: this.#budget, items: this.#items };
    this.#sender = new Sender(concurrency, surroundings);
    this.#checker = new Checker(this.#history, this.#outcomes, options.ignore);
    this.#scheduler = new Scheduler(options, this.#sender, this.#checker, this.#outcomes, clock);
  }

  async all(): Promise<RunResult> {
    const operations = this.#wantedOperations();
    for (const operation of operations) await this.#operation(operation);
    const { obstacle } = this.#scheduler;
    if (!obstacle) await confirm(this.#outcomes, this.#sender, this.#checker);
    if (!obstacle) await this.#items.removeAll();
    return {
      outcomes: this.#outcomes.all,
      findings: this.#outcomes.findings,
      ignored: this.#outcomes.ignored,
      operations,
      untested: this.#untested,
      omissions: [...this.#description.omissions(), ...this.#omissions],
      obstacle,
      responses: this.#history.responses,
      requests: this.#sender.requests,
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
    const { selected, skipped } = select(this.#casesOf(context), this.#options, this.#keys, this.#budget, hasItems);
    for (const { testCase, reason } of skipped) this.#outcomes.skipped(testCase, reason);
    await this.#scheduler.run(shuffled(selected, this.#options.seed), accepted);
    const parts = { sender: this.#sender, checker: this.#checker, outcomes: this.#outcomes };
    if (!this.#scheduler.obstacle) await shrink(context, this.#options.seed, parts);
  }

  #casesOf(context: GenerationContext): TestCase[] {
    const cases = casesOf(context, this.#options);
    this.#omissions.push(...context.omissions);
    return cases;
  }

  /** Sends none of the cases of an operation. */
  #prevent(context: GenerationContext, reason: string): void {
    for (const testCase of this.#casesOf(context)) this.#outcomes.prevented(testCase, reason);
  }

  /** Sends the plain cases of an operation, and checks their responses if they are those of the API. */
  async #preflight(
    operation: Operation,
    plain: readonly TestCase[],
  ): Promise<{ readiness: Preflight; accepted?: TestCase | undefined }> {
    const exchanges: Exchange[] = [];
    const send = async (testCase: TestCase) => {
      const exchange = await this.#sender.send(testCase);
      exchanges.push(exchange);
      return exchange.result;
    };
    const server = { baseUrl: this.#options.baseUrl, basePath: this.#description.basePath, keys: this.#keys };
    const readiness = await withinLimit(preflight(operation, plain, send, server));
    if (readiness === undefined) return { readiness: { kind: "untestable", reason: this.#spent } };
    if (readiness.kind === "untestable") return { readiness };
    for (const exchange of exchanges) this.#outcomes.tested(exchange, this.#checker.findings(exchange));
    const isAccepted = ({ result }: Exchange) => result.kind === "response" && isSuccess(operation, result.status);
    return { readiness, accepted: exchanges.find(isAccepted)?.testCase };
  }

  get #spent(): string {
    return `The run has created ${this.#options.maxCreates}, and may create no more. Next: give --max-creates more.`;
  }
}

/** An order that a seed fixes, in which kinds of test cases are mixed: what one leaves behind meets the others. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), { seed, numRuns: 1 })[0] ?? [];
}
