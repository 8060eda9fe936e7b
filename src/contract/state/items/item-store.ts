/** The items that a run has created, and those that it creates for its cases. */
import type { Description } from "../../../openapi/document.ts";
import { Once } from "../../../openapi/once.ts";
import type { Operation } from "../../../openapi/operation.ts";
import type { ItemSource } from "../../../openapi/resources/item-source.ts";
import { pathUpTo } from "../../../openapi/resources/paths.ts";
import type { Resource } from "../../../openapi/resources/resources.ts";
import type { GenerationContext } from "../../generate/context.ts";
import { buildCases, type Difference } from "../../generate/request/builder.ts";
import { keyOf } from "../../generate/request/serialization.ts";
import type { TestCase } from "../../generate/test-case.ts";
import type { Exchange } from "../../transport/exchange.ts";
import type { Clock } from "../../transport/transport.ts";
import type { ValueInputs } from "../../values/inputs.ts";
import { ownPlaces, withFreshValues } from "./body-values.ts";
import { type Item, isPending, itemsCreated } from "./item.ts";
import { ItemBodies } from "./item-bodies.ts";
import type { ItemHistory } from "./item-history.ts";
import { aboutItem, creationOf, type Named, sharedUse, withNewId, withParameters } from "./item-request.ts";
import { succeeded } from "./response-values.ts";

/** Milliseconds after which an item is looked for again. */
const pauses = [100, 400, 1500];

type ContextOf = (operation: Operation) => Promise<GenerationContext>;
type Send = (testCase: TestCase) => Promise<Exchange>;

export class ItemStore {
  readonly history: ItemHistory;
  /** Single things, such as settings, as they were before the run changed them, by path. */
  readonly singles: Map<string, Item> = new Map();
  readonly #description: Description;
  readonly #contextOf: ContextOf;
  readonly #send: Send;
  readonly #clock: Clock;
  /** Items that several cases use, by what they are used for. */
  readonly #shared = new Map<string, Promise<Item | undefined>>();
  /** Whether a source gives items; those that never gave one are not asked again. */
  readonly #isUseful = new Map<ItemSource, boolean>();
  readonly #bodies = new Once<ItemSource, ItemBodies>();

  constructor(description: Description, history: ItemHistory, contextOf: ContextOf, send: Send, clock: Clock) {
    this.history = history;
    this.#clock = clock;
    this.#description = description;
    this.#contextOf = contextOf;
    this.#send = send;
  }

  /** Whether the server has given the run an item that an operation is about: the last one that its path names. */
  has(operation: Operation): boolean {
    const { resources } = this.#description;
    const last = resources.created(operation).at(-1);
    const isLast = last !== undefined && !operation.path.split(`{${last.name}}`).at(-1)?.includes("{");
    const resource = isLast ? resources.named(operation, last) : undefined;
    return resource?.sources.some((source) => this.#isUseful.get(source)) === true;
  }

  /** The test case with what it needs of the server's state: the id of an item, or one that no item has. */
  async fill(testCase: TestCase): Promise<TestCase> {
    const filled = await this.#withItem(testCase);
    const { operation } = testCase;
    const { resources } = this.#description;
    const resource = operation.body && resources.isCreate(operation) ? resources.of(operation) : undefined;
    return resource ? withNewId(filled, await this.#contextOf(operation), resource) : filled;
  }

  /** The test case with the values of an item of the run's own in the parameters that were left open. */
  async #withItem(testCase: TestCase): Promise<TestCase> {
    const { expects, fromState } = testCase;
    if (Object.keys(fromState).length === 0) return testCase;
    const { item, isMissing } = await this.#itemFor(testCase);
    const filled = item ? await this.#about(testCase, item) : withParameters(testCase, this.#inParents(testCase));
    return isMissing && expects !== "unauthorized" ? { ...filled, expects: "unspecified" } : filled;
  }

  /** The values of open parameters, with those parents of items that no request creates, such as a tenant. */
  #inParents({ operation, fromState }: TestCase): Record<string, unknown> {
    const { resources } = this.#description;
    const values = operation.parameters.flatMap((parameter): [string, unknown][] => {
      const isCreated = resources.created(operation).includes(parameter);
      const value = isCreated ? undefined : this.history.parents.get(pathUpTo(operation.path, parameter.name));
      return keyOf(parameter) in fromState && value !== undefined ? [[keyOf(parameter), value]] : [];
    });
    return { ...fromState, ...Object.fromEntries(values) };
  }

  /** The request to send in place of one that may be refused for its values: with those that no item has yet. */
  async afterConflict({ testCase, result }: Exchange): Promise<TestCase | undefined> {
    const { operation, expects } = testCase;
    const { resources } = this.#description;
    if (result.kind === "no-response" || !resources.mayConflict(operation, result.status)) return undefined;
    if (result.status !== 409 && expects !== "accepted") return undefined;
    const context = await this.#contextOf(operation);
    const resource = resources.isOfItem(operation) ? resources.of(operation) : undefined;
    const fresh = withFreshValues(testCase, context, resource && ownPlaces(context, resource).id);
    return fresh.template.body === testCase.template.body ? undefined : fresh;
  }

