/** Writes a report for GitHub Actions: annotations, and the summary of a job. */
import { findingText, plural } from "./finding-text.ts";
import { gapLines, ignoredLines, untestedLines } from "./gaps-text.ts";
import type { FindingGroup, Report } from "./report.ts";
import { verdictText } from "./verdict.ts";

/** GitHub takes 1 MiB of summary. */
const maxDetails = 50;

const escapeData = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text: string) => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** Workflow commands that GitHub Actions shows as annotations. */
export function annotations(report: Report): string {
  const command = (level: "error" | "warning", title: string, text: string) =>
    `::${level} title=${escapeProperty(title)}::${escapeData(text)}\n`;
  return [
    ...(report.reason === undefined ? [] : [command("error", "Contract gate", verdictText(report))]),
    ...report.findings.map((finding) => command("error", `${finding.code} ${finding.check}`, findingText(finding))),
    ...untestedLines(report).map((line) => command("warning", "Not tested", line)),
    ...ignoredLines(report).map((line) => command("warning", "Ignored", line)),
  ].join("");
}

/** The report in Markdown: the verdict, a table of the findings, and their details, folded. */
export function markdownText(report: Report): string {
  const rows = report.findings.map(
    ({ code, severity, title }) => `| ${code} | ${severity} | ${escapeMarkdown(title)} |`,
  );
  const table = ["| Code | Severity | Finding |", "| --- | --- | --- |", ...rows].join("\n");
  const gaps = gapLines(report);
  const parts = [
    `## ${escapeMarkdown(verdictText(report))}`,
    ...(rows.length > 0 ? [table] : []),
    ...report.findings.slice(0, maxDetails).map(detailsOf),
    ...(gaps.length > 0 ? [gaps.map((gap) => `- ${escapeMarkdown(gap)}`).join("\n")] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

const escapeMarkdown = (text: string) =>
  text
    .replaceAll(/[\\`*_|[\]]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/\s+/g, " ");

function detailsOf(finding: FindingGroup): string {
  const cases = finding.cases.length > 1 ? `\n\nThe same in ${plural(finding.cases.length - 1, "more case")}.` : "";
  // No request or response begins a line with as many.
  const fence = "~".repeat(9);
  return `<details><summary>${finding.code}: <code>${finding.cases[0]}</code></summary>\n\n${fence}text\n${findingText(finding)}\n${fence}${cases}\n\n</details>`;
}
