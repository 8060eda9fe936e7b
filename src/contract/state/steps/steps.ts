/** The steps of a sequence: requests about items of one resource, whose responses are checked like all others. */
import type { Description } from "../../../openapi/document.ts";
import { type Operation, type Parameter, successSchemas } from "../../../openapi/operation.ts";
import { tokensOf } from "../../../openapi/pointer.ts";
import { listSchemaOf } from "../../../openapi/resources/envelopes.ts";
import type { Resource, Resources } from "../../../openapi/resources/resources.ts";
import type { Check, Violation } from "../../check/check.ts";
import type { CheckName, Finding } from "../../check/finding.ts";
import type { GenerationContext } from "../../generate/context.ts";
import type { Difference } from "../../generate/request/builder.ts";
import type { Exchange } from "../../transport/exchange.ts";
import type { Clock } from "../../transport/transport.ts";
import { type Item, pathOf } from "../items/item.ts";
import type { ItemStore } from "../items/item-store.ts";
import { requestValues } from "../items/request-values.ts";
import { propertyOf, type Shown, shownBy, succeeded } from "../items/response-values.ts";
import { type Changed, changedProperty, type Written, writtenValues } from "./written-values.ts";

/** Milliseconds after which a server that is consistent only in the end is asked again. */
const pauses = [50, 200, 750];

/** What a sequence is run with. */
export interface SequenceParts {
  readonly items: ItemStore;
  readonly description: Description;
  readonly clock: Clock;
  readonly contextOf: (operation: Operation) => GenerationContext;
  /** What the checks of single responses find. */
  readonly check: (exchange: Exchange) => Finding[];
}

/** The written values, without white space around a text where the response to the write shows it so. */
function asTrimmed(written: Written, exchange: Exchange): Written {
  const shown = shownBy(exchange);
  return new Map(
    [...written].map(([name, { value, schema }]) => {
      const trimmed = typeof value === "string" ? value.trim() : value;
      return [name, { value: propertyOf(shown, name) === trimmed ? trimmed : value, schema }];
    }),
  );
}

/** Something that is wrong with the state of the server, and the exchange that shows it. */
export interface StateViolation extends Violation {
  readonly check: Check<CheckName>;
  readonly exchange: Exchange;
}

export class Steps {
  readonly resource: Resource;
  readonly findings: Finding[] = [];
  /** The last exchange; `undefined` before the first. */
  last: Exchange | undefined;
  readonly #parts: SequenceParts;
  readonly #firstReads = new Map<string, Exchange>();

  constructor(resource: Resource, parts: SequenceParts) {
    this.resource = resource;
    this.#parts = parts;
  }

  get resources(): Resources {
    return this.#parts.description.resources;
  }

  contextOf(operation: Operation): GenerationContext {
    return this.#parts.contextOf(operation);
  }

  /** A new item, with this body if one is given; `undefined` if the server gives none. A single thing is there already. */
  async create(body?: unknown): Promise<Item | undefined> {
    if (!this.resource.parameter && this.resource.sources.length === 0) return this.#single();
    const item = await this.#parts.items.create(this.resource, body);
    if (item) this.#noted(item.created);
    return item;
  }

  /** An item, and those that were created before and after it; there are none beside a single thing. */
  async createWithNeighbours(): Promise<{ item: Item | undefined; neighbours: Item[] }> {
    const [before, item, after] = [await this.create(), await this.create(), await this.create()];
    const others = [before, after].filter((other) => other !== undefined);
    return { item, neighbours: others.filter(({ path }) => path !== item?.path) };
  }

