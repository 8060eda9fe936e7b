export { SpecError } from "./loading.ts";
export type { CaseReport, Failure, Report, RuleReport, Skipped, Verdict } from "./report.ts";
export { type ContractOptions, type Limit, runContract } from "./running.ts";
