/** Collects what became of the cases, and makes the report of it. */

import { bySeverity, describeCheck } from "../check/codes.ts";
import type { Finding } from "../check/finding.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ContractOptions } from "../options.ts";
import type { Words } from "../transport/canaries.ts";
import type { Exchange } from "../transport/exchange.ts";
import { curlOf, responseText } from "./curl.ts";
import type { CaseReport, FindingReport, Report, Skipped } from "./report.ts";

/** The environment variable that stands for the key in what is printed, unless the caller names another. */
const keyVariable = "API_KEY";

/** Ends the ids of the requests by which it is found out whether there is anything to judge. */
export const atFirst = "-at-first";

/** What became of the cases of a run. */
export class Results {
  readonly #base: string;
  readonly #words: Words;
  readonly #options: ContractOptions;
  readonly #reports: CaseReport[] = [];
  readonly #skipped = new Map<string, Set<string>>();
  readonly found: Finding[] = [];

  constructor(base: string, words: Words, options: ContractOptions) {
    this.#base = base;
    this.#words = words;
    this.#options = options;
  }

  /** Leaves a case out. */
  skip(one: TestCase, reason: string): void {
    this.note(reason, one.id);
    this.#reports.push({ ...described(one), outcome: "skipped", reason, milliseconds: 0 });
  }

  /** Keeps why a case, or a check of one, was left out. */
  note(reason: string, what: string): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? new Set()).add(what));
  }

  /** Keeps what was found of a case. */
  settle({ case: one, answer, presented }: Exchange, findings: readonly Finding[]): void {
    this.found.push(...findings);
    const [finding] = findings;
    const reason = finding && `${describeCheck(finding.check).code} ${finding.title}`;
    this.#reports.push({
      ...described(one),
      outcome: finding ? "failed" : "passed",
      ...("status" in answer && { status: answer.status }),
      ...(reason !== undefined && { reason: this.#words.redact(reason, presented) }),
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
      skipped: [...this.#skipped].map(([why, cases]): Skipped => ({ reason: why, cases: [...cases] })),
    };
  }

  /** The findings by cause, the most severe first, each shown by its smallest request. */
  #findings(): FindingReport[] {
    const groups = new Map<string, Finding[]>();
    for (const found of this.found) {
      const cause = `${found.check} ${found.pointer}`;
      groups.set(cause, [...(groups.get(cause) ?? []), found]);
    }
    const found = [...groups.values()].map((group): FindingReport => {
      const sorted = group.sort((a, b) => sizeOf(a) - sizeOf(b));
      const { check, title, pointer, expected, got, exchange } = sorted[0] as Finding;
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
        cases: [...new Set(sorted.map((found) => found.exchange.case.id))],
        curl: redact(curlOf(exchange.case, this.#base, this.#options.keyVariable ?? keyVariable)),
        response: redact(responseText(exchange.answer)),
      };
    });
    return found.sort(bySeverity);
  }
}

const sizeOf = ({ exchange: { case: one } }: Finding) =>
  (one.template.body?.length ?? 0) + one.template.path.length + one.template.query.length;

const described = ({ id, title, expects, pointer }: TestCase) => ({ id, title, expects, pointer });
