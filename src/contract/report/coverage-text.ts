/** Shows which constraints of the description were tested. */
import { tokensOf } from "../../openapi/pointer.ts";
import type { ConstraintReport } from "./report.ts";

/** The constraints that no case tested, each by its pointer. */
export function untestedList(untested: readonly ConstraintReport[], total: number): string {
  const lines = untested.map(({ pointer }) => `  #${pointer}`);
  return [`Not tested: ${untested.length} of ${total} constraints of the description`, ...lines].join("\n");
}

/** How many cases tested each constraint, one place of the description on each line. */
export function coverageTable(constraints: readonly ConstraintReport[]): string {
  const places = new Map<string, string[]>();
  for (const { pointer, keyword, positive, negative } of constraints) {
    const place = tokensOf(pointer)
      .slice(0, keyword === "security" ? undefined : -1)
      .filter((token) => !["components", "schemas", "schema", "properties"].includes(token))
      .join(" ");
    const counts = positive + negative === 0 ? "UNTESTED" : `${positive}+${negative}`;
    places.set(place, [...(places.get(place) ?? []), `${keyword} ${counts}`]);
  }
  const lines = [...places].map(([place, counts]) => `  ${place}\n      ${counts.join(", ")}`);
  return ["Constraints, and the cases that tested each (positive+negative):", ...lines].join("\n");
}
