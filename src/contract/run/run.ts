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
import { withinLimit } from "./create-limit.ts";
import { Contexts } from "./generation-contexts.ts";
import { History } from "./history.ts";
import { type Preflight, preflight } from "./preflight.ts";
import { Outcomes, type RunResult, type UntestedOperation } from "./result.ts";
import { Scheduler } from "./scheduler.ts";
import { inOrder, select } from "./selection.ts";
import { Sender } from "./sender.ts";
import { leaveAsItWas, runSequence } from "./sequence-runner.ts";
import { shrink } from "./shrink.ts";

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
  readonly #history: History;
  readonly #items: ItemStore;
  readonly #sender: Sender;
  readonly #outcomes: Outcomes;
  readonly #scheduler: Scheduler;
  readonly #sequences: readonly PlannedSequence[];
  readonly #sequenceParts: SequenceParts;
  readonly #preflights = new Map<Operation, Promise<Preflight>>();
  readonly #untested: UntestedOperation[] = [];
  readonly #omissions: Omission[] = [];

  constructor(options: ResolvedOptions, transport: Transport, clock: Clock) {
    const { description, keys, headers, ignore, only } = options;
    const contexts = new Contexts(options, (operation) => items.references(operation));
    const secretValues = secretHeaders(headers).map(({ value }) => value);
    const itemHistory = new ItemHistory(description);
    const history = new History(description, itemHistory, new Canaries(keys.secrets, secretValues));
    const items: ItemStore = new ItemStore(
      description,
      itemHistory,
      (operation) => contexts.withReferences(operation),
      (testCase) => sender.send(testCase),
      clock,
    );
    const sender = new Sender({ options, transport, clock, history, items });
    const outcomes = new Outcomes(history, ignore);
    this.#options = options;
    this.#description = description;
    this.#contexts = contexts;
    this.#history = history;
    this.#items = items;
    this.#sender = sender;
    this.#outcomes = outcomes;
    this.#scheduler = new Scheduler(options, sender, outcomes, clock);
    this.#sequences = plannedSequences(description.resources, only);
    this.#sequenceParts = {
      items,
      description,
      clock,
      contextOf: (operation) => contexts.ofItems(operation),
      check: (exchange) => outcomes.check(exchange),
    };
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
      redact: (text, credentials) => this.#history.canaries.redact(text, credentials),
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
    const hasItems = () => this.#items.has(operation);
    const prepared = (await withinLimit(preflight(operation, plain, send, this.#options, hasItems))) ?? {
      kind: "untestable",
      reason: `The run has created ${this.#options.maxCreates}, and may create no more. Next: give --max-creates more.`,
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
    if (prepared.kind === "failing") return this.#skipAll(context, prepared.reason);
    if (prepared.kind !== "ready") return void this.#untested.push({ operation, reason: prepared.reason });
    const hasItems = this.#items.has(operation);
    const { selected, skipped } = select(this.#casesOf(context), this.#options, this.#sender.createLimit, hasItems);
    for (const { testCase, reason } of skipped) this.#outcomes.skipped(testCase, reason);
    await this.#scheduler.run(selected, prepared.accepted);
    if (!this.#scheduler.obstacle) await shrink(context, this.#sender, this.#outcomes);
  }

  #casesOf(context: GenerationContext): TestCase[] {
    const cases = casesOf(context, this.#options);
    this.#omissions.push(...context.omissions);
    return cases;
  }

  #skipAll(context: GenerationContext, reason: string): void {
    for (const testCase of this.#casesOf(context)) this.#outcomes.skipped(testCase, reason, "server");
  }
}