  /** What has no id, such as settings, as it is now: in a new parent, if it stands in one. */
  async #single(): Promise<Item | undefined> {
    const { read, path } = this.resource;
    const parameter = read && this.resources.created(read).at(-1);
    const parent = read && parameter && (await this.createParent(read, parameter));
    if (!read || (parameter && !parent)) return undefined;
    const values = parent?.values ?? new Map();
    const item = { resource: this.resource, values, path: pathOf(path, values) };
    const exchange = this.#noted(
      await this.#parts.items.sendFor(item, read, { expects: "ambiguous", title: "a read" }),
    );
    if (!succeeded(exchange)) return undefined;
    const single = { ...item, created: exchange };
    if (!parent && !this.#parts.items.singles.has(path)) this.#parts.items.singles.set(path, single);
    return single;
  }

  /** Writes a single thing back as it was when it was read first. */
  async restore(single: Item): Promise<void> {
    const operation = this.resource.replace ?? this.resource.update;
    const before = Object.fromEntries([...this.written(single.created)].map(([name, { value }]) => [name, value]));
    const body = operation && requestValues(this.contextOf(operation))?.bodyOf(before);
    if (body) await this.send(single, operation, { title: "the values from before", body });
  }

  /** A new item of what a parameter of an operation's path names. */
  async createParent(operation: Operation, parameter: Parameter): Promise<Item | undefined> {
    const parent = this.resources.named(operation, parameter);
    return parent && this.#parts.items.create(parent);
  }

  /** The items of the run's own that a list beside one must show, and itself. */
  besides({ values }: Item): Item[] {
    const { path } = this.resource;
    const { present, actedOn } = this.#parts.items.history;
    const isBeside = (item: Item) =>
      [...values].every(([start, value]) => start === path || String(item.values.get(start)) === String(value));
    return present.filter((item) => item.resource.path === path && isBeside(item) && !actedOn.has(item.path));
  }

  /** Sends a request about an item. */
  async send(
    item: Item,
    operation: Operation,
    difference: Pick<Difference, "title"> & Partial<Difference>,
  ): Promise<Exchange> {
    return this.#noted(await this.#parts.items.sendFor(item, operation, { expects: "ambiguous", ...difference }));
  }

  /** The first read of an item in this sequence: this one, if there was none before. */
  firstRead({ path }: Item, exchange: Exchange): Exchange {
    const first = this.#firstReads.get(path) ?? exchange;
    this.#firstReads.set(path, first);
    return first;
  }

  #noted(exchange: Exchange): Exchange {
    this.last = exchange;
    this.findings.push(...this.#parts.check(exchange));
    return exchange;
  }

  /** Reads an item; `undefined` if nothing reads it. */
  async read(
    item: Item,
    title: string = "a read",
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Exchange | undefined> {
    const { read } = this.resource;
    return read && this.send(item, read, { title, parameters });
  }

  /**
   * The values that a write has written, of those that a read or a list shows. Those of a single thing are what its read
   * has shown.
   */
  written(exchange: Exchange): Written {
    const { read, lists } = this.resource;
    const shownBy = read ?? exchange.testCase.operation;
    const schemas = [successSchemas(shownBy)[0], lists[0] && listSchemaOf(lists[0])?.schema];
    const schema = schemas.find((shown) => shown !== undefined);
    const { body } = exchange.testCase.operation;
    if (body) {
      const ofServer = this.#idsOfServer(exchange.testCase.operation);
      const written = writtenValues(body.schema, exchange.sent?.body, schema);
      return asTrimmed(new Map([...written].filter(([name]) => !ofServer.includes(name))), exchange);
    }
    const { replace, update } = this.resource;
    return writtenValues((replace ?? update)?.body?.schema, exchange.json?.value, schema);
  }

  /** The properties by which a create names its item, where requests may leave them out: the server may choose the id. */
  #idsOfServer(operation: Operation): string[] {
    const source = this.resource.sources.find((candidate) => candidate.operation === operation);
    const names = (source?.places ?? []).map((place) => tokensOf(place).at(-1) ?? "");
    return names.filter((name) => operation.body?.schema.required.has(name) === false);
  }

  /** What of the written values a response, or the entry of a list, shows otherwise. */
  changed(written: Written, shown: Shown, isPart = false): Changed | undefined {
    return changedProperty(written, shown, this.#parts.description.responses, isPart);
  }

  /** Looks again for what is wrong, until nothing is: a server may be consistent only in the end. */
  async settled(look: () => Promise<StateViolation | undefined>): Promise<StateViolation | undefined> {
    let found = await look();
    for (const pause of pauses) {
      if (!found) return undefined;
      await this.#parts.clock.sleep(pause);
      found = await look();
    }
    return found;
  }
}
