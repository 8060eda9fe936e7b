/** Makes the report of a run. */
import { bySeverity, type Finding } from "../check/finding.ts";
import { groupByCause } from "../check/groups.ts";
import { isPlain } from "../generate/positive.ts";
import type { Keys } from "../generate/request/credential.ts";
import type { ResolvedOptions } from "../options.ts";
import type { Outcome, RunResult } from "../run/result.ts";
import type { RunHeaders } from "../transport/run-headers.ts";
import { countConstraints, mergeConstraints } from "./coverage.ts";
import { reportExchange } from "./exchange.ts";
import { plural } from "./finding-text.ts";
import type { CaseReport, ConstraintReport, FindingGroup, FindingReport, Report, Skipped } from "./report.ts";

/** The report of a run with these options. */
export function reportOf(result: RunResult, options: ResolvedOptions): Report {
  const report = (finding: Finding) => findingOf(finding, result.keys, options.headers, result.redact);
  const constraints = constraintsOf(result);
  return {
    ...verdictOf(result, options.only, constraints),
    url: result.redact(options.baseUrl),
    seed: options.seed,
    requests: result.requests,
    retries: result.retries,
    milliseconds: result.milliseconds,
    cases: result.outcomes.map((outcome) => caseOf(outcome, report)),
    findings: groupsOf(result.findings, report),
    skipped: skippedOf(result),
    omissions: result.omissions,
    constraints,
    created: result.created.map((id) => result.redact(id)),
  };
}

/** The verdict, and why it is neither `passed` nor `failed`. */
function verdictOf(
  { operations, outcomes, findings, untested, obstacle, redact }: RunResult,
  only: string | undefined,
  constraints: readonly ConstraintReport[],
): Pick<Report, "verdict" | "reason" | "stopped"> {
  const prevented = outcomes.flatMap((outcome) => (outcome.kind === "prevented" ? [outcome.reason] : []));
  const unsent = `${plural(prevented.length, "case")} ${prevented.length === 1 ? "was" : "were"} not sent`;
  if (findings.length > 0)
    return { verdict: "failed", ...(prevented.length > 0 && { stopped: `${unsent}: ${obstacle ?? prevented[0]}` }) };
  const [first] = untested;
  const isTested = outcomes.some((outcome) => outcome.kind === "tested" && !isPreflight(outcome));
  if (operations.length === 0) return { verdict: "untested", reason: `No case matches ${only}; see --list.` };
  if (!isTested && first) return { verdict: "untested", reason: redact(first.reason) };
  if (!isTested) {
    const why = outcomes.some(({ kind }) => kind !== "tested") ? "all of them were skipped" : "none was asked for";
    return { verdict: "untested", reason: `No case was tested: ${obstacle ?? why}.` };
  }
  if (first) return { verdict: "incomplete", reason: `${first.operation.id} was not tested. ${redact(first.reason)}` };
  const reason = unsentReason(outcomes, constraints, obstacle);
  return reason === undefined ? { verdict: "passed" } : { verdict: "incomplete", reason };
}

/**
 * Why a run without findings is incomplete: the server kept a case from running, other than one of the random ones that
 * are there for good measure, or a constraint is untested because all of its cases were skipped.
 */
function unsentReason(
  outcomes: readonly Outcome[],
  constraints: readonly ConstraintReport[],
  obstacle: string | undefined,
): string | undefined {
  const prevented = outcomes.filter(({ kind, testCase }) => kind === "prevented" && testCase.randomIndex === undefined);
  const unsent = outcomes.flatMap((outcome) => (outcome.kind === "tested" ? [] : [outcome]));
  const untested = constraints.filter(
    ({ pointer, positive, negative }) =>
      positive + negative === 0 && unsent.some(({ testCase }) => testCase.pointer === pointer),
  );
  const [first] = prevented.length > 0 ? unsent.filter(({ kind }) => kind === "prevented") : unsent;
  if (first === undefined || (prevented.length === 0 && untested.length === 0)) return undefined;
  const cases = unsent.length === 1 ? "1 case was not sent" : `${unsent.length} cases were not sent`;
  const verb = untested.length === 1 ? "is" : "are";
  const consequence = untested.length === 0 ? "" : `, and ${plural(untested.length, "constraint")} ${verb} untested`;
  const next = prevented.length > 0 ? " Lift the limit for this API key, or run the gate where there is none." : "";
  return `${cases}${consequence}: ${obstacle ?? first.reason}.${next}`;
}

