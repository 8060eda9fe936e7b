/** What a run found, as data: nothing in it holds a secret or the API key. */
/** The outcome: the contract `holds`, it is `broken`, or nothing could be judged. */
export type Verdict = "holds" | "broken" | "unjudged";

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

/** Failures with one cause. */
export interface Failure {
  /** The check that found it. */
  readonly check: string;
  /** The rule in words. */
  readonly rule: string;
  /** The rule's place in the document. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
  /** The cases that failed for it; the first is the one that is shown. */
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
  /** Why nothing could be judged. */
  readonly reason?: string;
  readonly url: string;
  readonly seed: number;
  readonly requests: number;
  readonly milliseconds: number;
  readonly cases: readonly CaseReport[];
  readonly failures: readonly Failure[];
  readonly skipped: readonly Skipped[];
  readonly rules: readonly RuleReport[];
  /** The ids of what the run created on the server. */
  readonly created: readonly string[];
}
