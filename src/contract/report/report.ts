/** What a run found, as data: nothing in it holds a secret or the API key. */
import type { Severity } from "../check/check.ts";

/**
 * The outcome of a run: `passed`, or `failed` when there is a finding; `incomplete` when the server kept cases from
 * running, or all cases of a constraint were skipped; `untested` when no case could run.
 */
export type Verdict = "passed" | "failed" | "incomplete" | "untested";

/** A header field of a request or a response. */
export interface HeaderReport {
  readonly name: string;
  readonly value: string;
}

/** A request and its response, without secrets. */
export interface ExchangeReport {
  /** An ISO 8601 date and time. */
  readonly startedAt: string;
  readonly milliseconds: number;
  /** A command line that sends the same request again, with the key taken from the environment. */
  readonly curl: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: readonly HeaderReport[];
    readonly body?: string;
  };
  readonly response?: {
    readonly status: number;
    readonly headers: readonly HeaderReport[];
    /** Its beginning, if it is long; left out if it is not UTF-8. */
    readonly body?: string;
  };
  /** Why there is no response. */
  readonly error?: string;
}

/** What is wrong with one response. */
export interface FindingReport {
  /** The stable code of the check, such as `DS121`. */
  readonly code: string;
  /** The name of the check, such as `invalid-accepted`. */
  readonly check: string;
  readonly severity: Severity;
  /** What happened, in one line. */
  readonly title: string;
  /** The place in the description that is violated. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
  /** What the same request got when it was sent once more, alone, where that is another response: no case has failed. */
  readonly alone?: string;
  readonly exchange: ExchangeReport;
}

/** Findings that have one cause, shown by the one with the smallest request. */
export interface FindingGroup extends FindingReport {
  /** The cases with this finding; the first is the one that is shown. */
  readonly cases: readonly string[];
}

/** One case and how it went; an operation of which no case could be sent is a skipped case. */
export interface CaseReport {
  readonly id: string;
  readonly title: string;
  /** What the response had to be. */
  readonly expects: string;
  /** The place in the description that the case comes from. */
  readonly pointer: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** The status code of the response, if there was one. */
  readonly status?: number;
  /** Why it was not sent, or why its finding is ignored. */
  readonly reason?: string;
  /** What is wrong, the most severe first. */
  readonly findings: readonly FindingReport[];
  readonly milliseconds: number;
}

/** Cases that were not sent for one reason. */
export interface Skipped {
  readonly reason: string;
  /** The ids of the cases. */
  readonly cases: readonly string[];
}

/** What an entry of the option `ignore` left out. */
export interface IgnoredReport {
  readonly code?: string;
  readonly text?: string;
  readonly reason: string;
  /** The findings that didn't fail the run. */
  readonly findings: readonly FindingGroup[];
  /** The ids of the cases with these findings, or of those that were not sent; none if nothing matched. */
  readonly cases: readonly string[];
}

/** An operation of which no case could be sent. */
export interface UntestedReport {
  readonly operation: string;
  /** Why, and what to do next. */
  readonly reason: string;
}

/** A constraint of the description. */
export interface ConstraintReport {
  readonly pointer: string;
  readonly keyword: string;
  /** How many requests at its boundary or in violation of it were sent, or how many responses were validated against it. */
  readonly tests: number;
}

/** The result of a run. */
export interface Report {
  readonly verdict: Verdict;
  /** Why not everything was tested, whatever the verdict is. */
  readonly reason?: string;
  readonly url: string;
  readonly seed: number;
  readonly requests: number;
  readonly milliseconds: number;
  readonly cases: readonly CaseReport[];
  /** The most severe first. */
  readonly findings: readonly FindingGroup[];
  readonly ignored: readonly IgnoredReport[];
  readonly skipped: readonly Skipped[];
  readonly untested: readonly UntestedReport[];
  /** Faults of the description, and what of it is not tested, each with its place. */
  readonly omissions: readonly { readonly pointer: string; readonly reason: string }[];
  /** With `only`, those that the cases come from, or that responses tested. */
  readonly constraints: readonly ConstraintReport[];
  /** The ids of what the run created on the server. */
  readonly created: readonly string[];
}
