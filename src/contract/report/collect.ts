/** Makes the report of a run. */
import { groupBy } from "../../lists.ts";
import { bySeverity, type Finding } from "../check/finding.ts";
import { groupByCause } from "../check/groups.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ResolvedOptions } from "../options.ts";
import { reasonOfEntry } from "../run/ignored.ts";
import type { IgnoredFinding, Outcome, RunResult, UntestedOperation } from "../run/result.ts";
import type { Exchange } from "../transport/exchange.ts";
import { constraintsOf } from "./coverage.ts";
import { curlOf } from "./curl.ts";
import type {
  CaseReport,
  ExchangeReport,
  FindingGroup,
  FindingReport,
  IgnoredReport,
  Report,
  Skipped,
} from "./report.ts";
import { verdictOn } from "./verdict.ts";

/** No more of a body is kept. */
const maxBody = 20_000;

type ToReport = (finding: Finding) => FindingReport;

export function reportOf(result: RunResult, options: ResolvedOptions): Report {
  const { redact } = result;
  const toReport: ToReport = (finding) => findingOf(finding, redact, options);
  const constraints = constraintsOf(result, options.only);
  const { verdict, reason } = verdictOn(result, options.only, constraints);
  return {
    verdict,
    ...(reason !== undefined && { reason: redact(reason) }),
    url: redact(options.baseUrl),
    seed: options.seed,
    requests: result.requests,
    milliseconds: result.milliseconds,
    cases: [
      ...result.outcomes.map((outcome) => caseOf(outcome, result.ignored, toReport)),
      ...result.untested.map((untested) => untestedCase(untested, redact)),
    ],
    findings: groupsOf(result.findings, toReport),
    ignored: ignoredOf(result, options, toReport),
    skipped: skippedOf(result),
    untested: result.untested.map(({ operation, reason }) => ({ operation: operation.id, reason: redact(reason) })),
    omissions: result.omissions,
    constraints,
    created: result.created.map((id) => redact(id)),
  };
}

/** A finding, without the API key and the secret values of the run. */
function findingOf(finding: Finding, redact: RunResult["redact"], options: ResolvedOptions): FindingReport {
  const { check, title, pointer, expected, got, exchange, alone } = finding;
  const show = (text: string) => redact(text, exchange.presented);
  return {
    code: check.code,
    check: check.name,
    severity: check.severity,
    title: show(title),
    pointer,
    expected: show(expected),
    got: show(alone === undefined ? got : `${got}; sent once more, alone, the same request got ${alone}`),
    ...(alone !== undefined && { alone: show(alone) }),
    exchange: exchangeOf(exchange, options, show),
  };
}

/** A request and its response; `redact` takes secrets out of a text. */
function exchangeOf(
  exchange: Exchange,
  { keys, headers }: ResolvedOptions,
  redact: (text: string) => string,
): ExchangeReport {
  const { request, result } = exchange;
  const body = request.body?.toString("utf8");
  const redactAll = (headers: NodeJS.Dict<string | readonly string[]>) =>
    Object.entries(headers).map(([name, value]) => ({ name, value: redact(String(value)) }));
  return {
    startedAt: new Date(result.sentAt).toISOString(),
    milliseconds: result.doneAt - result.sentAt,
    curl: redact(curlOf(exchange, keys, headers)),
    request: {
      method: request.method,
      url: redact(request.url.href),
      headers: redactAll(request.headers),
      ...(body !== undefined && { body: redact(body) }),
    },
    ...(result.kind === "response"
      ? {
          response: {
            status: result.status,
            headers: redactAll(result.headers),
            ...(result.text !== undefined && { body: redact(result.text.slice(0, maxBody)) }),
          },
        }
      : { error: redact(result.message) }),
  };
}

type Described = Pick<CaseReport, "id" | "title" | "expects" | "pointer">;

const skippedCase = (described: Described, reason: string): CaseReport => ({
  ...described,
  outcome: "skipped",
  reason,
  findings: [],
  milliseconds: 0,
});

/** An operation of which no case could be sent, as a skipped case. */
function untestedCase({ operation: { id, pointer }, reason }: UntestedOperation, redact: RunResult["redact"]) {
  const described = { id: `${id}/untested/every-case`, title: `${id} was not tested`, expects: "accepted", pointer };
  return skippedCase(described, redact(reason));
}

function caseOf(outcome: Outcome, ignored: readonly IgnoredFinding[], toReport: ToReport): CaseReport {
  const { id, title, expects, pointer } = outcome.testCase;
  const described = { id, title, expects, pointer };
  if (outcome.kind === "skipped") return skippedCase(described, outcome.reason);
  const { result } = outcome.exchange;
  const tested = {
    ...described,
    ...(result.kind === "response" && { status: result.status }),
    findings: outcome.findings.map(toReport).sort(bySeverity),
    milliseconds: result.doneAt - result.sentAt,
  };
  if (outcome.findings.length > 0) return { ...tested, outcome: "failed" };
  const own = ignored.find(({ finding }) => finding.exchange.testCase === outcome.testCase);
  return own ? { ...tested, outcome: "skipped", reason: reasonOfEntry(own.entry) } : { ...tested, outcome: "passed" };
}

/** What was left out by each entry of `ignore`. An entry that nothing matches is listed if all cases were sent. */
function ignoredOf(result: RunResult, { ignore, only }: ResolvedOptions, toReport: ToReport): IgnoredReport[] {
  const { ignored, outcomes, obstacle, untested } = result;
  const entries = ignore.map((entry): IgnoredReport => {
    const findings = ignored.filter((match) => match.entry === entry).map(({ finding }) => finding);
    const reason = reasonOfEntry(entry);
    const excluded = outcomes.filter((outcome) => outcome.kind === "skipped" && outcome.reason === reason);
    const cases = entry.code === undefined ? excluded : findings.map(({ exchange }) => exchange);
    return {
      ...(entry.code !== undefined && { code: entry.code }),
      ...(entry.text !== undefined && { text: entry.text }),
      reason,
      findings: groupsOf(findings, toReport),
      cases: idsOf(cases),
    };
  });
  const areAllSent = only === undefined && obstacle === undefined && untested.length === 0;
  return entries.filter(({ cases }) => cases.length > 0 || areAllSent);
}

function idsOf(holders: readonly { readonly testCase: TestCase }[]): string[] {
  return [...new Set(holders.map(({ testCase }) => testCase.id))];
}

function skippedOf({ outcomes }: RunResult): Skipped[] {
  const skipped = outcomes.filter((outcome) => outcome.kind === "skipped");
  const byReason = groupBy(skipped, ({ reason }) => reason);
  return [...byReason].map(([reason, group]) => ({ reason, cases: idsOf(group) }));
}

function groupsOf(findings: readonly Finding[], toReport: ToReport): FindingGroup[] {
  return groupByCause(findings)
    .map((group) => ({ ...toReport(group[0] as Finding), cases: idsOf(group.map(({ exchange }) => exchange)) }))
    .sort(bySeverity);
}
