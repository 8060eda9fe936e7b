/** What checks find. */
import type { TestCase } from "../generate/test-case.ts";
import type { Relation } from "../spec/extensions.ts";
import type { Validator } from "../spec/validator.ts";
import type { Words } from "../transport/canaries.ts";
import type { Exchange, Shown } from "../transport/exchange.ts";
import type { Answer } from "../transport/http.ts";
import type { CheckName } from "./codes.ts";

/** What is wrong with a response. */
export interface Violation {
  /** What happened, in one line that begins with the field: `name: 64 characters was refused with 422`. */
  readonly title: string;
  /** The place in the description that is violated. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

/** A violation, the check that found it, and where. */
export interface Finding extends Violation {
  readonly check: CheckName;
  readonly exchange: Exchange;
}

/** What a check may read besides the exchange. */
export interface Known {
  readonly validator: Validator;
  readonly words: Words;
  readonly relations: readonly Relation[];
  /** The cases by the index of their requests. */
  readonly cases: ReadonlyMap<number, TestCase>;
  /** Values that must be unique, with the exchange that had each first. */
  readonly values: ReadonlyMap<string, number>;
  /** The times of creation so far, and what the server decided where a request left it the choice. */
  readonly series: ReadonlyMap<string, readonly Shown[]>;
}

/** Looks for one kind of violation in an exchange. */
export type Check = (exchange: Exchange, response: Answer, known: Known) => Violation | undefined;
