/** What the responses of a run showed so far: later ones are compared with it. */

import type { Description } from "../../openapi/document.ts";
import { hasResponse, isSuccess, type Operation, type Relation, responseFor } from "../../openapi/operation.ts";
import { at, isObject, type Omission } from "../../openapi/pointer.ts";
import type { Resources } from "../../openapi/resources/resources.ts";
import type { Validator } from "../../openapi/validator.ts";
import type { CheckContext, ShownValue } from "../check/check.ts";
import { resourceOf } from "../check/relation-values.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ItemHistory } from "../state/items/item-history.ts";
import type { Canaries } from "../transport/canaries.ts";
import type { Exchange } from "../transport/exchange.ts";

export class History implements CheckContext {
  readonly validator: Validator;
  readonly canaries: Canaries;
  readonly resources: Resources;
  readonly writes: CheckContext["writes"];
  readonly testCases: TestCase[] = [];
  /** How many responses fell under each documented response, by its pointer. */
  readonly responses: Map<string, number> = new Map();
  /** The values of unique properties: the ids of what the run created. */
  readonly created: string[] = [];
  readonly #items: ItemHistory;
  /** By the pointers of relations. */
  readonly #shown = new Map<string, ShownValue[]>();
  /** The texts and numbers that successes have shown, with the names of their properties. */
  readonly #values = new Set<string>();
  /** How many invalid requests of an operation were refused with a status code. */
  readonly #refusals = new Map<string, number>();
  readonly #successful = new Set<Operation>();
  readonly #firstSuccesses = new Map<Operation, Exchange>();

  constructor({ responses, resources }: Description, items: ItemHistory, canaries: Canaries) {
    this.validator = responses;
    this.resources = resources;
    this.#items = items;
    this.writes = items.writes;
    this.canaries = canaries;
  }

  /** Gives a test case its index. */
  register(testCase: TestCase): number {
    const index = this.testCases.push(testCase) - 1;
    this.#items.addRequest(testCase, index);
    return index;
  }

  /** The operations of which no request has succeeded: nothing shows what they do. */
  withoutSuccess(operations: readonly Operation[]): Omission[] {
    return operations
      .filter((operation) => !this.#successful.has(operation))
      .map(({ id, pointer }) => ({ pointer, reason: `${id}: no request succeeded, so what it changes is not tested` }));
  }

  shownBefore({ sequence }: Exchange, { pointer }: Relation): ShownValue[] {
    return (this.#shown.get(pointer) ?? []).filter((value) => value.sequence < sequence);
  }

  isTaken(name: string, value: unknown): boolean {
    return this.#values.has(keyOfValue(name, value));
  }

  firstSuccess(exchange: Exchange): unknown {
    const first = this.#firstSuccesses.get(exchange.testCase.operation);
    return first === exchange ? undefined : first?.json?.value;
  }

  /** Adds a response before it is checked, so that of two with one id the later one is compared with the earlier one. */
  addResponse(exchange: Exchange): void {
    const { testCase, sequence, result, json } = exchange;
    const { operation, expects } = testCase;
    this.#items.add(exchange);
    if (result.kind === "no-response" || expects === "no-route") return;
    const documented = responseFor(operation, result.status);
    if (documented) this.responses.set(documented.pointer, (this.responses.get(documented.pointer) ?? 0) + 1);
    const refusal = `${operation.id} ${result.status}`;
    if (expects === "refused") this.#refusals.set(refusal, (this.#refusals.get(refusal) ?? 0) + 1);
    if (!isSuccess(operation, result.status)) return;
    this.#successful.add(operation);
    if (!json) return;
    if (expects === "accepted" && !this.#firstSuccesses.has(operation)) this.#firstSuccesses.set(operation, exchange);
    for (const [name, value] of plainValues(json.value)) this.#values.add(keyOfValue(name, value));
    for (const relation of this.relationsOf(operation)) {
      const value = at(json.value, relation.place);
      if (value === undefined) continue;
      const { sentAt, doneAt } = result;
      const shown = this.#shown.get(relation.pointer) ?? [];
      this.#shown.set(relation.pointer, shown);
      shown.push({ text: JSON.stringify(value), resource: resourceOf(exchange, relation), sequence, sentAt, doneAt });
      if (relation.kind === "unique") this.created.push(String(value));
    }
  }

  isForCondition(operation: Operation, status: number): boolean {
    const pair = [400, 422];
    const countOf = (code: number) => this.#refusals.get(`${operation.id} ${code}`) ?? 0;
    const areBoth = pair.includes(status) && pair.every((code) => hasResponse(operation, code));
    return areBoth && (countOf(status) === 0 || pair.some((code) => countOf(code) > countOf(status)));
  }

  /** The relations that hold for a response of an operation: one that creates nothing shows old ids and times. */
  relationsOf(operation: Operation): readonly Relation[] {
    const isNew = operation.method === "POST" && !this.resources.isOfItem(operation);
    return isNew ? operation.relations : operation.relations.filter(({ kind }) => kind !== "unique" && kind !== "now");
  }
}

/** Two texts that differ in the case of letters alone may be the same to a server. */
const keyOfValue = (name: string, value: unknown) => `${name} ${JSON.stringify(value)}`.toLowerCase();

/** The texts and numbers within a value, with the names of their properties. */
function plainValues(value: unknown, name = ""): [name: string, value: unknown][] {
  if (typeof value === "string" || typeof value === "number") return [[name, value]];
  if (Array.isArray(value)) return value.flatMap((item) => plainValues(item, name));
  return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => plainValues(inner, key)) : [];
}
