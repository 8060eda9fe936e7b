import type { Expectation } from "../test-case.ts";

/** A value of a schema that is made for one of its constraints. */
export interface GeneratedValue {
  /** The constraint, as a pointer to its keyword. */
  readonly pointer: string;
  readonly title: string;
  readonly value: unknown;
  readonly expects: Expectation;
}
