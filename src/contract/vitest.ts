/** The contract gate in vitest: each case is a test. */
import { beforeAll, describe, test } from "vitest";
import { listCases } from "./cases.ts";
import { runContract } from "./index.ts";
import type { ContractOptions } from "./options.ts";
import { findingsOfNoCase, findingText } from "./report/finding-text.ts";
import type { CaseReport, FindingReport, Report } from "./report/report.ts";

/** Options of {@link contractTests}. */
export interface ContractTestOptions extends ContractOptions {
  /** Milliseconds that all requests together may take. @default 300000 */
  readonly runTimeout?: number | undefined;
}

/**
 * Registers a `describe` for each operation and a test for each case. The gate runs once before them. A test fails with
 * the finding of its case and a curl command that sends the request again, or is skipped with the reason.
 *
 * @throws {SpecError} if the description can't be used
 * @example
 * contractTests({ spec, baseUrl: "http://127.0.0.1:4010", apiKey: "any" });
 */
export function contractTests({ runTimeout = 300_000, ...options }: ContractTestOptions): void {
  const { cases } = listCases(options);
  let report: Report;
  let results: ReadonlyMap<string, CaseReport>;

  beforeAll(async () => {
    report = await runContract(options);
    results = new Map(report.cases.map((result) => [result.id, result]));
  }, runTimeout);

  test("the server can be tested", () => {
    if (report.reason !== undefined) throw new Error(report.reason);
    const listed = new Set(cases.map(({ id }) => id));
    failWith([
      ...report.cases.filter(({ id }) => !listed.has(id)).flatMap(({ findings }) => findings),
      ...findingsOfNoCase(report),
    ]);
  });

  for (const operation of new Set(cases.map((testCase) => testCase.operation.id))) {
    describe(operation, () => {
      for (const { id, expects, title } of cases.filter((testCase) => testCase.operation.id === operation)) {
        test(`${expects}: ${title}`, ({ skip }) => {
          const result = results.get(id);
          if (result === undefined) skip(report.reason ?? "this run did not send it");
          else if (result.outcome === "skipped") skip(result.reason);
          else failWith(result.findings);
        });
      }
    });
  }
}

/** Throws what is wrong; the place in this file where it is thrown would tell nothing. */
function failWith(findings: readonly FindingReport[]): void {
  if (findings.length === 0) return;
  const message = findings.map(findingText).join("\n\n");
  throw Object.assign(new Error(message), { stack: message });
}
