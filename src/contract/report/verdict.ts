/** The verdict on a run, and the words for it. */
import { groupBy } from "../../lists.ts";
import { isPlain } from "../generate/positive.ts";
import type { RunResult } from "../run/result.ts";
import { plural } from "./finding-text.ts";
import type { ConstraintReport, Report } from "./report.ts";

export function verdictOn(
  result: RunResult,
  only: string | undefined,
  constraints: readonly ConstraintReport[],
): Pick<Report, "verdict" | "reason"> {
  const { operations, outcomes, findings } = result;
  if (operations.length === 0) return { verdict: "untested", reason: `No case matches ${only}; see --list.` };
  const hasTested = outcomes.some(({ kind, testCase }) => kind === "tested" && !isPlain(testCase));
  if (findings.length === 0 && !hasTested) return { verdict: "untested", reason: whyNothingWasTested(result) };
  const gaps = [...untestedOperations(result), ...unsentCases(result, constraints)];
  const reason = gaps.length === 0 ? {} : { reason: gaps.join("; ") };
  if (findings.length > 0) return { verdict: "failed", ...reason };
  return { verdict: gaps.length > 0 ? "incomplete" : "passed", ...reason };
}

function whyNothingWasTested(result: RunResult): string {
  const [reason, ...others] = new Set(result.untested.map((operation) => operation.reason));
  if (reason !== undefined && others.length === 0) return reason;
  const [operations] = untestedOperations(result);
  return operations ?? `No case was tested: ${result.obstacle ?? "all of them were skipped"}.`;
}

/** Names the operations that could not be tested; of several, the report has a list with the reasons. */
function untestedOperations({ untested }: RunResult): string[] {
  const [first, ...others] = untested;
  if (first === undefined) return [];
  if (others.length === 0) return [`${first.operation.id} was not tested. ${first.reason}`];
  return [`${untested.length} operations were not tested: ${untested.map(({ operation }) => operation.id).join(", ")}`];
}

/**
 * Counts the cases that were not sent, if that matters: the server kept one from being sent, other than one of the random
 * ones that are there for good measure, or a constraint is untested because all of its cases were left out.
 */
function unsentCases({ outcomes, obstacle }: RunResult, constraints: readonly ConstraintReport[]): string[] {
  const skipped = outcomes.filter((outcome) => outcome.kind === "skipped");
  const byServer = skipped.filter(({ by }) => by === "server");
  const isByServer = byServer.some(({ testCase }) => testCase.randomIndex === undefined);
  const pointers = new Set(skipped.map(({ testCase }) => testCase.pointer));
  const untested = constraints.filter(({ pointer, tests }) => tests === 0 && pointers.has(pointer)).length;
  const unsent = isByServer ? byServer : skipped;
  const [first] = unsent;
  if (first === undefined || (!isByServer && untested === 0)) return [];
  const cases = `${plural(unsent.length, "case")} ${unsent.length === 1 ? "was" : "were"} not sent`;
  const consequence = `, and ${plural(untested, "constraint")} ${untested === 1 ? "is" : "are"} untested`;
  return [`${cases}${untested > 0 ? consequence : ""}: ${obstacle ?? first.reason}`];
}

/** The verdict in one line, with the number of findings of each severity. */
export function verdictText({ verdict, reason, findings, ignored }: Report): string {
  const bySeverity = groupBy(findings, ({ severity }) => severity);
  const counts = [...bySeverity].map(([severity, group]) => `${group.length} ${severity}`);
  const left = ignored.reduce((sum, entry) => sum + entry.findings.length, 0);
  const ignoredText = left === 0 ? "" : `, ${plural(left, "finding")} ignored`;
  const rest = reason === undefined ? "" : `; ${reason}`;
  if (verdict === "failed")
    return `FAILED with ${plural(findings.length, "finding")}: ${counts.join(", ")}${ignoredText}${rest}`;
  if (verdict === "passed") return `PASSED${ignoredText}`;
  return `${verdict === "untested" ? "NOT TESTED" : "INCOMPLETE"}: ${reason}`;
}
