/** What the requests of a run were about, and what they have created on the server. */
import type { Description } from "../../../openapi/document.ts";
import { isSuccess } from "../../../openapi/operation.ts";
import { nameless } from "../../../openapi/resources/paths.ts";
import type { Write } from "../../check/check.ts";
import type { TestCase } from "../../generate/test-case.ts";
import type { Exchange } from "../../transport/exchange.ts";
import { type Item, idOf, itemsCreated, pathOf, valuesOfPath } from "./item.ts";

export class ItemHistory {
  /** What each request was about, by the index of its test case. */
  readonly writes: Map<number, Write> = new Map();
  /** The paths of items that an action was carried out on: lists may leave them out since. */
  readonly actedOn: Set<string> = new Set();
  /** The values in the path of the first item, by the start of the path that each ends. */
  readonly parents: Map<string, unknown> = new Map();
  readonly #description: Description;
  /** The items that the run has created, by path, and the paths of those that it has deleted since. */
  readonly #created = new Map<string, Item>();
  readonly #deleted = new Set<string>();

  constructor(description: Description) {
    this.#description = description;
  }

  /** Remembers a request before it is sent: its values may show before its own response comes. */
  addRequest({ operation, template }: TestCase, index: number): void {
    const { resources } = this.#description;
    const path = nameless(operation.path);
    const isIn = (resource: { readonly path: string }) => path.startsWith(`${resource.path}/`);
    const kind = resources.of(operation)?.path ?? resources.all.findLast(isIn)?.path ?? path;
    const named = resources.isOfItem(operation) ? pathOf(kind, valuesOfPath(operation, template.path)) : "";
    // Another way to write an id, such as 007, may name the item of another request.
    const known = this.#created.has(named) ? named : undefined;
    this.writes.set(index, { kind, item: resources.isCreate(operation) ? `#${index}` : known, isRefused: false });
  }

  /** Remembers what an exchange has created, deleted, or acted on. */
  add(exchange: Exchange): void {
    const { testCase, index, request, result } = exchange;
    if (result.kind === "no-response") return;
    const { operation, template } = testCase;
    const { resources, requests } = this.#description;
    const created = itemsCreated(exchange, resources, requests);
    for (const item of created) {
      this.#created.set(item.path, item);
      this.#deleted.delete(item.path);
      for (const [start, value] of item.values) if (!this.parents.has(start)) this.parents.set(start, value);
    }
    const write = this.writes.get(index);
    const isRefused = !isSuccess(operation, result.status) && result.status >= 400;
    if (write) this.writes.set(index, { ...write, item: created[0]?.path ?? write.item, isRefused });
    if (result.status >= 300) return;
    const values = valuesOfPath(operation, request.url.pathname);
    const acting = resources.all.find(({ actions }) => actions.includes(operation));
    if (acting) this.actedOn.add(pathOf(acting.path, values));
    if (template.method === "DELETE") this.#delete(pathOf(nameless(operation.path), values));
  }

  /** An item that has several paths is deleted with all of them. */
  #delete(path: string): void {
    const deleted = this.#created.get(path);
    for (const item of this.#created.values()) if (item.created === deleted?.created) this.#deleted.add(item.path);
  }

  /** What the run has created and not deleted. */
  get present(): Item[] {
    return [...this.#created.values()].filter(({ path }) => !this.#deleted.has(path));
  }

  /** The ids of what the run has created and not deleted; `known` are those that responses have shown besides. */
  idsLeft(known: readonly string[]): string[] {
    const deleted = [...this.#created.values()].filter(({ path }) => this.#deleted.has(path)).map(idOf);
    return [...new Set([...known.filter((id) => !deleted.includes(id)), ...this.present.map(idOf)])];
  }
}
