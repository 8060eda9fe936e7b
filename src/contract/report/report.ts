/** What a run found, as data: nothing in it holds a secret or the API key. */
import type { CheckName, Severity } from "../check/codes.ts";

/**
 * The outcome of a run: `passed`, or `failed` when there is a finding; `incomplete` when the server kept cases from
 * running, so that constraints stayed untested; `untested` when no case could run.
 */
export type Verdict = "passed" | "failed" | "incomplete" | "untested";

/** One case and how it went. */
export interface CaseReport {
  readonly id: string;
  readonly title: string;
  /** What the answer had to be. */
  readonly expects: string;
  /** The rule in the document that the case comes from. */
  readonly pointer: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** The status of the answer, if there was one. */
  readonly status?: number;
  /** Why it was skipped, or what is wrong. */
  readonly reason?: string;
  readonly milliseconds: number;
}

/** A finding, or several that have one cause. */
export interface FindingReport {
  /** The stable code of the check, such as `DS121`. */
  readonly code: string;
  readonly check: CheckName;
  readonly severity: Severity;
  /** What happened, in one line. */
  readonly title: string;
  /** The place in the description that is violated. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
  /** The cases with this finding; the first is the one that is shown. */
  readonly cases: readonly string[];
  /** A command line that sends the request again, with the key taken from the environment. */
  readonly curl: string;
  /** The answer, cut to what matters. */
  readonly response: string;
}

/** Cases, or checks of cases, that were left out, and why. */
export interface Skipped {
  readonly reason: string;
  readonly cases: readonly string[];
}

/** A rule of the document and how many cases tested it. */
export interface RuleReport {
  readonly pointer: string;
  readonly keyword: string;
  /** Requests that keep the rule at its edge, or answers that were checked against it. */
  readonly kept: number;
  /** Requests that break the rule. */
  readonly broken: number;
}

/** The result of a run. */
export interface Report {
  readonly verdict: Verdict;
  /** Why the run is incomplete, or why no case could run. */
  readonly reason?: string;
  readonly url: string;
  readonly seed: number;
  readonly requests: number;
  readonly milliseconds: number;
  readonly cases: readonly CaseReport[];
  /** The most severe first. */
  readonly findings: readonly FindingReport[];
  readonly skipped: readonly Skipped[];
  readonly rules: readonly RuleReport[];
  /** The ids of what the run created on the server. */
  readonly created: readonly string[];
}
