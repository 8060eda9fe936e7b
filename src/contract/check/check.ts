/** What a check is: its code, its words and its function; and what that function may read. */
import type { Operation, Relation } from "../../openapi/operation.ts";
import type { Resources } from "../../openapi/resources/resources.ts";
import type { Validator } from "../../openapi/validator.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Canaries } from "../transport/canaries.ts";
import type { Exchange, HttpResponse, NoResponse } from "../transport/exchange.ts";

/** How bad a finding is, the worst first. */
export const severities = [
  "security",
  "data loss",
  "wrong state",
  "wrongly accepted",
  "wrongly refused",
  "shape",
] as const;

export type Severity = (typeof severities)[number];

/** Looks for one kind of violation. Each check is a file of its own, in the folder of its severity. */
export interface Check<Name extends string = string> {
  /** Never changes and is never used again. Findings are reported in the order of the codes. */
  readonly code: string;
  readonly name: Name;
  readonly severity: Severity;
  /** What a finding of this check means. */
  readonly meaning: string;
  /** Why it matters. */
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
  /** The checks whose findings in the same response are consequences of this one's: they are not reported. */
  readonly explains?: readonly string[];
  /** What is wrong with a response. Sequences of requests find what no response shows alone: what is in the wrong state. */
  readonly find?: (exchange: Exchange, response: HttpResponse, context: CheckContext) => Violation | undefined;
  /** What is wrong when there is no response. */
  readonly findWithout?: (exchange: Exchange, failure: NoResponse) => Violation | undefined;
}

/** What is wrong with a response. */
export interface Violation {
  /** What happened, in one line that begins with the field: `name: 64 characters was refused with 422`. */
  readonly title: string;
  /** The place in the description that is violated. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
  /**
   * What may have caused it, the most general first and its own cause last. Findings of one check are reported together
   * by the first of these that is another finding's own. @default the pointer
   */
  readonly rootCause?: readonly string[];
}

/** What a check may read besides the exchange: what the run has seen so far. */
export interface CheckContext {
  readonly validator: Validator;
  readonly canaries: Canaries;
  readonly resources: Resources;
  /** The test cases of the run by their index. */
  readonly testCases: readonly TestCase[];
  /** What each request was about, by the index of its test case. */
  readonly writes: ReadonlyMap<number, Write>;
  /** What the description says of the operation's successes beyond their schemas. */
  relationsOf(operation: Operation): readonly Relation[];
  /** The values of a relation that the responses before an exchange showed. */
  shownBefore(exchange: Exchange, relation: Relation): readonly ShownValue[];
  /**
   * Whether a refusal is for a condition that no schema states: with 400 or 422, where both are documented, and most invalid
   * requests get the other one.
   */
  isForCondition(operation: Operation, status: number): boolean;
  /** Whether a success has shown a value of a property of this name: an item has it already. */
  isTaken(name: string, value: unknown): boolean;
  /** The body of the first success of the operation; `undefined` before it, and for that success itself. */
  firstSuccess(exchange: Exchange): unknown;
}

/** A value that a success showed of a property that the description relates to the request or to the moment. */
export interface ShownValue {
  /** The value as JSON. */
  readonly text: string;
  /** The resource for which the server chose the value; `undefined` where the request chose it. */
  readonly resource: string | undefined;
  /** The exchange. */
  readonly sequence: number;
  readonly sentAt: number;
  readonly doneAt: number;
}

/** Where the values of a request were written to. */
export interface Write {
  /** The path of all items like the one that the request was about, without values, such as `/todos/{}`. */
  readonly kind: string;
  /** The path of the item that the request was about, or has created; `undefined` for lists and the like. */
  readonly item: string | undefined;
  readonly isRefused: boolean;
}