  /** A new item, with this body if one is given; `undefined` if the server gives none. */
  async create(resource: Resource, body?: unknown): Promise<Item | undefined> {
    for (const source of resource.sources) {
      if (this.#isUseful.get(source) === false) continue;
      const item = await this.#createFrom(source, resource, body);
      if (item) return item;
    }
    return undefined;
  }

  /** What the properties of an operation's requests may name: an item of the run's own, where one can be created. */
  async references(operation: Operation): Promise<ValueInputs["references"]> {
    const references = new Map<string, { readonly value?: unknown } | undefined>();
    for (const [name, resource] of this.#description.resources.references(operation)) {
      const item = resource && (await this.#sharedItem(resource.path, resource));
      references.set(name, item && { value: item.values.get(item.resource.path) });
    }
    return references;
  }

  /** Deletes what the run has created where the description has a DELETE, what stands in others first. */
  async removeAll(): Promise<void> {
    const depth = ({ path }: Item) => path.split("/").length;
    // What others name can often be deleted only after them.
    for (let turn = 0; turn < 2; turn++) {
      for (const item of this.history.present.sort((a, b) => depth(b) - depth(a))) {
        const { remove } = item.resource;
        if (remove && this.history.present.includes(item))
          await this.sendFor(item, remove, { title: "what the run has created" });
      }
    }
  }

  /** Sends a request that is about an item. */
  async sendFor(
    item: Named,
    operation: Operation,
    difference: Pick<Difference, "title"> & Partial<Difference>,
  ): Promise<Exchange> {
    const base = { expects: "unspecified", pointer: operation.pointer } as const;
    const [testCase] = buildCases(await this.#contextOf(operation), { ...base, ...difference });
    if (!testCase) throw new Error(`${operation.id}: ${difference.title} can't be built.`);
    return this.#send(await this.#about(testCase, item));
  }

  /** An item for a case: one of its own if the case may change it. `isMissing`: there were some, and now there is none. */
  async #itemFor(testCase: TestCase): Promise<{ item: Item | undefined; isMissing: boolean }> {
    const { operation, fromState } = testCase;
    const { resources } = this.#description;
    const open = resources.created(operation).filter((parameter) => Object.hasOwn(fromState, keyOf(parameter)));
    const named = open.map((parameter) => resources.named(operation, parameter));
    const resource = named.at(-1);
    if (!resource) return { item: undefined, isMissing: false };
    const use = sharedUse(testCase, resource, resources);
    const item = await (use === undefined ? this.create(resource) : this.#sharedItem(use, resource));
    return { item, isMissing: !item && resource.sources.some((source) => this.#isUseful.get(source)) };
  }

  #sharedItem(use: string, resource: Resource): Promise<Item | undefined> {
    const item = this.#shared.get(use) ?? this.create(resource);
    this.#shared.set(use, item);
    return item;
  }

  async #createFrom(source: ItemSource, resource: Resource, body: unknown): Promise<Item | undefined> {
    const { resources, requests } = this.#description;
    const context = await this.#contextOf(source.operation);
    const bodies = this.#bodies.of(source, () => new ItemBodies(context));
    for (const candidate of body === undefined ? bodies.next() : [body]) {
      const [testCase] = buildCases(context, creationOf(context, source, resource, candidate));
      if (!testCase) continue;
      const exchange = await this.#send(testCase);
      const item = itemsCreated(exchange, resources, requests).find(
        (created) => created.resource.path === resource.path,
      );
      if (!item) continue;
      const isUnsure = source.isGuess && !this.#isUseful.has(source);
      if ((isUnsure || isPending(exchange)) && !(await this.#canRead(item))) break;
      this.#isUseful.set(source, true);
      if (body === undefined) bodies.accepted(candidate);
      return item;
    }
    if (body === undefined && !this.#isUseful.has(source)) this.#isUseful.set(source, false);
    return undefined;
  }

  /** Whether an item can be read, in the end: a create may only have been taken on. */
  async #canRead(item: Item): Promise<boolean> {
    const { read } = item.resource;
    if (!read) return false;
    for (const pause of pauses) {
      if (succeeded(await this.sendFor(item, read, { title: "what another operation has created" }))) return true;
      await this.#clock.sleep(pause);
    }
    return false;
  }

  async #about(testCase: TestCase, item: Named): Promise<TestCase> {
    const { read } = item.resource;
    const context = await this.#contextOf(testCase.operation);
    return aboutItem(testCase, item, context, async (title) => read && this.sendFor(item, read, { title }));
  }
}
