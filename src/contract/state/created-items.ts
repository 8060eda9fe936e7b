/** What the requests of a run have created on the server, as far as it is still there. */
import type { Description } from "../../openapi/document.ts";
import { nameless } from "../../openapi/resources/paths.ts";
import type { Exchange } from "../transport/exchange.ts";
import { type Item, idOf, itemsCreated, pathOf, valuesOfPath } from "./item.ts";

export class CreatedItems {
  /** What the requests of the run have created and not deleted, by path. */
  readonly present: Map<string, Item> = new Map();
  /** The paths of items that an action was carried out on: lists may leave them out since. */
  readonly actedOn: Set<string> = new Set();
  /** The values in the path of the first item, by the start of the path that each ends. */
  readonly parents: Map<string, unknown> = new Map();
  readonly #deletedIds = new Set<string>();
  readonly #description: Description;

  constructor(description: Description) {
    this.#description = description;
  }

  /** Remembers what an exchange has created, deleted, or acted on. */
  add(exchange: Exchange): void {
    const { testCase, request, result } = exchange;
    const { operation, template } = testCase;
    const { resources, requests } = this.#description;
    for (const item of itemsCreated(exchange, resources, requests)) {
      this.present.set(item.path, item);
      for (const [start, value] of item.values) if (!this.parents.has(start)) this.parents.set(start, value);
    }
    if (result.kind === "no-response" || result.status >= 300) return;
    const values = valuesOfPath(operation, request.url.pathname);
    const acting = resources.all.find(({ actions }) => actions.includes(operation));
    if (acting) this.actedOn.add(pathOf(acting.path, values));
    if (template.method !== "DELETE") return;
    const deleted = this.present.get(pathOf(nameless(operation.path), values));
    for (const { path, created } of this.present.values()) if (created === deleted?.created) this.#delete(path);
  }

  #delete(path: string): void {
    const item = this.present.get(path);
    this.present.delete(path);
    if (item) this.#deletedIds.add(idOf(item));
  }

  /** The ids of what the run has created and not deleted; `known` are those that responses have shown besides. */
  idsLeft(known: readonly string[]): string[] {
    const present = [...this.present.values()].map(idOf);
    return [...new Set([...known.filter((id) => !this.#deletedIds.has(id)), ...present])];
  }
}
