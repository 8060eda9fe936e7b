/** The list of checks, and what they find. */
import type { Exchange } from "../transport/exchange.ts";
import { type Check, severities, type Violation } from "./check.ts";
import * as everyCheck from "./every-check.ts";

export type CheckName = (typeof everyCheck)[keyof typeof everyCheck]["name"];

/** Every check, the most severe first. */
export const checks: readonly Check<CheckName>[] = Object.values(everyCheck).sort(bySeverity);

/** A violation, the check that found it, and where. */
export interface Finding extends Violation {
  readonly check: Check<CheckName>;
  readonly exchange: Exchange;
  /** What the same request got when it was sent once more, alone, where that is another response. */
  readonly alone?: string;
}

type Sorted = Pick<Check, "code" | "severity">;

/** Sorts findings: the most severe first, and by their codes. */
export function bySeverity(a: Sorted, b: Sorted): number {
  const difference = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  return difference === 0 ? a.code.localeCompare(b.code) : difference;
}
