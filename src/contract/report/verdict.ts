/** The verdict on a run: first what it is, then the words for it. */

import { isPlain } from "../generate/positive.ts";
import type { Outcome, RunResult, UntestedOperation } from "../run/result.ts";
import { plural } from "./finding-text.ts";
import type { ConstraintReport, Report, Verdict } from "./report.ts";

/** Why not everything was tested. */
type Gap =
  | { readonly kind: "no case matches"; readonly only: string | undefined }
  | { readonly kind: "no case was sent"; readonly why: string }
  | { readonly kind: "operations were not tested"; readonly operations: readonly UntestedOperation[] }
  | {
      readonly kind: "cases were not sent";
      readonly count: number;
      readonly why: string;
      /** The server kept them from being sent, and not an option of the run. */
      readonly isByServer: boolean;
      /** How many constraints are untested because of that. */
      readonly constraints: number;
    };

/** What a run amounts to. */
interface Decision {
  readonly verdict: Verdict;
  readonly gaps: readonly Gap[];
}

/** Decides the verdict on a run. */
export function decide(
  result: RunResult,
  only: string | undefined,
  constraints: readonly ConstraintReport[],
): Decision {
  const { operations, outcomes, findings, untested, obstacle } = result;
  const dropped: Gap[] = untested.length > 0 ? [{ kind: "operations were not tested", operations: untested }] : [];
  const unsent = unsentGap(result, constraints);
  const gaps = [...dropped, ...(unsent ? [unsent] : [])];
  if (findings.length > 0) return { verdict: "failed", gaps };
  if (operations.length === 0) return { verdict: "untested", gaps: [{ kind: "no case matches", only }] };
  if (outcomes.some(isTested)) return { verdict: gaps.length > 0 ? "incomplete" : "passed", gaps };
  if (dropped.length > 0) return { verdict: "untested", gaps: dropped };
  const isSkipped = outcomes.some(({ kind }) => kind === "skipped");
  const why = obstacle ?? (isSkipped ? "all of them were skipped" : "none was asked for");
  return { verdict: "untested", gaps: [{ kind: "no case was sent", why }] };
}

const isTested = ({ kind, testCase }: Outcome) => kind === "tested" && !isPlain(testCase);

/**
 * Cases that were not sent and that matter: the server kept one from being sent, other than one of the random ones that
 * are there for good measure, or a constraint is untested because all of its cases were left out.
 */
function unsentGap(
  { outcomes, findings, obstacle }: RunResult,
  constraints: readonly ConstraintReport[],
): Gap | undefined {
  const unsent = outcomes.filter((outcome) => outcome.kind === "skipped");
  const byServer = unsent.filter(({ by }) => by === "server");
  const isByServer = byServer.some(({ testCase }) => findings.length > 0 || testCase.randomIndex === undefined);
  const pointers = new Set(unsent.map(({ testCase }) => testCase.pointer));
  const untested = constraints.filter(({ pointer, tests }) => tests === 0 && pointers.has(pointer));
  const [first] = isByServer ? byServer : unsent;
  if (first === undefined || (!isByServer && untested.length === 0)) return undefined;
  const count = isByServer && findings.length > 0 ? byServer.length : unsent.length;
  const why = obstacle ?? first.reason;
  return { kind: "cases were not sent", count, why, isByServer, constraints: untested.length };
}

/** Why not everything was tested, in words; `undefined` if everything was. */
export function reasonOf({ verdict, gaps }: Decision): string | undefined {
  return gaps.length === 0 ? undefined : gaps.map((gap) => wordsOf(gap, verdict)).join("; ");
}

function wordsOf(gap: Gap, verdict: Verdict): string {
  switch (gap.kind) {
    case "no case matches":
      return `No case matches ${gap.only}; see --list.`;
    case "no case was sent":
      return `No case was tested: ${gap.why}.`;
    case "operations were not tested":
      return ofOperations(gap.operations, verdict);
    case "cases were not sent": {
      const next = " Lift the limit for this API key, or run the gate where there is none.";
      const verb = gap.count === 1 ? "was" : "were";
      const untested = `${plural(gap.constraints, "constraint")} ${gap.constraints === 1 ? "is" : "are"} untested`;
      const consequence = verdict === "incomplete" && gap.constraints > 0 ? `, and ${untested}` : "";
      const end = verdict === "incomplete" ? `.${gap.isByServer ? next : ""}` : "";
      return `${plural(gap.count, "case")} ${verb} not sent${consequence}: ${gap.why}${end}`;
    }
  }
}

/** One reason for all operations is said; of several, the report has a list. */
function ofOperations(operations: readonly UntestedOperation[], verdict: Verdict): string {
  const [first, ...others] = operations;
  if (verdict === "untested" && others.every(({ reason }) => reason === first?.reason)) return first?.reason ?? "";
  if (others.length === 0) return `${first?.operation.id} was not tested. ${first?.reason}`;
  return `${plural(operations.length, "operation")} ${verdict === "untested" ? "could not be" : "were not"} tested: ${operations.map(({ operation }) => operation.id).join(", ")}`;
}

/** The verdict in one line, with the number of findings of each severity. */
export function verdictText({ verdict, reason, findings, ignored }: Report): string {
  const severities = new Map<string, number>();
  for (const { severity } of findings) severities.set(severity, (severities.get(severity) ?? 0) + 1);
  const counts = [...severities].map(([severity, count]) => `${count} ${severity}`);
  const left = ignored.reduce((sum, entry) => sum + entry.findings.length, 0);
  const ignoredText = left === 0 ? "" : `, ${plural(left, "finding")} ignored`;
  const rest = reason === undefined ? "" : `; ${reason}`;
  if (verdict === "failed")
    return `FAILED with ${plural(findings.length, "finding")}: ${counts.join(", ")}${ignoredText}${rest}`;
  if (verdict === "passed") return `PASSED${ignoredText}`;
  return `${verdict === "untested" ? "NOT TESTED" : "INCOMPLETE"}: ${reason}`;
}
