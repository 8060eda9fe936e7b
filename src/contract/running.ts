/** Sends the cases and collects what the checks find. */
import fc from "fast-check";
import { type Case, Deriver } from "./cases.ts";
import { answered, checks, type Exchange, type Finding, type Known } from "./checks.ts";
import { keyVariable, rightCredential } from "./credentials.ts";
import { isWanted, kitOf } from "./listing.ts";
import { at, loadOperations, type Operation, responseFor } from "./loading.ts";
import type { ContractOptions } from "./options.ts";
import { isLoopback, outgoingOf } from "./outgoing.ts";
import { PatientSender, sleep, waitAskedBy } from "./patience.ts";
import { preflight } from "./preflight.ts";
import { type Relation, relationsOf } from "./relations.ts";
import type { CaseReport, Failure, Report, RuleReport, Skipped } from "./report.ts";
import { countRules, mergeRules } from "./rules.ts";
import { Validator } from "./schemas.ts";
import { type Answer, Sender, type Silence } from "./sending.ts";
import { curlOf, responseText } from "./showing.ts";
import { Words } from "./words.ts";

const maxSilences = 12;
/** Requests that are put off for ever and are tried once more, and the longest wait before that. */
const maxReconsidered = 3;
const longestWait = 3000;
/** Ends the ids of the requests by which it is found out whether there is anything to judge. */
const atFirst = "-at-first";
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

interface Found extends Finding {
  readonly check: string;
  readonly exchange: Exchange;
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
  readonly #found: Found[] = [];
  readonly #reports: CaseReport[] = [];
  readonly #skipped = new Map<string, string[]>();
  readonly #cases = new Map<number, Case>();
  readonly #values = new Map<string, number>();
  readonly #times = new Map<string, { text: string; sentAt: number; doneAt: number }[]>();
  readonly #judged = new Map<string, number>();
  readonly #created: string[] = [];
  readonly #putOff: Exchange[] = [];
  readonly #rules: RuleReport[] = [];
  #relations: readonly Relation[] = [];
  #creates = 0;

