/** Sends cases, and keeps what later answers are compared with. */
import type { Known } from "../check/finding.ts";
import { mayCreate, type TestCase } from "../generate/test-case.ts";
import { type Relation, seriesOf } from "../spec/extensions.ts";
import { responseFor } from "../spec/operation.ts";
import { at, parsed } from "../spec/pointer.ts";
import type { Validator } from "../spec/validator.ts";
import type { Words } from "../transport/canaries.ts";
import type { Exchange, Shown } from "../transport/exchange.ts";
import type { Answer } from "../transport/http.ts";
import type { PatientSender } from "../transport/rate-limit.ts";
import { outgoingOf } from "../transport/request.ts";

/** Where cases are sent, with what. */
interface Server {
  readonly base: string;
  readonly key: string;
  readonly words: Words;
  readonly validator: Validator;
  readonly sender: PatientSender;
}

/** Turns cases into exchanges. */
export class Exchanger {
  readonly #server: Server;
  readonly #cases = new Map<number, TestCase>();
  readonly #values = new Map<string, number>();
  readonly #series = new Map<string, Shown[]>();
  /** What the document says of the answers to come. */
  relations: readonly Relation[] = [];
  /** Valid requests so far, each of which may have created something. */
  creates = 0;
  /** The answers so far by the pointer of the response that they fall under. */
  readonly answers: Map<string, number> = new Map();
  /** The ids of what was created. */
  readonly created: string[] = [];

  constructor(server: Server) {
    this.#server = server;
  }

  /** Sends a case, patiently where the server asks for patience. */
  async send(one: TestCase, before?: Exchange): Promise<Exchange> {
    const { base, key, words, sender } = this.#server;
    const index = before?.index ?? this.#cases.size + 1;
    this.#cases.set(index, one);
    const { outgoing, presented } = outgoingOf(one, index, words, key, base);
    if (mayCreate(one)) this.creates += 1;
    const answer = await sender.send(outgoing);
    const json = "status" in answer ? parsed(answer.text) : undefined;
    const put = (text: string) => words.put(text, index);
    const exchange: Exchange = {
      case: one,
      request: outgoing,
      index,
      sequence: sender.requests,
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
    if (response) this.answers.set(response.pointer, (this.answers.get(response.pointer) ?? 0) + 1);
    if (!json || answer.status < 200 || answer.status > 299) return;
    for (const relation of this.relations) {
      const value = at(json.value, relation.place);
      if (value === undefined) continue;
      const name = `${relation.pointer} ${JSON.stringify(value)}`;
      if (relation.kind !== "unique") continue;
      if (!this.#values.has(name)) this.#values.set(name, sequence);
      this.created.push(this.#server.words.redact(String(value)));
    }
  }

  /** What the checks may know by now. */
  known(): Known {
    return {
      validator: this.#server.validator,
      words: this.#server.words,
      relations: this.relations,
      cases: this.#cases,
      values: this.#values,
      series: this.#series,
    };
  }

  /** Keeps what an answer that has been judged shows of what only the server knows. */
  keepShown({ json, case: one, sent }: Exchange, { sentAt, doneAt, status }: Answer): void {
    if (status < 200 || status > 299) return;
    for (const relation of this.relations) {
      const value = at(json?.value, relation.place);
      const name = seriesOf(relation, one.expects === "accepted" ? sent : undefined);
      if (name === undefined || value === undefined) continue;
      this.#series.set(name, [...(this.#series.get(name) ?? []), { text: JSON.stringify(value), sentAt, doneAt }]);
    }
  }

  /** The times of creation so far that a relation is about. */
  timesOf(relation: Relation): readonly Shown[] {
    return this.#series.get(relation.pointer) ?? [];
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
