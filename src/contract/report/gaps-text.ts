/** What a run did not test or left out on purpose, one part a line: the same words in every report. */
import { plural } from "./finding-text.ts";
import type { IgnoredReport, Report } from "./report.ts";

export function gapLines(report: Report): string[] {
  return [...untestedLines(report), ...skippedLines(report), ...ignoredLines(report)];
}

export function skippedLines({ skipped }: Report): string[] {
  return skipped.map(({ reason, cases }) => `skipped ${plural(cases.length, "case")}: ${reason}`);
}

/** What was ignored on purpose: each finding, and the entries that nothing matches. */
export function ignoredLines({ ignored }: Report): string[] {
  return ignored.flatMap((entry) => [
    ...unusedLines(entry),
    ...entry.findings.map((finding) => findingLine(entry, finding)),
  ]);
}

const findingLine = ({ reason }: IgnoredReport, { code, title, cases }: IgnoredReport["findings"][number]) =>
  `ignored ${code} ${title} (${plural(cases.length, "case")}): ${reason}`;

function unusedLines({ code, text, cases }: IgnoredReport): string[] {
  if (cases.length > 0) return [];
  const entry = [code, text].filter((part) => part !== undefined).join(":");
  return [`nothing to ${code === undefined ? "exclude" : "ignore"} for ${entry}: it can go`];
}

/** The operations of which no case could be sent, with what to do next. */
export function untestedLines({ untested }: Report): string[] {
  return untested.map(({ operation, reason }) => `${operation} was not tested. ${reason}`);
}
