/** What a run finds, before it is reported. */

import type { Operation } from "../../openapi/operation.ts";
import type { Omission } from "../../openapi/pointer.ts";
import type { CheckContext } from "../check/check.ts";
import { type Finding, findingsOf } from "../check/finding.ts";
import { groupByCause } from "../check/groups.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Ignored } from "../options.ts";
import { type Exchange, tooLarge } from "../transport/exchange.ts";
import { entryFor } from "./ignored.ts";

/** A test case, and what became of it: the options of the run or the server may keep it from being sent. */
export type Outcome =
  | {
      readonly kind: "tested";
      readonly testCase: TestCase;
      readonly exchange: Exchange;
      readonly findings: readonly Finding[];
    }
  | {
      readonly kind: "skipped";
      readonly testCase: TestCase;
      readonly reason: string;
      readonly by: "options" | "server";
    };

export interface IgnoredFinding {
  readonly finding: Finding;
  readonly entry: Ignored;
}

/** Checks the exchanges of a run, and records what becomes of its test cases. */
export class Outcomes {
  readonly all: Outcome[] = [];
  /** The findings, with those of requests that look for a smaller failing request. */
  readonly findings: Finding[] = [];
  readonly ignored: IgnoredFinding[] = [];
  readonly #context: CheckContext;
  readonly #ignore: readonly Ignored[];

  constructor(context: CheckContext, ignore: readonly Ignored[]) {
    this.#context = context;
    this.#ignore = ignore;
  }

  /** What the checks find in an exchange, without what is ignored. */
  check(exchange: Exchange): Finding[] {
    return this.withoutIgnored(findingsOf(exchange, this.#context));
  }

  /** The findings that fail the run; those that are ignored are recorded. */
  withoutIgnored(findings: readonly Finding[]): Finding[] {
    return findings.filter((finding) => {
      const entry = entryFor(finding, this.#ignore);
      if (entry) this.ignored.push({ finding, entry });
      return entry === undefined;
    });
  }

  /** How many findings have different causes. */
  get causes(): number {
    return groupByCause(this.findings).length;
  }

  /** Records the findings of an exchange; of a response that is too large to be read, that nothing was tested. */
  tested(exchange: Exchange, findings: readonly Finding[]): void {
    const { testCase, result } = exchange;
    if (result.kind === "no-response" && result.code === tooLarge) {
      this.skipped(testCase, result.message, "server");
      return;
    }
    this.findings.push(...findings);
    this.all.push({ kind: "tested", testCase, exchange, findings });
  }

  /** Records that the request of a finding got another response when it was sent alone: its case has not failed. */
  notShownAlone(finding: Finding, alone: string): void {
    this.findings[this.findings.indexOf(finding)] = { ...finding, alone };
    const index = this.all.findIndex((outcome) => outcome.kind === "tested" && outcome.findings.includes(finding));
    const outcome = this.all[index];
    if (outcome?.kind === "tested")
      this.all[index] = { ...outcome, findings: outcome.findings.filter((other) => other !== finding) };
  }

  skipped(testCase: TestCase, reason: string, by: "options" | "server" = "options"): void {
    this.all.push({ kind: "skipped", testCase, reason, by });
  }
}

export interface UntestedOperation {
  readonly operation: Operation;
  readonly reason: string;
}

export interface RunResult {
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly Finding[];
  readonly ignored: readonly IgnoredFinding[];
  readonly operations: readonly Operation[];
  readonly untested: readonly UntestedOperation[];
  /** What of the description is not tested, and why. */
  readonly omissions: readonly Omission[];
  /** Why the server kept test cases from running; `undefined` if it didn't. */
  readonly obstacle: string | undefined;
  /** How many responses fell under each documented response, by its pointer. */
  readonly responses: ReadonlyMap<string, number>;
  readonly requests: number;
  readonly milliseconds: number;
  readonly created: readonly string[];
  /** Takes canaries, the API key and other credentials out of a text. */
  readonly redact: (text: string, credentials?: readonly string[]) => string;
}
