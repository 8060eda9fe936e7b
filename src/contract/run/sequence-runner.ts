/** Runs the sequences of requests that show what the server holds. */
import type { ResolvedOptions } from "../options.ts";
import type { PlannedSequence } from "../state/every-sequence.ts";
import { type SequenceParts, type StateViolation, Steps } from "../state/steps/steps.ts";
import { CreateLimitReached } from "./create-limit.ts";
import { exclusionOf, reasonOfEntry } from "./ignored.ts";
import type { Outcomes } from "./result.ts";

/** Runs a sequence, and records what becomes of it. */
export async function runSequence(
  { resource, sequence, testCase }: PlannedSequence,
  parts: SequenceParts,
  outcomes: Outcomes,
  { ignore }: Pick<ResolvedOptions, "ignore">,
): Promise<void> {
  const exclusion = exclusionOf(testCase, ignore);
  if (exclusion) return outcomes.skipped(testCase, reasonOfEntry(exclusion));
  const steps = new Steps(resource, parts);
  let violation: StateViolation | undefined;
  try {
    violation = await sequence.run(steps, testCase.operation);
  } catch (error) {
    if (!(error instanceof CreateLimitReached)) throw error;
    return outcomes.skipped(testCase, error.message);
  }
  if (!steps.last) return outcomes.skipped(testCase, `${testCase.operation.id}: the server gave the run no item`);
  const findings = (violation ? [violation] : []).map(({ exchange, ...own }) => ({
    ...own,
    exchange: { ...exchange, testCase: { ...exchange.testCase, id: testCase.id } },
  }));
  outcomes.tested({ ...steps.last, testCase }, [...outcomes.withoutIgnored(findings), ...steps.findings]);
}

/** Writes single things back as they were, and deletes what the run has created. */
export async function leaveAsItWas(parts: SequenceParts): Promise<void> {
  const { items } = parts;
  for (const single of items.singles.values()) await new Steps(single.resource, parts).restore(single);
  await items.removeAll();
}
