/** Sends the cases and collects what the checks find. */
import fc from "fast-check";
import { contextOf, type GenerationContext } from "../generate/context.ts";
import { plainCases } from "../generate/positive.ts";
import { randomCase, randomRequests } from "../generate/random.ts";
import type { TestCase } from "../generate/test-case.ts";
import { casesOrOmission, isWanted, listCases, referenceCases } from "../generate/test-cases.ts";
import type { ContractOptions } from "../options.ts";
import { atFirst, Results } from "../report/collect.ts";
import { countRules, mergeRules } from "../report/coverage.ts";
import type { Report, RuleReport } from "../report/report.ts";
import { relationsOf } from "../spec/extensions.ts";
import { type Description, readDescription } from "../spec/load.ts";
import type { Operation } from "../spec/operation.ts";
import { Words } from "../transport/canaries.ts";
import type { Exchange } from "../transport/exchange.ts";
import { Sender } from "../transport/http.ts";
import { PatientSender, sleep } from "../transport/rate-limit.ts";
import { Exchanger } from "./history.ts";
import { Pool } from "./pool.ts";
import { preflight } from "./preflight.ts";
import { chosen, mostCreates } from "./selection.ts";

const maxShrinks = 100;

/**
 * Runs the contract of a document against a server, and resolves to the report whatever the verdict is.
 *
 * @throws {SpecError} if the document can't be used
 * @example
 * const { verdict } = await runContract({ spec, baseUrl: "http://127.0.0.1:4010", apiKey: "any" });
 * if (verdict !== "holds") process.exitCode = 1;
 */
export async function runContract(options: ContractOptions): Promise<Report> {
  const run = new Run(options);
  try {
    return await run.everything();
  } finally {
    run.close();
  }
}

class Run {
  readonly #options: ContractOptions;
  readonly #base: string;
  readonly #key: string;
  readonly #description: Description;
  readonly #connections: Sender;
  readonly #sender: PatientSender;
  readonly #words: Words;
  readonly #startedAt = performance.now();
  readonly #results: Results;
  readonly #exchanger: Exchanger;
  readonly #pool: Pool;
  readonly #rules: RuleReport[] = [];

