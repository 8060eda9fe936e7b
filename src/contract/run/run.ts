/** One run: all operations of a description against a server. */
import fc from "fast-check";
import { casesOrOmission, isWanted, listCases, referenceCases } from "../generate/case-list.ts";
import { contextOf, type GenerationContext, orOmission } from "../generate/context.ts";
import { plainCases } from "../generate/positive.ts";
import { Keys } from "../generate/request/keys.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ContractOptions } from "../options.ts";
import { type Description, readDescription } from "../spec/load.ts";
import type { Operation } from "../spec/operation.ts";
import type { Omission } from "../spec/validator.ts";
import { Canaries } from "../transport/canaries.ts";
import type { Exchange } from "../transport/exchange.ts";
import { HttpTransport } from "../transport/http.ts";
import { RateLimitedTransport } from "../transport/rate-limit.ts";
import { checkRunHeaders, secretHeaders } from "../transport/run-headers.ts";
import { Budget } from "./budget.ts";
import { CaseSender } from "./case-sender.ts";
import { Checker } from "./checker.ts";
import { History } from "./history.ts";
import { Outcomes } from "./outcomes.ts";
import { preflight } from "./preflight.ts";
import type { RunResult, UntestedOperation } from "./result.ts";
import { Scheduler } from "./scheduler.ts";
import { select } from "./selection.ts";
import { shrink } from "./shrink.ts";

/** Ends the ids of the plain requests by which it is found out whether an operation can be tested. */
export const preflightSuffix = "-at-first";

const defaults = { seed: 1, runs: 30, concurrency: 8, timeout: 5000, maxCreates: 400 };

/** Runs the test cases of a description against a server. */
export async function run(options: ContractOptions): Promise<RunResult> {
  const transport = new HttpTransport(options.timeout ?? defaults.timeout);
  try {
    return await new Run(options, transport).all();
  } finally {
    transport.close();
  }
}

class Run {
  readonly #options: ContractOptions;
  readonly #baseUrl: string;
  readonly #seed: number;
  readonly #startedAt = performance.now();
  readonly #description: Description;
  readonly #keys: Keys;
  readonly #canaries: Canaries;
  readonly #http: HttpTransport;
  readonly #history: History;
  readonly #transport: RateLimitedTransport;
  readonly #sender: CaseSender;
  readonly #budget: Budget;
  readonly #outcomes = new Outcomes();
  readonly #checker: Checker;
  readonly #scheduler: Scheduler;
  readonly #untested: UntestedOperation[] = [];
  readonly #omissions: Omission[] = [];

  constructor(options: ContractOptions, http: HttpTransport) {
    this.#options = options;
    this.#baseUrl = String(options.baseUrl).replace(/\/+$/, "");
    this.#seed = options.seed ?? defaults.seed;
    this.#description = readDescription(options.spec, Object.keys(options.keys ?? {}));
    const { headers = {}, maxFailures, onProgress } = options;
    checkRunHeaders(headers, this.#description.operations);
    this.#keys = new Keys(options);
    this.#canaries = new Canaries(
      this.#keys.secrets,
      secretHeaders(headers).map(({ value }) => value),
    );
    this.#http = http;
    this.#history = new History(this.#description.responses, this.#canaries);
    this.#transport = new RateLimitedTransport(http, options.concurrency ?? defaults.concurrency);
    const target = { baseUrl: this.#baseUrl, keys: this.#keys, headers, canaries: this.#canaries };
    this.#sender = new CaseSender(target, this.#transport, this.#history);
    this.#budget = new Budget(options.maxCreates ?? defaults.maxCreates);
    this.#checker = new Checker(this.#history, this.#outcomes, options.limits ?? []);
    this.#scheduler = new Scheduler({ ...this.#parts, maxFailures, onProgress });
  }

  get #parts() {
    return {
      sender: this.#sender,
      transport: this.#transport,
      checker: this.#checker,
      outcomes: this.#outcomes,
      budget: this.#budget,
    };
  }

