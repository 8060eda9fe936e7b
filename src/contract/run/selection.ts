/** Selects the test cases that a run sends, within a budget of requests that may create something. */

import { isLoopback } from "../../http/loopback.ts";
import { distinctBy } from "../../lists.ts";
import { credentialText, type Keys, rightCredential } from "../generate/request/credential.ts";
import { mayCreate, type TestCase } from "../generate/test-case.ts";
import type { ResolvedOptions } from "../options.ts";
import { exclusionOf, reasonOf } from "./ignored.ts";

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

/** The test cases to send, and the others with the reason why they are skipped. */
export interface Selection {
  readonly selected: readonly TestCase[];
  readonly skipped: readonly { readonly testCase: TestCase; readonly reason: string }[];
}

/** Selects test cases, and takes what they may create out of the budget. */
export function select(
  cases: readonly TestCase[],
  options: ResolvedOptions,
  keys: Keys,
  budget: Budget,
  hasItems: boolean,
): Selection {
  const reasons = new Map<TestCase, string>();
  for (const testCase of eachConstraintFirst(cases)) {
    const reason = unsuitable(testCase, options, keys, hasItems);
    if (reason !== undefined) reasons.set(testCase, reason);
    else if (!budget.take(testCase)) reasons.set(testCase, `it may create something, and the limit is ${budget.limit}`);
  }
  return {
    selected: cases.filter((testCase) => !reasons.has(testCase)),
    skipped: [...reasons].map(([testCase, reason]) => ({ testCase, reason })),
  };
}

/** The cases, with one first of each constraint that nothing tests but cases that may create something. */
function eachConstraintFirst(cases: readonly TestCase[]): TestCase[] {
  const covered = new Set(cases.filter((testCase) => !mayCreate(testCase)).map(({ pointer }) => pointer));
  const first = distinctBy(cases, ({ pointer }) => pointer).filter(({ pointer }) => !covered.has(pointer));
  return [...new Set([...first, ...cases])];
}

function unsuitable(testCase: TestCase, { ignore, baseUrl }: ResolvedOptions, keys: Keys, hasItems: boolean) {
  const exclusion = exclusionOf(testCase, ignore);
  if (exclusion) return reasonOf(exclusion);
  if (testCase.operation.method === "DELETE" && mayCreate(testCase) && !hasItems)
    return "DELETE removes what it names: one valid request was sent before";
  const { presented } = testCase.template;
  if (presented?.fault === "misplaced" && !isLoopback(new URL(baseUrl).hostname))
    return "the API key is not sent to another machine anywhere but in its documented place";
  const values = presented?.parts.map((part) => credentialText(part, keys)).join("\n");
  const right = rightCredential(testCase.operation).map((part) => credentialText(part, keys));
  return values === right.join("\n") ? "it would present the right API key: this change doesn't change it" : undefined;
}
