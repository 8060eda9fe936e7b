/** Runs cases, several at a time. */
import type { Finding } from "../check/finding.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ContractOptions } from "../options.ts";
import type { Results } from "../report/collect.ts";
import type { Exchange } from "../transport/exchange.ts";
import type { Answer, Silence } from "../transport/http.ts";
import { type PatientSender, sleep, waitAskedBy } from "../transport/rate-limit.ts";
import type { Exchanger } from "./history.ts";
import { judge } from "./judge.ts";
import { mostCreates } from "./selection.ts";

const maxSilences = 12;
/** Requests that are put off for ever and are tried once more, and the longest wait before that. */
const maxReconsidered = 3;
const longestWait = 3000;

/** Runs cases and settles what becomes of them. */
export class Pool {
  readonly #options: ContractOptions;
  readonly #sender: PatientSender;
  readonly #exchanger: Exchanger;
  readonly #results: Results;
  readonly #putOff: Exchange[] = [];

  constructor(options: ContractOptions, sender: PatientSender, exchanger: Exchanger, results: Results) {
    this.#options = options;
    this.#sender = sender;
    this.#exchanger = exchanger;
    this.#results = results;
  }

  /** What is wrong with an exchange. */
  judge(exchange: Exchange): Finding[] {
    return judge(exchange, this.#exchanger, this.#results, this.#options.limits);
  }

  /** Runs cases as many at a time as the server takes; `plain` is a case that it took before. */
  async run(cases: readonly TestCase[], plain: TestCase | undefined): Promise<void> {
    await this.#work(cases);
    await this.#reconsider(plain);
  }

  async #work(cases: readonly TestCase[]): Promise<void> {
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
    if (next < cases.length) await this.#work(cases.slice(next));
  }

  async #runCase(one: TestCase): Promise<void> {
    if (this.#sender.silences >= maxSilences) return this.#results.skip(one, `${maxSilences} requests had no answer`);
    const first = await this.#exchanger.send(one);
    if (isTooMany(first.answer)) return void this.#putOff.push(first);
    const findings = this.judge(first);
    if (one.twice && "status" in first.answer) {
      const second = await this.#exchanger.send(one, first);
      if (!isTooMany(second.answer)) findings.push(...this.judge(second));
    }
    this.#results.settle(first, findings);
  }

  /**
   * Judges requests that were put off for ever: when a plain one is taken just before and just after, the server has
   * no general limit in mind. The others stay unjudged.
   */
  async #reconsider(plain: TestCase | undefined): Promise<void> {
    let tried = 0;
    for (const { case: one, answer } of this.#putOff) {
      const wait = "status" in answer ? waitAskedBy(answer) : 0;
      const telling = (one.expects === "accepted" || one.expects === "unauthorized") && wait <= longestWait;
      const again = plain && telling && tried++ < maxReconsidered ? await this.#between(plain, one, wait) : undefined;
      if (again) this.#results.settle(again, this.judge(again));
      else this.#results.skip(one, "the server kept asking for fewer requests (429)");
    }
    this.#putOff.length = 0;
  }

  /** The exchange of a case between two of a plain one; `undefined` unless both of those are accepted. */
  async #between(plain: TestCase, one: TestCase, wait: number): Promise<Exchange | undefined> {
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
}

const isTooMany = (answer: Answer | Silence) => "status" in answer && answer.status === 429;
