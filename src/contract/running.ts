/** Sends the cases and collects what the checks find. */
import fc from "fast-check";
import type { Case } from "./case.ts";
import { Deriver } from "./cases.ts";
import { answered, checks } from "./checks.ts";
import { chosen, mostCreates } from "./choosing.ts";
import type { Exchange } from "./exchange.ts";
import { Exchanger } from "./exchanging.ts";
import { isWanted, kitOf } from "./listing.ts";
import { loadOperations } from "./loading.ts";
import type { Operation } from "./operations.ts";
import type { ContractOptions } from "./options.ts";
import { PatientSender, sleep, waitAskedBy } from "./patience.ts";
import { preflight } from "./preflight.ts";
import { relationsOf } from "./relations.ts";
import type { Report, RuleReport } from "./report.ts";
import { atFirst, type Found, Results } from "./results.ts";
import { countRules, mergeRules } from "./rules.ts";
import { Validator } from "./schemas.ts";
import { type Answer, Sender, type Silence } from "./sending.ts";
import { Words } from "./words.ts";

const maxSilences = 12;
/** Requests that are put off for ever and are tried once more, and the longest wait before that. */
const maxReconsidered = 3;
const longestWait = 3000;
const maxShrinks = 60;

/**
 * Runs the contract of a document against a server.
 *
 * @throws {SpecError} if the document can't be used
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
  readonly #validator: Validator;
  readonly #connections: Sender;
  readonly #sender: PatientSender;
  readonly #words: Words;
  readonly #startedAt = performance.now();
  readonly #results: Results;
  readonly #exchanger: Exchanger;
  readonly #putOff: Exchange[] = [];
  readonly #rules: RuleReport[] = [];

  constructor(options: ContractOptions) {
    this.#options = options;
    this.#base = String(options.baseUrl).replace(/\/+$/, "");
    this.#key = options.apiKey ?? "";
    this.#validator = Validator.of(options.spec);
    const width = options.concurrency ?? 8;
    this.#connections = new Sender(options.timeout ?? 5000, width);
    this.#sender = new PatientSender(this.#connections, width);
    this.#words = new Words(this.#key);
    this.#results = new Results(this.#base, this.#words, options);
    this.#exchanger = new Exchanger({
      base: this.#base,
      key: this.#key,
      words: this.#words,
      validator: this.#validator,
      sender: this.#sender,
    });
  }

  close(): void {
    this.#connections.close();
  }

  async everything(): Promise<Report> {
    for (const operation of loadOperations(this.#options.spec)) {
      const reason = await this.#operation(operation);
      if (reason !== undefined) return this.#report(reason);
    }
    return this.#report();
  }

  async #operation(operation: Operation): Promise<string | undefined> {
    this.#exchanger.relations = relationsOf(this.#options.spec, operation);
    const first = new Deriver(kitOf(this.#options, this.#validator, new Set()), operation);
    const tried: Exchange[] = [];
    const send = async (one: Case) => {
      tried.push(await this.#exchanger.send(one));
      return (tried.at(-1) as Exchange).answer;
    };
    const plain = first.plain().map((one) => ({ ...one, id: one.id + atFirst }));
    const reason = await preflight(operation, plain, send, this.#base);
    if (reason !== undefined) return this.#words.redact(reason);
    for (const exchange of tried) this.#results.settle(exchange, this.#judge(exchange));
    const unknown = await this.#unknownReferences(first);
    const deriver = new Deriver(kitOf(this.#options, this.#validator, unknown), operation);
    const wanted = deriver.all(this.#options.runs ?? 30).filter((one) => isWanted(one, this.#options.only));
    const bounds = { options: this.#options, base: this.#base, key: this.#key, creates: this.#exchanger.creates };
    const cases = chosen(wanted, bounds, (one, why) => this.#results.skip(one, why));
    await this.#pool(shuffled(cases, this.#options.seed ?? 1));
    await this.#reconsider(plain[0]);
    await this.#shrink(deriver);
    await this.#later(operation, first);
    await this.#reconsider(undefined);
    const ran = this.#results.sent();
    this.#rules.push(
      ...countRules(
        this.#options.spec,
        operation,
        cases.filter((one) => ran.has(one.id)),
        this.#exchanger.answers,
      ),
    );
    return undefined;
  }

  /** References that the server answers with 404, as if they did not exist there. */
  async #unknownReferences(deriver: Deriver): Promise<Set<string>> {
    const unknown = new Set<string>();
    for (const reference of deriver.references()) {
      if (this.#exchanger.creates >= mostCreates(this.#options)) break;
      const { answer } = await this.#exchanger.send(reference.case);
      if (!("status" in answer) || answer.status !== 404) continue;
      unknown.add(reference.name);
      this.#results.skip(reference.case, `${reference.name}: the server does not know the value of the example (404)`);
    }
    return unknown;
  }

  async #pool(cases: readonly Case[]): Promise<void> {
    let next = 0;
    let working = 0;
    const work = async (): Promise<void> => {
      working += 1;
      while (next < cases.length && working <= this.#sender.width) {
        const one = cases[next++];
        if (one) await this.#runCase(one);
        this.#options.onProgress?.(next, cases.length);
      }
      working -= 1;
    };
    await Promise.all(Array.from({ length: this.#sender.width }, work));
    // Workers that left because the server asked for fewer requests at a time may have left cases behind.
    if (next < cases.length) await this.#pool(cases.slice(next));
  }

  async #runCase(one: Case): Promise<void> {
    if (this.#sender.silences >= maxSilences) return this.#results.skip(one, `${maxSilences} requests had no answer`);
    const first = await this.#exchanger.send(one);
    if (isTooMany(first.answer)) return void this.#putOff.push(first);
    const findings = this.#judge(first);
    if (one.twice && "status" in first.answer) {
      const second = await this.#exchanger.send(one, first);
      if (!isTooMany(second.answer)) findings.push(...this.#judge(second));
    }
    this.#results.settle(first, findings);
  }

  /**
   * Judges requests that were put off for ever: when a plain one is taken just before and just after, the server has
   * no general limit in mind. The others stay unjudged.
   */
  async #reconsider(plain: Case | undefined): Promise<void> {
    let tried = 0;
    for (const { case: one, answer } of this.#putOff) {
      const wait = "status" in answer ? waitAskedBy(answer) : 0;
      const telling = (one.expects === "accepted" || one.expects === "unauthorized") && wait <= longestWait;
      const again = plain && telling && tried++ < maxReconsidered ? await this.#between(plain, one, wait) : undefined;
      if (again) this.#results.settle(again, this.#judge(again));
      else this.#results.skip(one, "the server kept asking for fewer requests (429)");
    }
    this.#putOff.length = 0;
  }

  /** The exchange of a case between two of a plain one; `undefined` unless both of those are accepted. */
  async #between(plain: Case, one: Case, wait: number): Promise<Exchange | undefined> {
    if (this.#exchanger.creates + 3 > mostCreates(this.#options)) return undefined;
    await sleep(wait);
    const taken = async () => {
      const { answer } = await this.#exchanger.send(plain);
      return "status" in answer && answer.status >= 200 && answer.status < 300;
    };
    if (!(await taken())) return undefined;
    const again = await this.#exchanger.send(one);
    return (await taken()) ? again : undefined;
  }

  #judge(exchange: Exchange): Found[] {
    const { answer } = exchange;
    if (!("status" in answer)) {
      return [
        {
          check: answered.name,
          exchange,
          pointer: exchange.case.pointer,
          expected: "an answer within the time limit",
          got: answer.words,
        },
      ];
    }
    const known = this.#exchanger.known();
    const found: Found[] = [];
    for (const check of checks) {
      const finding = check.judge(exchange, answer, known);
      if (!finding) continue;
      const limit = this.#options.limits?.find(
        (limit) => limit.check === check.name && exchange.case.id.includes(limit.cases ?? ""),
      );
      if (limit === undefined) found.push({ ...finding, check: check.name, exchange });
      else this.#results.note(limit.reason, `${check.name} of ${exchange.case.id}`);
    }
    this.#exchanger.keepTime(exchange, answer);
    return found;
  }

  /** Looks for the smallest random request that fails. */
  async #shrink(deriver: Deriver): Promise<void> {
    const failing = this.#results.found.find((found) => found.exchange.case.random && found.check !== answered.name);
    if (
      failing === undefined ||
      this.#results.found.some((found) => !found.exchange.case.random && found.check === failing.check)
    )
      return;
    let sent = 0;
    const property = fc.asyncProperty(deriver.arbitrary(), async (value) => {
      if (sent++ >= maxShrinks || this.#exchanger.creates >= mostCreates(this.#options)) return true;
      const exchange = await this.#exchanger.send(deriver.randomCase(value));
      const findings = this.#judge(exchange);
      this.#results.found.push(...findings);
      return findings.length === 0;
    });
    await fc.check(property, { seed: this.#options.seed ?? 1, numRuns: this.#options.runs ?? 30 });
  }

  /** One more request, later: a time of creation that does not move has shown itself by then. */
  async #later(operation: Operation, deriver: Deriver): Promise<void> {
    const relation = this.#exchanger.relations.find((one) => one.kind === "now");
    const times = relation && this.#exchanger.timesOf(relation);
    const [one] = deriver.plain();
    const limited = this.#options.limits?.some((limit) => limit.check === "created-now" && limit.cases === undefined);
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
    await this.#runCase({
      ...one,
      id: `${operation.id}/accepted/a-second-later`,
      title: "a second later",
      pointer: relation.pointer,
    });
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

const isTooMany = (answer: Answer | Silence) => "status" in answer && answer.status === 429;

/** A fixed order for a seed, in which kinds of cases are mixed: what one of them leaves behind meets the others. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), { seed, numRuns: 1 })[0] ?? [];
}
