/** Rates the changes between two API descriptions by the version step that they need. */
import type { Step } from "./release.ts";
import { run } from "./run.ts";

/** One change, with its place in the description. */
export interface Change {
  step: Step;
  place: string;
  what: string;
}

interface RatedChange {
  path: string;
  typeName: string;
  kind: "added" | "modified" | "removed";
  impact: Exclude<Step, "none">;
  property?: string;
  verdicts: { message: string }[];
  base?: { value?: unknown };
  revision?: { value?: unknown };
}

const steps: Step[] = ["none", "patch", "minor", "major"];
const closing = new Set(["enum", "const", "additionalProperties", "unevaluatedProperties"]);

/** The largest of several steps. */
export function largest(given: Step[]): Step {
  return steps[Math.max(0, ...given.map((step) => steps.indexOf(step)))] ?? "none";
}

/** What redocly rates as harmless and our users would notice, in words. */
function harm({ typeName, kind, property, verdicts, base, revision }: RatedChange): string | undefined {
  if (verdicts.length > 0) return undefined;
  if (typeName.startsWith("SecurityRequirement")) return `The demand for a credential was ${kind}.`;
  if (typeName !== "Schema") return undefined;
  if (kind === "removed") return "What was documented is gone: the types and the client refuse it.";
  if (property === undefined) return undefined;
  if (property === "writeOnly" && base?.value === true) return "A value that was never returned may be returned now.";
  const wasOpen = base?.value === undefined || base.value === true;
  if (closing.has(property) && wasOpen && revision?.value !== undefined && revision.value !== true)
    return "What was open is closed: values that were allowed no longer are.";
  return undefined;
}

function changeOf(rated: RatedChange): Change {
  const place = [rated.path.replace(/^#\/(paths\/)?/, ""), rated.property].filter(Boolean).join("/");
  const ours = harm(rated);
  const what = ours ?? (rated.verdicts.map(({ message }) => message).join(" ") || `${rated.kind}.`);
  return { step: ours ? "major" : rated.impact, place: place.replaceAll("~1", "/").replaceAll("~0", "~"), what };
}

/** The changes from one file to another, the largest first. */
export function changesBetween(base: string, revision: string): Change[] {
  const args = ["diff", base, revision, "--format=json", "--fail-on=none"];
  const { changes = [] } = JSON.parse(run("redocly", args)) as { changes?: RatedChange[] };
  return changes.map(changeOf).sort((a, b) => steps.indexOf(b.step) - steps.indexOf(a.step));
}
