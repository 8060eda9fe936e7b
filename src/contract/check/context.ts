/** What a check may read besides the exchange. */

import type { Relation } from "../../openapi/operation.ts";
import type { Validator } from "../../openapi/validator.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Canaries } from "../transport/canaries.ts";

/** A value that a success showed of a property that the description relates to the request or to the moment. */
export interface ShownValue {
  /** The value as JSON. */
  readonly text: string;
  /** The resource for which the server chose the value; `undefined` where the request chose it. */
  readonly resource: string | undefined;
  readonly sentAt: number;
  readonly doneAt: number;
}

/** An item of the server that requests write to. */
export interface WrittenItem {
  /** Its path, such as `/todos/7`; a name of its own while it has none. */
  readonly path: string;
  /** The path of all items like it, without values: `/todos/{}`. */
  readonly kind: string;
}

/** What became of the values of each request, by the index of its test case. */
export interface Writes {
  /** The item that the request was about, or has created; `undefined` for lists and what else is about no single item. */
  itemOf(index: number): WrittenItem | undefined;
  /** Whether the server refused the request, or is to refuse it and has not responded yet. */
  wasRefused(index: number): boolean;
}

export interface CheckContext {
  readonly validator: Validator;
  readonly canaries: Canaries;
  /** What the description says of the operation's successes beyond their schemas. */
  readonly relations: readonly Relation[];
  /** The test cases of the run by their index. */
  readonly testCases: readonly TestCase[];
  /** For each unique property, by its relation's pointer: the values so far, and the exchange that had each first. */
  readonly unique: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** For each relation, by its pointer: the values so far. */
  readonly shown: ReadonlyMap<string, readonly ShownValue[]>;
  readonly writes: Writes;
  /** The body of the first success of the operation; `undefined` before it. */
  readonly firstSuccess: unknown;
}
