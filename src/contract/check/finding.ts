/** The list of checks, and what they find. */
import type { Exchange } from "../transport/exchange.ts";
import type { Check, Violation } from "./check.ts";
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

/** Sorts findings by their codes: the most severe first. */
export function bySeverity(a: { readonly code: string }, b: { readonly code: string }): number {
  return a.code < b.code ? -1 : Number(a.code > b.code);
}
