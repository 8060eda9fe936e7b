/** Servers by name, and their right verdicts. */
import type { Verdict } from "../../../src/contract/report/report.ts";
import type { Difference } from "./sessions.ts";

export interface Named {
  readonly group: string;
  readonly name: string;
  readonly difference: Difference;
  /** The right verdicts. */
  readonly verdicts: readonly Verdict[];
  /** How many findings there may be at most. */
  readonly maxFindings?: number;
  /** Milliseconds that each request may take. */
  readonly timeout?: number;
}

/** A group of servers with one verdict: correct ones pass, others fail, unless another verdict is given. */
export function group(
  name: string,
  servers: Readonly<Record<string, Difference>>,
  rest: Partial<Pick<Named, "verdicts" | "maxFindings" | "timeout">> = {},
): Named[] {
  const verdicts = [name === "correct" ? "passed" : "failed"] as const;
  return Object.entries(servers).map(([title, difference]) => ({
    group: name,
    name: title,
    difference,
    verdicts,
    ...rest,
  }));
}