const isPreflight = ({ testCase }: Outcome) => isPlain(testCase);

function caseOf(outcome: Outcome, report: (finding: Finding) => FindingReport): CaseReport {
  const { id, title, expects, pointer } = outcome.testCase;
  const described = { id, title, expects, pointer };
  if (outcome.kind !== "tested")
    return { ...described, outcome: "skipped", reason: outcome.reason, findings: [], milliseconds: 0 };
  const { result } = outcome.exchange;
  return {
    ...described,
    outcome: outcome.findings.length > 0 ? "failed" : "passed",
    ...(result.kind === "response" && { status: result.status }),
    findings: outcome.findings.map(report).sort(bySeverity),
    milliseconds: result.doneAt - result.sentAt,
  };
}

/** What was skipped, by reason. */
function skippedOf({ outcomes, skippedChecks }: RunResult): Skipped[] {
  const byReason = new Map<string, { cases: Set<string>; checks: Set<string> }>();
  const skippedFor = (reason: string) => {
    const skipped = byReason.get(reason) ?? { cases: new Set(), checks: new Set() };
    byReason.set(reason, skipped);
    return skipped;
  };
  for (const outcome of outcomes)
    if (outcome.kind !== "tested") skippedFor(outcome.reason).cases.add(outcome.testCase.id);
  for (const { check, testCase, reason } of skippedChecks) skippedFor(reason).checks.add(`${check} of ${testCase.id}`);
  return [...byReason].map(([reason, { cases, checks }]) => ({ reason, cases: [...cases], checks: [...checks] }));
}

function constraintsOf({ operations, outcomes, responses }: RunResult): ConstraintReport[] {
  const tested = outcomes.filter((outcome) => outcome.kind === "tested" && !isPreflight(outcome));
  const cases = tested.map(({ testCase }) => testCase);
  const casesOf = (pointer: string) => cases.filter(({ operation }) => operation.pointer === pointer);
  return mergeConstraints(
    operations.flatMap((operation) => countConstraints(operation, casesOf(operation.pointer), responses)),
  );
}

/** The findings by cause, the most severe first, each shown by its smallest request, one that is not random if there is any. */
function groupsOf(findings: readonly Finding[], report: (finding: Finding) => FindingReport): FindingGroup[] {
  return groupByCause(findings)
    .map((group): FindingGroup => {
      const sorted = group.toSorted((a, b) => randomness(a) - randomness(b) || sizeOf(a) - sizeOf(b));
      const cases = [...new Set(sorted.map(({ exchange }) => exchange.testCase.id))];
      return { ...report(sorted[0] as Finding), cases };
    })
    .sort(bySeverity);
}

const randomness = ({ exchange: { testCase } }: Finding) => Number(testCase.randomIndex !== undefined);

const sizeOf = ({ exchange: { testCase } }: Finding) =>
  (testCase.template.body?.length ?? 0) + testCase.template.path.length + testCase.template.query.length;

function findingOf(finding: Finding, keys: Keys, headers: RunHeaders, redact: RunResult["redact"]): FindingReport {
  const { check, title, pointer, expected, got, exchange } = finding;
  const show = (text: string) => redact(text, exchange.presented);
  return {
    code: check.code,
    check: check.name,
    severity: check.severity,
    title: show(title),
    pointer,
    expected: show(expected),
    got: show(got),
    exchange: reportExchange(exchange, keys, headers, show),
  };
}