  constructor(options: ContractOptions) {
    this.#options = options;
    this.#base = String(options.baseUrl).replace(/\/+$/, "");
    this.#key = options.apiKey ?? "";
    this.#validator = Validator.of(options.spec);
    const width = options.concurrency ?? 8;
    this.#connections = new Sender(options.timeout ?? 5000, width);
    this.#sender = new PatientSender(this.#connections, width);
    this.#words = new Words(this.#key);
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
    this.#relations = relationsOf(this.#options.spec, operation);
    const first = new Deriver(kitOf(this.#options, this.#validator, new Set()), operation);
    const tried: Exchange[] = [];
    const send = async (one: Case) => {
      tried.push(await this.#exchange(one));
      return (tried.at(-1) as Exchange).answer;
    };
    const plain = first.plain().map((one) => ({ ...one, id: one.id + atFirst }));
    const reason = await preflight(operation, plain, send, this.#base);
    if (reason !== undefined) return this.#words.redact(reason);
    for (const exchange of tried) this.#settle(exchange, this.#judge(exchange));
    const unknown = await this.#unknownReferences(first);
    const deriver = new Deriver(kitOf(this.#options, this.#validator, unknown), operation);
    const wanted = deriver.all(this.#options.runs ?? 30).filter((one) => isWanted(one, this.#options.only));
    const cases = this.#affordable(wanted.filter((one) => !this.#isLimited(one) && !this.#isUnfit(one)));
    await this.#pool(shuffled(cases, this.#options.seed ?? 1));
    await this.#reconsider(plain[0]);
    await this.#shrink(deriver);
    await this.#later(operation, first);
    const ran = new Set(this.#reports.filter((one) => one.outcome !== "skipped").map((one) => one.id));
    this.#rules.push(
      ...countRules(
        this.#options.spec,
        operation,
        cases.filter((one) => ran.has(one.id)),
        this.#judged,
      ),
    );
    return undefined;
  }

  /** References that the server answers with 404, as if they did not exist there. */
  async #unknownReferences(deriver: Deriver): Promise<Set<string>> {
    const unknown = new Set<string>();
    for (const reference of deriver.references()) {
      if (this.#creates >= (this.#options.maxCreates ?? 300)) break;
      const { answer } = await this.#exchange(reference.case);
      if (!("status" in answer) || answer.status !== 404) continue;
      unknown.add(reference.name);
      this.#skip(reference.case, `${reference.name}: the server does not know the value of the example (404)`);
    }
    return unknown;
  }

  #isLimited(one: Case): boolean {
    const limit = this.#options.limits?.find(
      (limit) => limit.check === undefined && one.id.includes(limit.cases ?? ""),
    );
    if (limit) this.#skip(one, limit.reason);
    return limit !== undefined;
  }

  /** Leaves out credentials that are not wrong for this key, or that would take it out of its place on a network. */
  #isUnfit(one: Case): boolean {
    if (one.template.presented?.displaced === true && !isLoopback(this.#base)) {
      this.#skip(one, "the real key never leaves its place on the way to another machine");
      return true;
    }
    const right = rightCredential(one.operation).map((part) => part.value(this.#key));
    const presented = one.template.presented?.parts.map((part) => part.value(this.#key));
    if (presented === undefined || presented.join("\n") !== right.join("\n")) return false;
    this.#skip(one, "it would present the right key: this change does not change it");
    return true;
  }

  /** Leaves out valid requests beyond the number of those that may be sent. */
  #affordable(cases: Case[]): Case[] {
    const limit = this.#options.maxCreates ?? 300;
    let creates = this.#creates;
    return cases.filter((one) => {
      if (one.expects !== "accepted" && one.expects !== "open") return true;
      creates += one.twice ? 2 : 1;
      if (creates <= limit) return true;
      this.#skip(one, `it may create something, and the limit is ${limit}`);
      return false;
    });
  }

  #skip(one: Case, reason: string): void {
    this.#skipped.set(reason, [...(this.#skipped.get(reason) ?? []), one.id]);
    this.#reports.push({ ...described(one), outcome: "skipped", reason, milliseconds: 0 });
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
    if (this.#sender.silences >= maxSilences) return this.#skip(one, `${maxSilences} requests had no answer`);
    const first = await this.#exchange(one);
    if (isTooMany(first.answer)) return void this.#putOff.push(first);
    const findings = this.#judge(first);
    if (one.twice && "status" in first.answer) {
      const second = await this.#exchange(one, first);
      if (!isTooMany(second.answer)) findings.push(...this.#judge(second));
    }
    this.#settle(first, findings);
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
      if (again) this.#settle(again, this.#judge(again));
      else this.#skip(one, "the server kept asking for fewer requests (429)");
    }
    this.#putOff.length = 0;
  }

  /** The exchange of a case between two of a plain one; `undefined` unless both of those are accepted. */
  async #between(plain: Case, one: Case, wait: number): Promise<Exchange | undefined> {
    if (this.#creates + 3 > (this.#options.maxCreates ?? 300)) return undefined;
    await sleep(wait);
    const taken = async () => {
      const { answer } = await this.#exchange(plain);
      return "status" in answer && answer.status >= 200 && answer.status < 300;
    };
    if (!(await taken())) return undefined;
    const again = await this.#exchange(one);
    return (await taken()) ? again : undefined;
  }

  /** Keeps what was found of a case. */
  #settle({ case: one, answer, presented }: Exchange, findings: readonly Found[]): void {
    this.#found.push(...findings);
    const [finding] = findings;
    const reason = finding && `${finding.check}: expected ${finding.expected}; got ${finding.got}`;
    this.#reports.push({
      ...described(one),
      outcome: finding ? "failed" : "passed",
      ...("status" in answer && { status: answer.status }),
      ...(reason !== undefined && { reason: this.#words.redact(reason, presented) }),
      milliseconds: answer.doneAt - answer.sentAt,
    });
  }

  /** Sends a case, patiently where the server asks for patience. */
  async #exchange(one: Case, before?: Exchange): Promise<Exchange> {
    const index = before?.index ?? this.#cases.size + 1;
    this.#cases.set(index, one);
    const { outgoing, presented } = outgoingOf(one, index, this.#words, this.#key, this.#base);
    if (one.expects === "accepted" || one.expects === "open") this.#creates += 1;
    const answer = await this.#sender.send(outgoing);
    const json = "status" in answer ? parsed(answer.text) : undefined;
    const put = (text: string) => this.#words.put(text, index);
    const exchange: Exchange = {
      case: one,
      index,
      sequence: this.#sender.requests,
      presented,
      answer,
      json,
      sent: one.sent && {
        body: one.sent.body === undefined ? undefined : JSON.parse(put(JSON.stringify(one.sent.body))),
        parameters: JSON.parse(put(JSON.stringify(one.sent.parameters))),
      },
      requestText: `${outgoing.url.pathname} ${put(one.template.body ?? "")}`,
      texts: "status" in answer ? textsOf(answer, json?.value) : [],
      before: before && "status" in before.answer ? before.answer : undefined,
    };
    this.#remember(exchange);
    return exchange;
  }

  /** Keeps what later answers are compared with. */
  #remember({ case: { operation, expects }, sequence, answer, json }: Exchange): void {
    if (!("status" in answer) || expects === "no-route") return;
    const response = responseFor(operation, answer.status);
    if (response) this.#judged.set(response.pointer, (this.#judged.get(response.pointer) ?? 0) + 1);
    if (!json || answer.status < 200 || answer.status > 299) return;
    for (const relation of this.#relations) {
      const value = at(json.value, relation.place);
      if (value === undefined) continue;
      const name = `${relation.pointer} ${JSON.stringify(value)}`;
      if (relation.kind !== "unique") continue;
      if (!this.#values.has(name)) this.#values.set(name, sequence);
      this.#created.push(this.#words.redact(String(value)));
    }
  }

  #known(): Known {
    return {
      validator: this.#validator,
      words: this.#words,
      relations: this.#relations,
      cases: this.#cases,
      values: this.#values,
      times: this.#times,
    };
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
    const known = this.#known();
    const found: Found[] = [];
    for (const check of checks) {
      const finding = check.judge(exchange, answer, known);
      if (!finding) continue;
      const limit = this.#options.limits?.find(
        (limit) => limit.check === check.name && exchange.case.id.includes(limit.cases ?? ""),
      );
      if (limit === undefined) found.push({ ...finding, check: check.name, exchange });
      else
        this.#skipped.set(limit.reason, [
          ...new Set([...(this.#skipped.get(limit.reason) ?? []), `${check.name} of ${exchange.case.id}`]),
        ]);
    }
    this.#keepTime(exchange, answer);
    return found;
  }

  #keepTime({ json }: Exchange, { sentAt, doneAt, status }: Answer): void {
    if (status < 200 || status > 299) return;
    for (const relation of this.#relations) {
      const value = at(json?.value, relation.place);
      if (relation.kind !== "now" || typeof value !== "string") continue;
      this.#times.set(relation.pointer, [
        ...(this.#times.get(relation.pointer) ?? []),
        { text: value, sentAt, doneAt },
      ]);
    }
  }

  /** Looks for the smallest random request that fails. */
  async #shrink(deriver: Deriver): Promise<void> {
    const failing = this.#found.find((found) => found.exchange.case.random && found.check !== answered.name);
    if (
      failing === undefined ||
      this.#found.some((found) => !found.exchange.case.random && found.check === failing.check)
    )
      return;
    let sent = 0;
    const property = fc.asyncProperty(deriver.arbitrary(), async (value) => {
      if (sent++ >= maxShrinks || this.#creates >= (this.#options.maxCreates ?? 300)) return true;
      const exchange = await this.#exchange(deriver.randomCase(value));
      const findings = this.#judge(exchange);
      this.#found.push(...findings);
      return findings.length === 0;
    });
    await fc.check(property, { seed: this.#options.seed ?? 1, numRuns: this.#options.runs ?? 30 });
  }

  /** One more request, later: a time of creation that does not move has shown itself by then. */
  async #later(operation: Operation, deriver: Deriver): Promise<void> {
    const relation = this.#relations.find((one) => one.kind === "now");
    const times = relation && (this.#times.get(relation.pointer) ?? []);
    const [one] = deriver.plain();
    const limited = this.#options.limits?.some((limit) => limit.check === "created-now" && limit.cases === undefined);
    if (
      !times ||
      !one ||
      limited ||
      this.#options.only !== undefined ||
      this.#creates >= (this.#options.maxCreates ?? 300)
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
    const failures = this.#failures();
    const judged = this.#reports.some((one) => one.outcome !== "skipped" && !one.id.endsWith(atFirst));
    const none = this.#reports.some((one) => one.outcome === "skipped")
      ? "all of them were skipped"
      : "none was asked for";
    const unjudged = reason ?? (judged ? undefined : `No case was judged: ${none}.`);
    return {
      verdict: unjudged !== undefined ? "unjudged" : failures.length > 0 ? "broken" : "holds",
      ...(unjudged !== undefined && { reason: unjudged }),
      url: this.#words.redact(this.#base),
      seed: this.#options.seed ?? 1,
      requests: this.#sender.requests,
      milliseconds: Math.round(performance.now() - this.#startedAt),
      cases: this.#reports,
      failures,
      skipped: [...this.#skipped].map(([why, cases]): Skipped => ({ reason: why, cases })),
      rules: mergeRules(this.#rules),
      created: this.#created,
    };
  }

  /** The failures by cause, each shown by its smallest request. */
  #failures(): Failure[] {
    const groups = new Map<string, Found[]>();
    for (const found of this.#found) {
      const cause = `${found.check} ${found.pointer}`;
      groups.set(cause, [...(groups.get(cause) ?? []), found]);
    }
    return [...groups.values()].map((group) => {
      const sorted = group.sort((a, b) => sizeOf(a) - sizeOf(b));
      const { check, pointer, expected, got, exchange } = sorted[0] as Found;
      const rule = checks.find((one) => one.name === check)?.words ?? answered.words;
      const redact = (text: string) => this.#words.redact(text, exchange.presented);
      return {
        check,
        rule,
        pointer,
        expected: redact(expected),
        got: redact(got),
        cases: [...new Set(sorted.map((found) => found.exchange.case.id))],
        curl: redact(curlOf(exchange.case, this.#base, this.#options.keyVariable ?? keyVariable)),
        response: redact(responseText(exchange.answer)),
      };
    });
  }
}

const sizeOf = ({ exchange: { case: one } }: Found) =>
  (one.template.body?.length ?? 0) + one.template.path.length + one.template.query.length;

const described = ({ id, title, expects, pointer }: Case) => ({ id, title, expects, pointer });

const isTooMany = (answer: Answer | Silence) => "status" in answer && answer.status === 429;

function parsed(text: string | undefined): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text ?? "") };
  } catch {
    return undefined;
  }
}

function textsOf(answer: Answer, json: unknown): string[] {
  const plain = answer.head + (answer.text ?? "");
  const texts = [plain];
  if (json !== undefined) texts.push(JSON.stringify(json));
  if (/%[0-9a-f]{2}/i.test(plain))
    texts.push(
      plain.replace(/(%[0-9a-f]{2})+/gi, (escapes) => Buffer.from(escapes.replaceAll("%", ""), "hex").toString()),
    );
  return texts;
}

/** A fixed order for a seed, in which kinds of cases are mixed: what one of them leaves behind meets the others. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), { seed, numRuns: 1 })[0] ?? [];
}
