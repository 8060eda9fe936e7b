/** Remembers which item of the server the values of each request were written to. */
import { isSuccess } from "../../openapi/operation.ts";
import { nameless, type Resources } from "../../openapi/resources.ts";
import type { Validator } from "../../openapi/validator.ts";
import type { Writes, WrittenItem } from "../check/check.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Exchange } from "../transport/exchange.ts";
import { itemsCreated, pathOf, valuesOfPath } from "./item.ts";

interface Write {
  readonly item: WrittenItem | undefined;
  readonly isRefused: boolean;
}

export class WriteHistory implements Writes {
  readonly #resources: Resources;
  readonly #requests: Validator;
  /** By the index of the test case. */
  readonly #writes = new Map<number, Write>();
  /** An item that has several paths, as it is called by the first. */
  readonly #firstNames = new Map<string, WrittenItem>();

  constructor(resources: Resources, requests: Validator) {
    this.#resources = resources;
    this.#requests = requests;
  }

  /** Remembers a request before it is sent: its values may show before its own response comes. */
  addRequest(testCase: TestCase, index: number): void {
    const isRefused = !["accepted", "ambiguous", "unspecified"].includes(testCase.expects);
    this.#writes.set(index, { item: this.#itemOf(testCase, testCase.template.path, index), isRefused });
  }

  /** Remembers what became of a request. */
  add(exchange: Exchange): void {
    const { testCase, index, request, result } = exchange;
    if (result.kind === "no-response") return;
    const isRefused = !isSuccess(testCase.operation, result.status) && result.status >= 400;
    const [first, ...others] = itemsCreated(exchange, this.#resources, this.#requests).map(
      ({ path, resource }): WrittenItem => ({ path, kind: resource.path }),
    );
    for (const { path } of others) if (first) this.#firstNames.set(path, first);
    this.#writes.set(index, { item: first ?? this.#itemOf(testCase, request.url.pathname, index), isRefused });
  }

  itemOf(index: number): WrittenItem | undefined {
    const item = this.#writes.get(index)?.item;
    return item && (this.#firstNames.get(item.path) ?? item);
  }

  wasRefused(index: number): boolean {
    return this.#writes.get(index)?.isRefused === true;
  }

  /** The item that a request is about; one with a name of its own for a request that creates one. */
  #itemOf({ operation }: TestCase, pathname: string, index: number): WrittenItem | undefined {
    const { all } = this.#resources;
    if (this.#resources.isCreate(operation)) {
      const created = all.find(({ sources }) => sources.some((source) => source.operation === operation));
      return { path: `#${index}`, kind: created?.path ?? nameless(operation.path) };
    }
    const path = `${nameless(operation.path)}/`;
    const own = this.#resources.isOfItem(operation) && all.findLast((resource) => path.startsWith(`${resource.path}/`));
    return own ? { path: pathOf(own.path, valuesOfPath(operation, pathname)), kind: own.path } : undefined;
  }
}
