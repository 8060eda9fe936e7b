/** Values of one request in the response to another. */
import { expectations } from "../generate/expectation.ts";
import type { Exchange } from "../transport/exchange.ts";
import type { CheckContext, Violation } from "./check.ts";

/**
 * A canary of another request: one that the server refused, or one that it did not.
 *
 * What was written to an item may show wherever that item does: in a list, or in what it is a part of. So a value of an
 * accepted request is in the wrong place only where another item of the same kind shows it.
 */
export function valueOfAnother(
  kind: "accepted" | "refused",
  { testCase, texts, index, requestText, result }: Exchange,
  { canaries, testCases, writes }: CheckContext,
): Violation | undefined {
  // Another method may be another operation, one that shows what others made.
  if (testCase.template.method !== testCase.operation.method) return undefined;
  const own = writes.get(index);
  // A conflict is one with what another request has made.
  const isConflict = result.kind === "response" && result.status === 409;
  if (kind === "accepted" && (own?.item === undefined || isConflict)) return undefined;
  const owners = new Set(texts.flatMap((text) => canaries.ownersIn(text)));
  owners.delete(index);
  // What the request names itself, such as an item of the run in its path, its response may show.
  for (const named of canaries.ownersIn(requestText)) owners.delete(named);
  const other = [...owners].find((owner) => {
    const ownerCase = testCases[owner];
    const write = writes.get(owner);
    // What is about something else, such as a log, may show anything.
    if (!ownerCase || !write || ownerCase === testCase || write.kind !== own?.kind) return false;
    if (write.isRefused) return kind === "refused";
    // What an invalid request that was accepted has changed is unknown.
    const isValid = expectations[ownerCase.expects].mayBeAccepted;
    return kind === "accepted" && isValid && write.item !== undefined && write.item !== own.item;
  });
  const owner = other === undefined ? undefined : testCases[other];
  return (
    owner && {
      title: `the response contains a value of ${kind === "refused" ? "a refused" : "another"} request (${owner.title})`,
      pointer: testCase.operation.pointer,
      expected: "no value of another request",
      got: `a value that ${owner.id} sent`,
    }
  );
}
