/** What a run found, before it is reported. */
import type { Finding } from "../check/finding.ts";
import type { Operation } from "../spec/operation.ts";
import type { Omission } from "../spec/pointer.ts";
import type { Outcome, SkippedCheck } from "./outcomes.ts";

/** An operation that could not be tested, and why. */
export interface UntestedOperation {
  readonly operation: Operation;
  readonly reason: string;
}

export interface RunResult {
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly Finding[];
  readonly skippedChecks: readonly SkippedCheck[];
  readonly operations: readonly Operation[];
  readonly untested: readonly UntestedOperation[];
  /** What of the description is not tested, and why. */
  readonly omissions: readonly Omission[];
  /** Why the server kept test cases from running; `undefined` if it didn't. */
  readonly obstacle: string | undefined;
  /** How many responses fell under each documented response, by its pointer. */
  readonly responses: ReadonlyMap<string, number>;
  readonly requests: number;
  /** Requests that were sent again because a connection that was kept open had been closed. */
  readonly retries: number;
  readonly milliseconds: number;
  /** The ids of what the run created on the server. */
  readonly created: readonly string[];
  /** Takes canaries, the API key and other credentials out of a text. */
  readonly redact: (text: string, credentials?: readonly string[]) => string;
}
