/** Selects the test cases that a run sends, within a budget of requests that may create something. */

import { isLoopback } from "../../http/loopback.ts";
import { distinctBy } from "../../lists.ts";
import { credentialText, type Keys, rightCredential } from "../generate/request/credential.ts";
import { expectations, type TestCase } from "../generate/test-case.ts";
import type { ResolvedOptions } from "../options.ts";
import { type Budget, CreateLimitReached, mayCreate } from "./budget.ts";
import { exclusionOf, reasonOfEntry } from "./ignored.ts";

/** The test cases to send, and the others with the reason why they are skipped. */
interface Selection {
  readonly selected: readonly TestCase[];
  readonly skipped: readonly { readonly testCase: TestCase; readonly reason: string }[];
}

/** Selects test cases that create no more than the budget has left. */
export function select(
  cases: readonly TestCase[],
  options: ResolvedOptions,
  keys: Keys,
  budget: Budget,
  hasItems: boolean,
): Selection {
  const reasons = new Map<TestCase, string>();
  // One is left for the requests that must create nothing: should the server accept one after all, it is counted, too.
  let left = budget.left - 1;
  for (const testCase of eachConstraintFirst(cases)) {
    const reason = unsuitable(testCase, options, keys, hasItems);
    const creates = isToCreate(testCase) ? (testCase.twice ? 2 : 1) : 0;
    if (reason !== undefined) reasons.set(testCase, reason);
    else if (creates > 0 && creates > left) reasons.set(testCase, new CreateLimitReached(budget.maxCreates).message);
    else left -= creates;
  }
  return {
    selected: cases.filter((testCase) => !reasons.has(testCase)),
    skipped: [...reasons].map(([testCase, reason]) => ({ testCase, reason })),
  };
}

/** Whether a correct server may create something for a case. */
const isToCreate = (testCase: TestCase) => expectations[testCase.expects].mayBeAccepted && mayCreate(testCase);

/** The cases, with one first of each constraint that nothing tests but cases that may create something. */
function eachConstraintFirst(cases: readonly TestCase[]): TestCase[] {
  const covered = new Set(cases.filter((testCase) => !isToCreate(testCase)).map(({ pointer }) => pointer));
  const first = distinctBy(cases, ({ pointer }) => pointer).filter(({ pointer }) => !covered.has(pointer));
  return [...new Set([...first, ...cases])];
}

function unsuitable(testCase: TestCase, { ignore, baseUrl }: ResolvedOptions, keys: Keys, hasItems: boolean) {
  const exclusion = exclusionOf(testCase, ignore);
  if (exclusion) return reasonOfEntry(exclusion);
  if (testCase.operation.method === "DELETE" && expectations[testCase.expects].mayBeAccepted && !hasItems)
    return "DELETE removes what it names: one valid request was sent before";
  const { presented } = testCase.template;
  if (presented?.fault === "misplaced" && !isLoopback(new URL(baseUrl).hostname))
    return "the API key is not sent to another machine anywhere but in its documented place";
  const values = presented?.parts.map((part) => credentialText(part, keys)).join("\n");
  const right = rightCredential(testCase.operation).map((part) => credentialText(part, keys));
  return values === right.join("\n") ? "it would present the right API key: this change doesn't change it" : undefined;
}
