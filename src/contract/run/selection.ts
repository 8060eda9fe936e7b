/** Selects the test cases that a run sends, within the limit of what a run may create, and orders them. */
import fc from "fast-check";
import { isLoopback } from "../../http/loopback.ts";
import { distinctBy } from "../../lists.ts";
import type { Description } from "../../openapi/document.ts";
import type { Operation } from "../../openapi/operation.ts";
import { expectations } from "../generate/expectation.ts";
import { credentialText, rightCredential } from "../generate/request/credential.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ResolvedOptions } from "../options.ts";
import { type CreateLimit, CreateLimitReached, mayCreate } from "./create-limit.ts";
import { exclusionOf, reasonOfEntry } from "./ignored.ts";

/** The operations in the order in which they are tested: those that create items come before those that need them. */
export function inOrder({ operations, resources }: Pick<Description, "operations" | "resources">): Operation[] {
  const rank = (operation: Operation) => {
    const needed = resources.created(operation).length;
    // What deletes something that the run can't create comes last: others need it.
    return operation.method === "DELETE" && needed === 0 ? Number.POSITIVE_INFINITY : needed;
  };
  return [...operations].sort((a, b) => rank(a) - rank(b));
}

interface Selection {
  readonly selected: readonly TestCase[];
  readonly skipped: readonly { readonly testCase: TestCase; readonly reason: string }[];
}

export function select(
  cases: readonly TestCase[],
  options: ResolvedOptions,
  createLimit: CreateLimit,
  hasItems: boolean,
): Selection {
  const reasons = new Map<TestCase, string>();
  // One is left for the requests that must create nothing: should the server accept one after all, it is counted, too.
  let left = createLimit.left - 1;
  for (const testCase of eachConstraintFirst(cases)) {
    const reason = unsuitable(testCase, options, hasItems);
    const creates = isToCreate(testCase) ? (testCase.twice ? 2 : 1) : 0;
    if (reason !== undefined) reasons.set(testCase, reason);
    else if (creates > 0 && creates > left)
      reasons.set(testCase, new CreateLimitReached(createLimit.maxCreates).message);
    else left -= creates;
  }
  return {
    selected: shuffled(
      cases.filter((testCase) => !reasons.has(testCase)),
      options.seed,
    ),
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

/** An order that a seed fixes, in which kinds of test cases are mixed: what one leaves behind meets the others. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), { seed, numRuns: 1 })[0] ?? [];
}

function unsuitable(testCase: TestCase, { ignore, baseUrl, keys }: ResolvedOptions, hasItems: boolean) {
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
