/** Writes a report in the JUnit format. */
import { findingsOfNoCase, findingText, partsOf } from "./finding-text.ts";
import { gapLines } from "./gaps-text.ts";
import type { CaseReport, FindingReport, Report } from "./report.ts";

/** How many characters of findings are written: CI systems refuse large files. */
const maxDetails = 600_000;

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;" };

// XML 1.0 has no place for other control characters, not even escaped.
const replaceControls = (text: string) => text.replaceAll(/[^\P{C}\t\n\r]/gu, "\ufffd");
const escapeText = (text: string) => replaceControls(text).replaceAll(/[&<>]/g, (c) => entities[c] ?? c);
const attribute = (name: string, value: string | number) =>
  ` ${name}="${replaceControls(String(value)).replaceAll(/[&<>"\n]/g, (c) => entities[c] ?? c)}"`;

/** The report in JUnit's format: one test case for each case of the run. */
export function junitText(report: Report): string {
  const count = (outcome: string) => report.cases.filter((testCase) => testCase.outcome === outcome).length;
  const incomplete = report.reason === undefined ? 0 : 1;
  let written = 0;
  const elements = report.cases.map((testCase) => {
    const details = testCase.findings.map(findingText).join("\n\n");
    written += details.length;
    return caseElement(testCase, written > maxDetails ? "See the report of --json or --har." : details);
  });
  const ofRun = findingsOfNoCase(report);
  elements.push(...ofRun.map((finding) => runElement(finding.title, failure(finding, findingText(finding)))));
  if (report.reason !== undefined)
    elements.push(runElement(report.verdict, `<error${attribute("message", report.reason)}/>`));
  const gaps = gapLines(report);
  const notes = gaps.length === 0 ? "" : `\n    <system-out>${escapeText(gaps.join("\n"))}</system-out>`;
  const totals = [
    attribute("name", "contract"),
    attribute("tests", report.cases.length + ofRun.length + incomplete),
    attribute("failures", count("failed") + ofRun.length),
    attribute("errors", incomplete),
    attribute("skipped", count("skipped")),
    attribute("time", (report.milliseconds / 1000).toFixed(3)),
  ].join("");
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites${totals}>
  <testsuite${totals}>
${elements.join("\n")}${notes}
  </testsuite>
</testsuites>
`;
}

function failure({ code, title }: FindingReport, details: string): string {
  return `<failure${attribute("type", code)}${attribute("message", `${code} ${title}`)}>${escapeText(details)}</failure>`;
}

/** What is wrong with the run as a whole. */
function runElement(name: string, content: string): string {
  return `    <testcase classname="run"${attribute("name", name)}>${content}</testcase>`;
}

/** A case: the message of a failure is the first line of its body. */
function caseElement({ id, title, outcome, reason, findings, milliseconds }: CaseReport, details: string): string {
  const { operation, kind, name } = partsOf(id);
  const open = `    <testcase${attribute("classname", `${operation}.${kind}`)}${attribute("name", `${title} (${name})`)}${attribute("time", (milliseconds / 1000).toFixed(3))}`;
  const [first] = findings;
  if (first) return `${open}>${failure(first, details)}</testcase>`;
  return outcome === "skipped" ? `${open}><skipped${attribute("message", reason ?? "")}/></testcase>` : `${open}/>`;
}
