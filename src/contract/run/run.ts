/** One run: all operations of a description against a server. */
import type { Description } from "../../openapi/document.ts";
import type { Operation } from "../../openapi/operation.ts";
import type { Omission } from "../../openapi/pointer.ts";
import { validRefused } from "../check/wrongly-refused/valid-refused.ts";
import { casesOf } from "../generate/case-list.ts";
import { type GenerationContext, orOmission } from "../generate/context.ts";
import { plainCases } from "../generate/positive.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ResolvedOptions } from "../options.ts";
import { type PlannedSequence, plannedSequences } from "../state/every-sequence.ts";
import { ItemHistory } from "../state/items/item-history.ts";
import { ItemStore } from "../state/items/item-store.ts";
import type { SequenceParts } from "../state/steps/steps.ts";
import { operationsOf, withoutOperations } from "../state/testable-resource.ts";
import { Canaries } from "../transport/canaries.ts";
import type { Exchange } from "../transport/exchange.ts";
import { HttpTransport } from "../transport/http.ts";
import { secretHeaders } from "../transport/run-headers.ts";
import { type Clock, systemClock, type Transport } from "../transport/transport.ts";
import { confirm } from "./confirm.ts";
import { CreateLimit, withinLimit } from "./create-limit.ts";
import { Contexts } from "./generation-contexts.ts";
import { History } from "./history.ts";
import { type Preflight, preflight } from "./preflight.ts";
import { Outcomes, type RunResult, type UntestedOperation } from "./result.ts";
import { Scheduler } from "./scheduler.ts";
import { inOrder, select } from "./selection.ts";
import { Sender } from "./sender.ts";
import { leaveAsItWas, runSequence } from "./sequence-runner.ts";
import { shrink } from "./shrink.ts";

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
  readonly #contexts: Contexts;
  readonly #canaries: Canaries;
  readonly #history: History;
  readonly #items: ItemStore;
  readonly #clock: Clock;
  readonly #createLimit: CreateLimit;
  readonly #sender: Sender;
  readonly #outcomes: Outcomes;
  readonly #scheduler: Scheduler;
  readonly #sequences: readonly PlannedSequence[];
  readonly #preflights = new Map<Operation, Promise<Preflight>>();
  readonly #untested: UntestedOperation[] = [];
  readonly #omissions: Omission[] = [];

  constructor(options: ResolvedOptions, transport: Transport, clock: Clock) {
    const { baseUrl, keys, headers, concurrency } = options;
    this.#options = options;
    this.#description = options.description;
    this.#contexts = new Contexts(options, (operation) => this.#items.references(operation));
    const secrets = secretHeaders(headers).map(({ value }) => value);
    this.#canaries = new Canaries(keys.secrets, secrets);
    this.#sequences = plannedSequences(this.#description.resources, options.only);
    const itemHistory = new ItemHistory(this.#description);
    this.#history = new History(this.#description, itemHistory, this.#canaries);
    this.#items = new ItemStore(
      this.#description,
      itemHistory,
      async (operation) => {
        await this.#contexts.findReferences(operation);
        return this.#contexts.ofItems(operation);
      },
      (testCase) => this.#sender.send(testCase),
      clock,
    );
    this.#clock = clock;
    this.#createLimit = new CreateLimit(options.maxCreates);
    const target = { baseUrl, keys, headers, canaries: this.#canaries };
    const surroundings = {
      target,
      transport,
      clock,
      history: this.#history,
      createLimit: this.#createLimit,
      items: this.#items,
    };
    this.#sender = new Sender(concurrency, surroundings);
    this.#outcomes = new Outcomes(this.#history, options.ignore);
    this.#scheduler = new Scheduler(options, this.#sender, this.#outcomes, clock);
  }

  async all(): Promise<RunResult> {
    const operations = this.#wantedOperations();
    for (const planned of this.#sequences) await this.#sequence(planned);
    for (const operation of operations) await this.#operation(operation);
    const { obstacle } = this.#scheduler;
    const tested = operations.filter((operation) =>
      this.#untested.every((untested) => untested.operation !== operation),
    );
    if (!obstacle) await confirm(this.#outcomes, this.#sender, this.#history);
    if (!obstacle) await leaveAsItWas(this.#sequenceParts);
    return {
      outcomes: this.#outcomes.all,
      findings: this.#outcomes.findings,
      ignored: this.#outcomes.ignored,
      operations,
      untested: this.#untested,
      omissions: [...this.#description.omissions, ...this.#omissions, ...this.#history.withoutSuccess(tested)],
      obstacle,
      responses: this.#history.responses,
      requests: this.#sender.requests,
      milliseconds: Math.round(performance.now() - this.#startedAt),
      created: this.#items.history.idsLeft(this.#history.created),
      redact: (text, credentials) => this.#canaries.redact(text, credentials),
    };
  }

  /** The operations that have cases to send, in the order in which they are tested. */
  #wantedOperations(): Operation[] {
    const hasCases = (operation: Operation) =>
      this.#sequences.some(({ testCase }) => testCase.operation === operation) ||
      casesOf(this.#contexts.of(operation), this.#options).length > 0;
    return inOrder(this.#description).filter((operation) => this.#options.only === undefined || hasCases(operation));
  }

  /** Runs a sequence with the operations about its resource that can be tested, unless it needs another one. */
  async #sequence(planned: PlannedSequence): Promise<void> {
    const { resource, sequence, testCase } = planned;
    const { obstacle } = this.#scheduler;
    if (obstacle !== undefined) return this.#outcomes.skipped(testCase, obstacle, "server");
    const untested: Operation[] = [];
    for (const operation of operationsOf(resource)) {
      const { kind } = await this.#prepared(operation);
      if (kind !== "ready" && kind !== "refused") untested.push(operation);
    }
    const testable = withoutOperations(resource, untested);
    const [first] = untested;
    if (first && sequence.operationOf(testable, this.#description.resources) !== testCase.operation)
      return this.#outcomes.skipped(testCase, `${first.id} was not tested`);
    await runSequence({ ...planned, resource: testable }, this.#sequenceParts, this.#outcomes, this.#options);
  }

  get #sequenceParts(): SequenceParts {
    const contextOf = (operation: Operation) => this.#contexts.ofItems(operation);
    const check = (exchange: Exchange) => this.#outcomes.check(exchange);
    return { items: this.#items, description: this.#description, clock: this.#clock, contextOf, check };
  }

  /** Whether an operation can be tested; it is found out once. */
  #prepared(operation: Operation): Promise<Preflight> {
    const prepared = this.#preflights.get(operation) ?? this.#prepare(operation);
    this.#preflights.set(operation, prepared);
    return prepared;
  }

  /** Sends the plain cases of an operation, and checks their responses if they are those of the API. */
  async #prepare(operation: Operation): Promise<Preflight> {
    await this.#contexts.findReferences(operation);
    const context = this.#contexts.of(operation);
    const plain = orOmission(context, () => plainCases(context));
    const [omission] = context.omissions;
    if (plain.length === 0 && omission) return { kind: "untestable", reason: omission.reason };
    const exchanges: Exchange[] = [];
    const send = async (testCase: TestCase) => {
      const exchange = await this.#sender.send(testCase);
      exchanges.push(exchange);
      return exchange.result;
    };
    const { baseUrl, description, keys, maxCreates } = this.#options;
    const hasItems = () => this.#items.has(operation);
    const server = { baseUrl, basePath: description.basePath, keys, hasItems };
    const prepared = (await withinLimit(preflight(operation, plain, send, server))) ?? {
      kind: "untestable",
      reason: `The run has created ${maxCreates}, and may create no more. Next: give --max-creates more.`,
    };
    if (prepared.kind === "untestable") return prepared;
    const checked = exchanges.map((exchange) => ({ exchange, findings: this.#outcomes.check(exchange) }));
    const isWrong = checked.some(({ findings }) => findings.some(({ check }) => check !== validRefused));
    if (prepared.kind === "refused" && !isWrong) return prepared;
    for (const { exchange, findings } of checked) this.#outcomes.tested(exchange, findings);
    return prepared.kind === "refused" ? { kind: "ready", accepted: undefined } : prepared;
  }

  async #operation(operation: Operation): Promise<void> {
    const { obstacle } = this.#scheduler;
    if (obstacle !== undefined && !this.#preflights.has(operation))
      return this.#skipAll(this.#contexts.of(operation), obstacle);
    const prepared = await this.#prepared(operation);
    const context = this.#contexts.of(operation);
    if (prepared.kind === "untestable" || prepared.kind === "refused")
      return void this.#untested.push({ operation, reason: prepared.reason });
    if (prepared.kind === "failing") return this.#skipAll(context, prepared.reason);
    const hasItems = this.#items.has(operation);
    const { selected, skipped } = select(this.#casesOf(context), this.#options, this.#createLimit, hasItems);
    for (const { testCase, reason } of skipped) this.#outcomes.skipped(testCase, reason);
    await this.#scheduler.run(selected, prepared.accepted);
    if (!this.#scheduler.obstacle) await shrink(context, this.#sender, this.#outcomes);
  }

  #casesOf(context: GenerationContext): TestCase[] {
    const cases = casesOf(context, this.#options);
    this.#omissions.push(...context.omissions);
    return cases;
  }

  /** Sends none of the cases of an operation, because of the server. */
  #skipAll(context: GenerationContext, reason: string): void {
    for (const testCase of this.#casesOf(context)) this.#outcomes.skipped(testCase, reason, "server");
  }
}