  async all(): Promise<RunResult> {
    const { only } = this.#options;
    const wanted =
      only === undefined
        ? undefined
        : new Set(listCases(this.#options).cases.map(({ operation }) => operation.pointer));
    // What a DELETE removes is needed by the others.
    const deletesLast = this.#description.operations
      .filter(({ pointer }) => wanted?.has(pointer) ?? true)
      .sort((a, b) => Number(a.method === "DELETE") - Number(b.method === "DELETE"));
    for (const operation of deletesLast) await this.#operation(operation);
    return {
      outcomes: this.#outcomes.all,
      findings: this.#outcomes.findings,
      skippedChecks: this.#outcomes.skippedChecks,
      operations: deletesLast,
      untested: this.#untested,
      omissions: [...this.#description.omissions(), ...this.#omissions],
      obstacle: this.#scheduler.obstacle,
      responses: this.#history.responses,
      requests: this.#transport.requests,
      retries: this.#http.retries,
      milliseconds: Math.round(performance.now() - this.#startedAt),
      created: this.#history.created,
      redact: (text, credentials) => this.#canaries.redact(text, credentials),
    };
  }

  async #operation(operation: Operation): Promise<void> {
    const first = contextOf(this.#description, operation, this.#options);
    const made = orOmission(first, () => plainCases(first));
    const [omission] = first.omissions;
    if (made.length === 0 && omission) return void this.#untested.push({ operation, reason: omission.reason });
    const { obstacle } = this.#scheduler;
    if (obstacle !== undefined) return this.#prevent(first, obstacle);
    const plain = made.map((testCase) => ({ ...testCase, id: testCase.id + preflightSuffix }));
    const exchanges: Exchange[] = [];
    const send = async (testCase: TestCase) => {
      this.#budget.take(testCase);
      const exchange = await this.#sender.send(testCase);
      exchanges.push(exchange);
      return exchange.result;
    };
    const outcome = await preflight(operation, plain, send, { baseUrl: this.#baseUrl, keys: this.#keys });
    if (outcome.kind === "untestable") return void this.#untested.push({ operation, reason: outcome.reason });
    for (const exchange of exchanges) this.#outcomes.tested(exchange, this.#checker.findings(exchange));
    const unknownReferences = await this.#unknownReferences(first);
    const context = contextOf(this.#description, operation, { ...this.#options, unknownReferences });
    if (outcome.kind === "failing") return this.#prevent(context, outcome.reason);
    const cases = this.#casesOf(context);
    const wanted = cases.filter((testCase) => isWanted(testCase, this.#options.only));
    const { selected, skipped } = select(wanted, this.#options, this.#baseUrl, this.#keys, this.#budget);
    for (const { testCase, reason } of skipped) this.#outcomes.skipped(testCase, reason);
    await this.#scheduler.run(shuffled(selected, this.#seed), plain[0]);
    if (!this.#scheduler.obstacle) await shrink(context, this.#seed, this.#parts);
  }

  #casesOf(context: GenerationContext): TestCase[] {
    const cases = casesOrOmission(context, this.#options.runs ?? defaults.runs);
    this.#omissions.push(...context.omissions);
    return cases;
  }

  /** Sends none of the cases of an operation. */
  #prevent(context: GenerationContext, reason: string): void {
    for (const testCase of this.#casesOf(context))
      if (isWanted(testCase, this.#options.only)) this.#outcomes.prevented(testCase, reason);
  }

  /** References that the server doesn't know: it responds with 404, as if they did not exist. */
  async #unknownReferences(context: GenerationContext): Promise<Set<string>> {
    const unknown = new Set<string>();
    for (const { name, testCase } of referenceCases(context)) {
      if (!this.#budget.take(testCase)) break;
      const exchange = await this.#sender.send(testCase);
      if (exchange.result.kind === "no-response" || exchange.result.status !== 404) continue;
      unknown.add(name);
      const findings = this.#checker.findings(exchange);
      if (findings.length > 0) this.#outcomes.tested(exchange, findings);
      else this.#outcomes.skipped(testCase, `${name}: the server does not know the example's value (404)`);
    }
    return unknown;
  }
}

/** An order that a seed fixes, in which kinds of test cases are mixed: what one leaves behind meets the others. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), { seed, numRuns: 1 })[0] ?? [];
}
