/** Records what becomes of the test cases of a run. */
import type { CheckName } from "../check/codes.ts";
import type { Finding } from "../check/finding.ts";
import { groupByCause } from "../check/groups.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { Exchange } from "../transport/exchange.ts";

/** A test case, and what became of it. `prevented` is a test case that the server kept from running. */
export type Outcome =
  | {
      readonly kind: "tested";
      readonly testCase: TestCase;
      readonly exchange: Exchange;
      readonly findings: readonly Finding[];
    }
  | { readonly kind: "skipped" | "prevented"; readonly testCase: TestCase; readonly reason: string };

/** A check of a test case that was left out, because the server is known not to pass it. */
export interface SkippedCheck {
  readonly check: CheckName;
  readonly testCase: TestCase;
  readonly reason: string;
}

export class Outcomes {
  readonly all: Outcome[] = [];
  /** The findings, with those of requests that look for a smaller failing request. */
  readonly findings: Finding[] = [];
  readonly skippedChecks: SkippedCheck[] = [];

  /** How many findings have different causes. */
  get causes(): number {
    return groupByCause(this.findings).length;
  }

  tested(exchange: Exchange, findings: readonly Finding[]): void {
    this.findings.push(...findings);
    this.all.push({ kind: "tested", testCase: exchange.testCase, exchange, findings });
  }

  skipped(testCase: TestCase, reason: string): void {
    this.all.push({ kind: "skipped", testCase, reason });
  }

  prevented(testCase: TestCase, reason: string): void {
    this.all.push({ kind: "prevented", testCase, reason });
  }
}
