/** Creates items on the server for the cases that need one, and deletes them in the end. */
import { randomInt, randomUUID } from "node:crypto";
import type { Description } from "../../../openapi/document.ts";
import type { Operation } from "../../../openapi/operation.ts";
import { isSuccess } from "../../../openapi/operation.ts";
import { roleOf } from "../../../openapi/parameter-role.ts";
import { type IdSource, pathUpTo, type Resource } from "../../../openapi/resources.ts";
import type { Schema } from "../../../openapi/schema.ts";
import { CANARY, type GenerationContext, orOmission } from "../../generate/context.ts";
import { randomCases } from "../../generate/random.ts";
import { fullestBody, smallestBody } from "../../generate/request/body.ts";
import { buildCases, type Difference } from "../../generate/request/builder.ts";
import { keyOf, writeParameters } from "../../generate/request/serialization.ts";
import { isSafe, type TestCase } from "../../generate/test-case.ts";
import type { Exchange } from "../../transport/exchange.ts";
import { exampleOf } from "../../values/example.ts";
import { type Item, itemsCreated, pathOf, valuesOfPath } from "./item.ts";

/** Random bodies that are tried where the plain ones are refused. */
const maxRandom = 5;
/** Requests that change nothing on a correct server: those of an operation share one item. */
const changesNothing = ["refused", "unauthorized", "not-found", "no-route"];

type ContextOf = (operation: Operation) => GenerationContext;
type Send = (testCase: TestCase) => Promise<Exchange>;

export class Items {
  /** What the requests of the run have created and not deleted, by path. */
  readonly present: Map<string, Item> = new Map();
  readonly #description: Description;
  readonly #contextOf: ContextOf;
  readonly #send: Send;
  /** Items that several cases use, by what they are used for. */
  readonly #shared = new Map<string, Promise<Item | undefined>>();
  /** Whether a source gives items; those that never gave one are not asked again. */
  readonly #isUseful = new Map<IdSource, boolean>();
  readonly #bodies = new Map<IdSource, Difference[]>();

  constructor(description: Description, contextOf: ContextOf, send: Send) {
    this.#description = description;
    this.#contextOf = contextOf;
    this.#send = send;
  }

  /** Remembers what an exchange has created, or deleted. */
  add(exchange: Exchange): void {
    const { testCase, result } = exchange;
    const { resources, requests } = this.#description;
    for (const item of itemsCreated(exchange, resources, requests)) this.present.set(item.path, item);
    if (testCase.template.method !== "DELETE" || result.kind === "no-response" || result.status >= 300) return;
    const deleted = this.present.get(pathOf(testCase.operation.path, valuesOfPath(testCase)));
    for (const { path, created } of this.present.values()) if (created === deleted?.created) this.present.delete(path);
  }

  /** Whether the server has given an item of the run's own to an operation. */
  has(operation: Operation): boolean {
    const { resources } = this.#description;
    const resource = resources
      .created(operation)
      .map((parameter) => resources.named(operation, parameter))
      .at(-1);
    return resource?.sources.some((source) => this.#isUseful.get(source)) === true;
  }

  /** The test case with the values of an item of the run's own in the parameters that were left open. */
  async fill(testCase: TestCase): Promise<TestCase> {
    const { fromState } = testCase;
    if (Object.keys(fromState).length === 0) return testCase;
    const { item, isMissing } = await this.#itemFor(testCase);
    const values = item ? await this.#valuesFor(testCase, item) : fromState;
    const filled = withParameters(testCase, values);
    return isMissing ? { ...filled, expects: "unspecified" } : filled;
  }

  /** A new item; `undefined` if the server gives none. */
  async create(resource: Resource, body?: Difference): Promise<Item | undefined> {
    for (const source of resource.sources) {
      if (this.#isUseful.get(source) === false) continue;
      const item = await this.#createFrom(source, resource, body);
      if (item) return item;
    }
    return undefined;
  }

  /** Deletes what the run has created where the description has a DELETE, what stands in others first. */
  async removeAll(): Promise<void> {
    const items = [...this.present.values()].sort((a, b) => b.path.split("/").length - a.path.split("/").length);
    for (const item of items) {
      const { remove } = item.resource;
      if (remove && this.present.has(item.path))
        await this.sendFor(item, remove, { title: "what the run has created" });
    }
  }

  /** Sends a request that is about an item. */
  async sendFor(
    item: Item,
    operation: Operation,
    difference: Pick<Difference, "title"> & Partial<Difference>,
  ): Promise<Exchange> {
    const context = this.#contextOf(operation);
    const base = { expects: "unspecified", pointer: operation.pointer } as const;
    const [testCase] = buildCases(context, { ...base, ...difference });
    if (!testCase) throw new Error(`${operation.id}: ${difference.title} can't be built.`);
    return this.#send(withParameters(testCase, await this.#valuesFor(testCase, item)));
  }

  /** An item for a case: one of its own if the case may change it. `isMissing`: there were some, and now there is none. */
  async #itemFor({
    operation,
    expects,
    template,
    fromState,
  }: TestCase): Promise<{ item: Item | undefined; isMissing: boolean }> {
    const { resources } = this.#description;
    const open = resources.created(operation).filter((parameter) => Object.hasOwn(fromState, keyOf(parameter)));
    const named = open.map((parameter) => resources.named(operation, parameter));
    const resource = named.at(-1);
    if (!resource) return { item: undefined, isMissing: false };
    const isUnchanged = isSafe(template.method) || !resources.isOfItem(operation);
    const use = isUnchanged ? resource.path : changesNothing.includes(expects) ? operation.id : undefined;
    const item = await (use === undefined ? this.create(resource) : this.#sharedItem(use, resource));
    return { item, isMissing: !item && resource.sources.some((source) => this.#isUseful.get(source)) };
  }

  #sharedItem(use: string, resource: Resource): Promise<Item | undefined> {
    const item = this.#shared.get(use) ?? this.create(resource);
    this.#shared.set(use, item);
    return item;
  }

  async #createFrom(source: IdSource, resource: Resource, body: Difference | undefined): Promise<Item | undefined> {
    const { resources, requests } = this.#description;
    const context = this.#contextOf(source.operation);
    for (const difference of body ? [body] : this.#bodiesOf(source, context)) {
      const [testCase] = buildCases(context, withChosenId(context, source, resource, difference));
      if (!testCase) continue;
      const exchange = await this.#send(testCase);
      const item = itemsCreated(exchange, resources, requests).find((created) => created.resource === resource);
      if (!item) continue;
      if (source.isGuess && !this.#isUseful.has(source) && !(await this.#canRead(item))) break;
      this.#isUseful.set(source, true);
      if (!body)
        this.#bodies.set(source, [
          difference,
          ...this.#bodiesOf(source, context).filter((other) => other !== difference),
        ]);
      return item;
    }
    if (!body && !this.#isUseful.has(source)) this.#isUseful.set(source, false);
    return undefined;
  }

  /** Bodies for creating an item: the one that was accepted before is the first. */
  #bodiesOf(source: IdSource, context: GenerationContext): Difference[] {
    const made = this.#bodies.get(source);
    if (made) return made;
    const base = {
      expects: "unspecified",
      title: "an item for other cases",
      pointer: source.operation.pointer,
    } as const;
    const bodies = orOmission(context, () => [fullestBody(context), smallestBody(context)]).map((body) => ({
      ...base,
      body,
    }));
    const random = randomCases(context, maxRandom).map(({ body }) => ({ ...base, body }));
    this.#bodies.set(source, [...bodies, ...random]);
    return [...bodies, ...random];
  }

