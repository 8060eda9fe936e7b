/** Collects what became of the cases, and makes the report of it. */

import { bySeverity, type CheckName, describeCheck } from "../check/codes.ts";
import type { Finding } from "../check/finding.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ContractOptions } from "../options.ts";
import type { Words } from "../transport/canaries.ts";
import type { Exchange } from "../transport/exchange.ts";
import { reportExchange } from "./exchange.ts";
import type { CaseReport, FindingGroup, FindingReport, Report, Skipped } from "./report.ts";

/** Ends the ids of the requests by which it is found out whether there is anything to judge. */
export const atFirst = "-at-first";

/** What became of the cases of a run. */
export class Results {
  readonly #base: string;
  readonly #words: Words;
  readonly #options: ContractOptions;
  readonly #reports: CaseReport[] = [];
  readonly #skipped = new Map<string, { cases: Set<string>; checks: Set<string> }>();
  readonly found: Finding[] = [];

  constructor(base: string, words: Words, options: ContractOptions) {
    this.#base = base;
    this.#words = words;
    this.#options = options;
  }

  /** Leaves a case out. */
  skip(one: TestCase, reason: string): void {
    this.#skippedFor(reason).cases.add(one.id);
    this.#reports.push({ ...described(one), outcome: "skipped", reason, findings: [], milliseconds: 0 });
  }

  /** Leaves a check of a case out. */
  skipCheck(check: CheckName, testCase: TestCase, reason: string): void {
    this.#skippedFor(reason).checks.add(`${check} of ${testCase.id}`);
  }

  #skippedFor(reason: string): { cases: Set<string>; checks: Set<string> } {
    const skipped = this.#skipped.get(reason) ?? { cases: new Set(), checks: new Set() };
    this.#skipped.set(reason, skipped);
    return skipped;
  }

  /** Keeps what was found of a case. */
  settle({ case: one, answer }: Exchange, findings: readonly Finding[]): void {
    this.found.push(...findings);
    this.#reports.push({
      ...described(one),
      outcome: findings.length > 0 ? "failed" : "passed",
      ...("status" in answer && { status: answer.status }),
      findings: findings.toSorted(bySeverity).map((finding) => this.#finding(finding)),
      milliseconds: answer.doneAt - answer.sentAt,
    });
  }

  /** The ids of the cases that were sent. */
  sent(): Set<string> {
    return new Set(this.#reports.filter((one) => one.outcome !== "skipped").map((one) => one.id));
  }

  /** The report of a run; `reason` says why nothing could be tested. */
  report(run: Pick<Report, "seed" | "requests" | "milliseconds" | "rules" | "created">, reason?: string): Report {
    const findings = this.#findings();
    const tested = this.#reports.some((one) => one.outcome !== "skipped" && !one.id.endsWith(atFirst));
    const none = this.#reports.some((one) => one.outcome === "skipped")
      ? "all of them were skipped"
      : "none was asked for";
    const untested = reason ?? (tested ? undefined : `No case was tested: ${none}.`);
    return {
      verdict: untested !== undefined ? "untested" : findings.length > 0 ? "failed" : "passed",
      ...(untested !== undefined && { reason: untested }),
      url: this.#words.redact(this.#base),
      ...run,
      cases: this.#reports,
      findings,
      skipped: [...this.#skipped].map(
        ([why, { cases, checks }]): Skipped => ({ reason: why, cases: [...cases], checks: [...checks] }),
      ),
    };
  }

  /** The findings by cause, the most severe first, each shown by its smallest request. */
  #findings(): FindingGroup[] {
    const groups = new Map<string, Finding[]>();
    for (const finding of this.found) {
      const cause = `${finding.check} ${finding.pointer}`;
      groups.set(cause, [...(groups.get(cause) ?? []), finding]);
    }
    return [...groups.values()]
      .map((group): FindingGroup => {
        const sorted = group.toSorted((a, b) => sizeOf(a) - sizeOf(b));
        const cases = [...new Set(sorted.map((found) => found.exchange.case.id))];
        return { ...this.#finding(sorted[0] as Finding), cases };
      })
      .sort(bySeverity);
  }

  #finding({ check, title, pointer, expected, got, exchange }: Finding): FindingReport {
    const { code, severity } = describeCheck(check);
    const redact = (text: string) => this.#words.redact(text, exchange.presented);
    return {
      code,
      check,
      severity,
      title: redact(title),
      pointer,
      expected: redact(expected),
      got: redact(got),
      exchange: reportExchange(exchange, this.#options.keyVariable ?? "API_KEY", redact),
    };
  }
}

const sizeOf = ({ exchange: { case: one } }: Finding) =>
  (one.template.body?.length ?? 0) + one.template.path.length + one.template.query.length;

const described = ({ id, title, expects, pointer }: TestCase) => ({ id, title, expects, pointer });
