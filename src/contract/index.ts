/** The contract gate: tests whether a server does what an API description says. */
import { type ContractOptions, resolveOptions } from "./options.ts";
import { reportOf } from "./report/collect.ts";
import type { Report } from "./report/report.ts";
import { run } from "./run/run.ts";

export { SpecError } from "../openapi/pointer.ts";
export type { Severity } from "./check/check.ts";
export type { Key } from "./generate/request/credential.ts";
export type { ContractOptions, Ignored } from "./options.ts";
export { OptionError } from "./options.ts";
export type {
  CaseReport,
  ConstraintReport,
  ExchangeReport,
  FindingGroup,
  FindingReport,
  HeaderReport,
  IgnoredReport,
  Report,
  Skipped,
  UntestedReport,
  Verdict,
} from "./report/report.ts";

/**
 * Runs the test cases of an API description against a server, and resolves to the report whatever the verdict is.
 *
 * @throws {SpecError} if the description can't be used
 * @throws {OptionError} if an option can't be used: nothing was sent then
 * @example
 * const { verdict } = await runContract({ spec, baseUrl: "http://127.0.0.1:4010", apiKey: "any" });
 * if (verdict !== "passed") process.exitCode = 1;
 */
export async function runContract(options: ContractOptions): Promise<Report> {
  const resolved = resolveOptions(options);
  return reportOf(await run(resolved), resolved);
}
