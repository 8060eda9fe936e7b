export type { CheckName, Severity } from "./check/codes.ts";
export type { ContractOptions, Limit } from "./options.ts";
export type {
  CaseReport,
  ExchangeReport,
  FindingGroup,
  FindingReport,
  HeaderReport,
  Report,
  RuleReport,
  Skipped,
  Verdict,
} from "./report/report.ts";
export { runContract } from "./run/run.ts";
export { SpecError } from "./spec/pointer.ts";
