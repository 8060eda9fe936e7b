/** Collects what became of the cases, and makes the report of it. */

import { answered, checks } from "../check/checks.ts";
import { keyVariable } from "../generate/auth.ts";
import type { Case } from "../generate/test-case.ts";
import type { ContractOptions } from "../options.ts";
import type { Words } from "../transport/canaries.ts";
import type { Exchange, Finding } from "../transport/exchange.ts";
import { curlOf, responseText } from "./curl.ts";
import type { CaseReport, Failure, Report, Skipped } from "./report.ts";

/** What a check found in an exchange. */
export interface Found extends Finding {
  readonly check: string;
  readonly exchange: Exchange;
}

/** Ends the ids of the requests by which it is found out whether there is anything to judge. */
export const atFirst = "-at-first";

/** What became of the cases of a run. */
export class Results {
  readonly #base: string;
  readonly #words: Words;
  readonly #options: ContractOptions;
  readonly #reports: CaseReport[] = [];
  readonly #skipped = new Map<string, Set<string>>();
  readonly found: Found[] = [];

  constructor(base: string, words: Words, options: ContractOptions) {
    this.#base = base;
    this.#words = words;
    this.#options = options;
  }

  /** Leaves a case out. */
  skip(one: Case, reason: string): void {
    this.note(reason, one.id);
    this.#reports.push({ ...described(one), outcome: "skipped", reason, milliseconds: 0 });
  }

  /** Keeps why a case, or a check of one, was left out. */
  note(reason: string, what: string): void {
    this.#skipped.set(reason, (this.#skipped.get(reason) ?? new Set()).add(what));
  }

  /** Keeps what was found of a case. */
  settle({ case: one, answer, presented }: Exchange, findings: readonly Found[]): void {
    this.found.push(...findings);
    const [finding] = findings;
    const reason = finding && `${finding.check}: expected ${finding.expected}; got ${finding.got}`;
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

  /** The report of a run; `reason` says why nothing could be judged. */
  report(run: Pick<Report, "seed" | "requests" | "milliseconds" | "rules" | "created">, reason?: string): Report {
    const failures = this.#failures();
    const judged = this.#reports.some((one) => one.outcome !== "skipped" && !one.id.endsWith(atFirst));
    const none = this.#reports.some((one) => one.outcome === "skipped")
      ? "all of them were skipped"
      : "none was asked for";
    const unjudged = reason ?? (judged ? undefined : `No case was judged: ${none}.`);
    return {
      verdict: unjudged !== undefined ? "unjudged" : failures.length > 0 ? "broken" : "holds",
      ...(unjudged !== undefined && { reason: unjudged }),
      url: this.#words.redact(this.#base),
      ...run,
      cases: this.#reports,
      failures,
      skipped: [...this.#skipped].map(([why, cases]): Skipped => ({ reason: why, cases: [...cases] })),
    };
  }

  /** The failures by cause, each shown by its smallest request. */
  #failures(): Failure[] {
    const groups = new Map<string, Found[]>();
    for (const found of this.found) {
      const cause = `${found.check} ${found.pointer}`;
      groups.set(cause, [...(groups.get(cause) ?? []), found]);
    }
    return [...groups.values()].map((group) => {
      const sorted = group.sort((a, b) => sizeOf(a) - sizeOf(b));
      const { check, pointer, expected, got, exchange } = sorted[0] as Found;
      const rule = checks.find((one) => one.name === check)?.words ?? answered.words;
      const redact = (text: string) => this.#words.redact(text, exchange.presented);
      return {
        check,
        rule,
        pointer,
        expected: redact(expected),
        got: redact(got),
        cases: [...new Set(sorted.map((found) => found.exchange.case.id))],
        curl: redact(curlOf(exchange.case, this.#base, this.#options.keyVariable ?? keyVariable)),
        response: redact(responseText(exchange.answer)),
      };
    });
  }
}

const sizeOf = ({ exchange: { case: one } }: Found) =>
  (one.template.body?.length ?? 0) + one.template.path.length + one.template.query.length;

const described = ({ id, title, expects, pointer }: Case) => ({ id, title, expects, pointer });
