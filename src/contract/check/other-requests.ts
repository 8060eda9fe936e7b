/** Values of one request in the response to another. */
import type { Exchange } from "../transport/exchange.ts";
import type { Violation } from "./check.ts";
import type { CheckContext } from "./context.ts";

/** A canary of another request, one that was to be refused or one that was not. */
export function valueOfAnother(
  kind: "accepted" | "refused",
  { testCase, texts }: Exchange,
  { canaries, testCases }: CheckContext,
): Violation | undefined {
  // Another method may be another operation, one that shows what others made.
  if (testCase.template.method !== testCase.operation.method) return undefined;
  const owners = texts.flatMap((text) => canaries.ownersIn(text)).map((index) => testCases[index]);
  const other = owners.find((owner) => {
    if (owner === undefined || owner === testCase) return false;
    return ["refused", "unauthorized", "no-route"].includes(owner.expects) === (kind === "refused");
  });
  return (
    other && {
      title: `the response contains a value of ${kind === "refused" ? "a refused" : "another"} request (${other.title})`,
      pointer: testCase.operation.pointer,
      expected: "no value of another request",
      got: `a value that ${other.id} sent`,
    }
  );
}
