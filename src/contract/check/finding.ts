/** The list of checks, and what they find. */
import type { Exchange } from "../transport/exchange.ts";
import { type Check, type CheckContext, severities, type Violation } from "./check.ts";
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

/** What the checks find in an exchange, without the consequences of another finding. */
export function findingsOf(exchange: Exchange, context: CheckContext): Finding[] {
  const findings = checks.flatMap((check): Finding[] => {
    const violation = violationOf(check, exchange, context);
    return violation ? [{ ...violation, check, exchange }] : [];
  });
  const explained = new Set(findings.flatMap(({ check }) => check.explains ?? []));
  return findings.filter(({ check }) => !explained.has(check.name));
}

/** What a check finds in an exchange. */
export function violationOf(check: Check, exchange: Exchange, context: CheckContext): Violation | undefined {
  const { result } = exchange;
  return result.kind === "response" ? check.find?.(exchange, result, context) : check.findWithout?.(exchange, result);
}

type Sorted = Pick<Check, "code" | "severity">;

/** Sorts findings: the most severe first, and by their codes. */
export function bySeverity(a: Sorted, b: Sorted): number {
  const difference = severities.indexOf(a.severity) - severities.indexOf(b.severity);
  return difference === 0 ? a.code.localeCompare(b.code) : difference;
}
