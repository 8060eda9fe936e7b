export type { ContractOptions, Limit } from "./options.ts";
export { SpecError } from "./pointers.ts";
export type { CaseReport, Failure, Report, RuleReport, Skipped, Verdict } from "./report.ts";
export { runContract } from "./running.ts";
