/**
 * The contract gate: tests whether a server does what an API description says.
 *
 * Where to find what, in the order in which it works:
 *
 * - `../openapi/` reads the description: operations, schemas, resources; validates values. `../http/` knows what is common
 *   to all uses of HTTP, such as Retry-After.
 * - `options.ts`: the options of a run and their defaults; `option-checks.ts`: what is wrong with them.
 * - `values/` makes the values of a schema: `example.ts`, `boundary.ts` (valid ones), `mutation.ts` (invalid ones),
 *   `arbitrary.ts` (random ones).
 * - `generate/` makes the test cases of an operation: a file for each kind of case, all of them listed in `case-list.ts`;
 *   `expectation.ts` says what the response to each may be.
 * - `transport/` sends a request, with canaries in it, and finds them in the response.
 * - `check/` finds what is wrong with a response: a file for each check, in the folder of its severity, with its code, its
 *   words and its function. `every-check.ts` lists them.
 * - `state/` finds what is wrong with what the server holds: `state/sequences/` has the titles of these findings,
 *   `check/wrong-state/` the words of their checks.
 * - `run/` runs all of it: `run.ts` is the order of a run, from the preflight of an operation to the clean-up.
 * - `report/` makes the report of a run: `verdict.ts` decides the verdict and words it; a file for each format.
 * - `cli/`: the command. `cases.ts` lists the cases without a run; `vitest.ts` makes each of them a test.
 */
import { type ContractOptions, resolveOptions } from "./options.ts";
import { reportOf } from "./report/collect.ts";
import type { Report } from "./report/report.ts";
import { run } from "./run/run.ts";

export { SpecError } from "../openapi/pointer.ts";
export type { Severity } from "./check/check.ts";
export type { Key } from "./generate/request/credential.ts";
export { OptionError } from "./option-checks.ts";
export type { ContractOptions, Ignored } from "./options.ts";
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
