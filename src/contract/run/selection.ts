/** Chooses the cases that a run may send. */

import { credentialText, rightCredential } from "../generate/credential.ts";
import { mayCreate, type TestCase } from "../generate/test-case.ts";
import type { ContractOptions } from "../options.ts";
import { isLoopback } from "../transport/request.ts";

/** What a run knows before it sends its cases. */
interface Bounds {
  readonly options: ContractOptions;
  readonly base: string;
  readonly key: string;
  /** Valid requests that were sent already. */
  readonly creates: number;
}

/** Why a case is left out whatever else is sent, or `undefined`. */
function unfit(one: TestCase, { options, base, key }: Bounds): string | undefined {
  const limit = options.limits?.find((limit) => limit.check === undefined && one.id.includes(limit.cases ?? ""));
  if (limit) return limit.reason;
  if (one.template.presented?.displaced === true && !isLoopback(base))
    return "the real key never leaves its place on the way to another machine";
  const right = rightCredential(one.operation).map((part) => credentialText(part, key));
  const presented = one.template.presented?.parts.map((part) => credentialText(part, key));
  return presented !== undefined && presented.join("\n") === right.join("\n")
    ? "it would present the right key: this change does not change it"
    : undefined;
}

/** The valid requests that a run may send. */
export const mostCreates = ({ maxCreates = 300 }: ContractOptions): number => maxCreates;

/** The cases that may be sent; `skip` is told the others, and why. */
export function chosen(
  cases: readonly TestCase[],
  bounds: Bounds,
  skip: (one: TestCase, reason: string) => void,
): TestCase[] {
  const limit = mostCreates(bounds.options);
  let creates = bounds.creates;
  const reason = (one: TestCase): string | undefined => {
    const why = unfit(one, bounds);
    if (why !== undefined || !mayCreate(one)) return why;
    creates += one.twice ? 2 : 1;
    return creates > limit ? `it may create something, and the limit is ${limit}` : undefined;
  };
  return cases.filter((one) => {
    const why = reason(one);
    if (why !== undefined) skip(one, why);
    return why === undefined;
  });
}
