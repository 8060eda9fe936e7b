/** Remembers which item of the server the values of each request were written to. */
import { isSuccess, type Operation } from "../../openapi/operation.ts";
import { nameless } from "../../openapi/resources/paths.ts";
import type { Resources } from "../../openapi/resources/resources.ts";
import type { Validator } from "../../openapi/validator.ts";
import type { Writes } from "../check/check.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Exchange } from "../transport/exchange.ts";
import { itemsCreated, pathOf, valuesOfPath } from "./item.ts";

interface Write {
  readonly kind: string;
  readonly item: string | undefined;
  readonly isRefused: boolean;
}

export class WriteHistory implements Writes {
  readonly #resources: Resources;
  readonly #requests: Validator;
  /** By the index of the test case. */
  readonly #writes = new Map<number, Write>();
  /** The paths of the items that the run has created. */
  readonly #created = new Set<string>();
  /** An item that has several paths, by the others. */
  readonly #firstPaths = new Map<string, string>();

  constructor(resources: Resources, requests: Validator) {
    this.#resources = resources;
    this.#requests = requests;
  }

  /** Remembers a request before it is sent: its values may show before its own response comes. */
  addRequest({ operation, template }: TestCase, index: number): void {
    this.#writes.set(index, { ...this.#about(operation, template.path, index), isRefused: false });
  }

  /** Remembers what became of a request. */
  add(exchange: Exchange): void {
    const { testCase, index, request, result } = exchange;
    if (result.kind === "no-response") return;
    const isRefused = !isSuccess(testCase.operation, result.status) && result.status >= 400;
    const created = itemsCreated(exchange, this.#resources, this.#requests).map(({ path }) => path);
    for (const path of created) this.#created.add(path);
    const [first, ...others] = created;
    for (const path of others) if (first !== undefined) this.#firstPaths.set(path, first);
    const { kind, item } = this.#about(testCase.operation, request.url.pathname, index);
    this.#writes.set(index, { kind, item: first ?? item, isRefused });
  }

  kindOf(index: number): string | undefined {
    return this.#writes.get(index)?.kind;
  }

  itemOf(index: number): string | undefined {
    const item = this.#writes.get(index)?.item;
    return item === undefined ? undefined : (this.#firstPaths.get(item) ?? item);
  }

  wasRefused(index: number): boolean {
    return this.#writes.get(index)?.isRefused === true;
  }

  /** What a request is about: an item, one with a name of its own for a request that creates one, or several. */
  #about(operation: Operation, pathname: string, index: number): Pick<Write, "kind" | "item"> {
    const path = nameless(operation.path);
    const { all } = this.#resources;
    const kind =
      this.#resources.of(operation)?.path ??
      all.findLast((resource) => path.startsWith(`${resource.path}/`))?.path ??
      path;
    if (this.#resources.isCreate(operation)) return { kind, item: `#${index}` };
    const item = this.#resources.isOfItem(operation) ? pathOf(kind, valuesOfPath(operation, pathname)) : undefined;
    // Another way to write an id, such as 007, may name the item of another request.
    return { kind, item: item !== undefined && this.#created.has(item) ? item : undefined };
  }
}