  async #canRead(item: Item): Promise<boolean> {
    const { read } = item.resource;
    if (!read) return false;
    const { result } = await this.sendFor(item, read, { title: "what another operation has created" });
    return result.kind === "response" && isSuccess(read, result.status);
  }

  /** What an item gives for the open parameters of a case: the ids of its path, and its ETag. */
  async #valuesFor({ operation, fromState }: TestCase, item: Item): Promise<Record<string, unknown>> {
    const values: Record<string, unknown> = {};
    for (const parameter of operation.parameters) {
      const key = keyOf(parameter);
      if (!Object.hasOwn(fromState, key)) continue;
      const isTag = roleOf(parameter) === "precondition" && parameter.name.toLowerCase() === "if-match";
      const own = isTag ? await this.#tagOf(item) : item.values.get(pathUpTo(operation.path, parameter.name));
      values[key] = own ?? fromState[key];
    }
    return values;
  }

  /** The ETag of an item as it is now. */
  async #tagOf(item: Item): Promise<string | undefined> {
    const { read } = item.resource;
    const { result } = read ? await this.sendFor(item, read, { title: "its ETag" }) : item.created;
    return result.kind === "response" ? result.headers.etag : undefined;
  }
}

/** A request that creates an item, with an id of its own where the request chooses it. */
function withChosenId(
  context: GenerationContext,
  source: IdSource,
  resource: Resource,
  difference: Difference,
): Difference {
  const { parameter } = resource;
  if (!source.isChosen || !parameter) return difference;
  const own = source.operation.parameters.find(({ name }) => pathUpTo(source.operation.path, name) === resource.path);
  return own
    ? { ...difference, parameters: { ...difference.parameters, [keyOf(own)]: newId(context, own.schema) } }
    : difference;
}

/** An id that nothing has yet. */
function newId({ inputs }: GenerationContext, schema: Schema): unknown {
  const least = schema.limit("minimum") ?? 1;
  const greatest = Math.min(schema.limit("maximum") ?? 2 ** 31 - 1, 2 ** 31 - 1);
  const candidates = [CANARY, randomUUID(), greatest > least ? randomInt(least, greatest) : least];
  return candidates.find((candidate) => inputs.validator.accepts(schema, candidate)) ?? exampleOf(inputs, schema);
}

/** A test case whose open parameters have values. */
function withParameters(testCase: TestCase, values: Readonly<Record<string, unknown>>): TestCase {
  const { operation, template, sent } = testCase;
  const { path, query, headers } = writeParameters(operation, values, template.path);
  return {
    ...testCase,
    template: { ...template, path, query: [...template.query, ...query], headers: { ...template.headers, ...headers } },
    sent: sent && { ...sent, parameters: { ...sent.parameters, ...values } },
    fromState: {},
  };
}
