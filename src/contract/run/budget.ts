/** The requests of a run that may create something on the server. */
import { mayCreate, type TestCase } from "../generate/test-case.ts";

/** Counts the requests that may create something: each is taken before it is sent. */
export class Budget {
  readonly limit: number;
  #left: number;

  constructor(limit: number) {
    this.limit = limit;
    this.#left = limit;
  }

  /** Takes the requests of test cases; `false`, and nothing is taken, if fewer are left. */
  take(...testCases: readonly TestCase[]): boolean {
    const requests = testCases.filter(mayCreate).reduce((sum, { twice }) => sum + (twice ? 2 : 1), 0);
    if (requests > this.#left) return false;
    this.#left -= requests;
    return true;
  }
}