  constructor(options: ContractOptions) {
    this.#options = options;
    this.#base = String(options.baseUrl).replace(/\/+$/, "");
    this.#key = options.apiKey ?? "";
    this.#description = readDescription(options.spec);
    const width = options.concurrency ?? 8;
    this.#connections = new Sender(options.timeout ?? 5000, width);
    this.#sender = new PatientSender(this.#connections, width);
    this.#words = new Words(this.#key);
    this.#results = new Results(this.#base, this.#words, options);
    this.#exchanger = new Exchanger({
      base: this.#base,
      key: this.#key,
      words: this.#words,
      validator: this.#description.responses,
      sender: this.#sender,
    });
    this.#pool = new Pool(options, this.#sender, this.#exchanger, this.#results);
  }

  close(): void {
    this.#connections.close();
  }

  async everything(): Promise<Report> {
    const { only } = this.#options;
    if (only !== undefined && listCases(this.#options).cases.length === 0)
      return this.#report(`No case matches ${only}; see --list.`);
    for (const operation of this.#description.operations) {
      const reason = await this.#operation(operation);
      if (reason !== undefined) return this.#report(reason);
    }
    return this.#report();
  }

  async #operation(operation: Operation): Promise<string | undefined> {
    this.#exchanger.relations = relationsOf(operation);
    const first = contextOf(this.#description, operation, this.#options);
    const tried: Exchange[] = [];
    const send = async (one: TestCase) => {
      tried.push(await this.#exchanger.send(one));
      return (tried.at(-1) as Exchange).answer;
    };
    const plain = plainCases(first).map((one) => ({ ...one, id: one.id + atFirst }));
    const reason = await preflight(operation, plain, send, this.#base);
    if (reason !== undefined) return this.#words.redact(reason);
    for (const exchange of tried) this.#results.settle(exchange, this.#pool.judge(exchange));
    const unknownReferences = await this.#unknownReferences(first);
    const context = contextOf(this.#description, operation, { ...this.#options, unknownReferences });
    const wanted = casesOrOmission(context, this.#options.runs).filter((one) => isWanted(one, this.#options.only));
    const bounds = { options: this.#options, base: this.#base, key: this.#key, creates: this.#exchanger.creates };
    const cases = chosen(wanted, bounds, (one, why) => this.#results.skip(one, why));
    await this.#pool.run(shuffled(cases, this.#options.seed ?? 1), plain[0]);
    await this.#shrink(context);
    await this.#later(operation, first);
    const ran = this.#results.sent();
    this.#rules.push(
      ...countRules(
        operation,
        cases.filter((one) => ran.has(one.id)),
        this.#exchanger.answers,
      ),
    );
    return undefined;
  }

  /** References that the server answers with 404, as if they did not exist there. */
  async #unknownReferences(context: GenerationContext): Promise<Set<string>> {
    const unknown = new Set<string>();
    for (const reference of referenceCases(context)) {
      if (this.#exchanger.creates >= mostCreates(this.#options)) break;
      const exchange = await this.#exchanger.send(reference.testCase);
      if (!("status" in exchange.answer) || exchange.answer.status !== 404) continue;
      unknown.add(reference.name);
      const findings = this.#pool.judge(exchange);
      if (findings.length > 0) this.#results.settle(exchange, findings);
      else
        this.#results.skip(
          reference.testCase,
          `${reference.name}: the server does not know the value of the example (404)`,
        );
    }
    return unknown;
  }

  /** Looks for the smallest random request that fails. */
  async #shrink(context: GenerationContext): Promise<void> {
    const failing = this.#results.found.find((found) => found.exchange.case.random && found.check !== "no-response");
    if (
      failing === undefined ||
      this.#results.found.some((found) => !found.exchange.case.random && found.check === failing.check)
    )
      return;
    let sent = 0;
    const requests = randomRequests(context);
    if (!requests) return;
    const property = fc.asyncProperty(requests, async (value) => {
      const [testCase] = randomCase(context, value);
      if (!testCase) return true;
      if (sent++ >= maxShrinks || this.#exchanger.creates >= mostCreates(this.#options)) return true;
      const exchange = await this.#exchanger.send(testCase);
      const findings = this.#pool.judge(exchange);
      this.#results.found.push(...findings);
      return findings.length === 0;
    });
    await fc.check(property, { seed: this.#options.seed ?? 1, numRuns: this.#options.runs ?? 30 });
  }

  /** One more request, later: a time of creation that does not move has shown itself by then. */
  async #later(operation: Operation, context: GenerationContext): Promise<void> {
    const relation = this.#exchanger.relations.find((one) => one.kind === "now");
    const times = relation && this.#exchanger.timesOf(relation);
    const [one] = plainCases(context);
    const limited = this.#options.limits?.some((limit) => limit.check === "time-wrong" && limit.cases === undefined);
    if (
      !times ||
      !one ||
      limited ||
      this.#options.only !== undefined ||
      this.#exchanger.creates >= mostCreates(this.#options)
    )
      return;
    if (times.length === 0 || new Set(times.map((time) => time.text)).size > 1) return;
    const due = Math.min(...times.map((time) => time.doneAt)) + 1100;
    await sleep(Math.max(0, due - Date.now()));
    const id = `${operation.id}/accepted/a-second-later`;
    await this.#pool.run([{ ...one, id, title: "a second later", pointer: relation.pointer }], undefined);
  }

  #report(reason?: string): Report {
    const run = {
      seed: this.#options.seed ?? 1,
      requests: this.#sender.requests,
      milliseconds: Math.round(performance.now() - this.#startedAt),
      rules: mergeRules(this.#rules),
      created: this.#exchanger.created,
    };
    return this.#results.report(run, reason);
  }
}

/** A fixed order for a seed, in which kinds of cases are mixed: what one of them leaves behind meets the others. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), { seed, numRuns: 1 })[0] ?? [];
}
