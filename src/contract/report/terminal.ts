/** Writes a report for people: wrapped and in colours on a terminal, plain in a file or a pipe. */
import { styleText } from "node:util";
import { severities } from "../check/severity.ts";
import type { TestCase } from "../generate/test-case.ts";
import { coverageTable, untestedList } from "./coverage-text.ts";
import { plural, responseText } from "./finding-text.ts";
import type { FindingGroup, FindingReport, Report, Skipped } from "./report.ts";

/** What a report is written to. */
type Output = NodeJS.WritableStream & Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns">>;

type Paint = (style: "red" | "green" | "yellow" | "dim" | "bold", text: string) => string;

/** The report as text for an output. It ends with one line that says the verdict. */
export function terminalText(report: Report, output: Output, verbose = false): string {
  const paint: Paint = (style, text) => styleText(style, text, { stream: output });
  const wrap = wrapper(output.isTTY === true ? (output.columns ?? 80) : Number.POSITIVE_INFINITY);
  const untested = report.constraints.filter((constraint) => constraint.positive + constraint.negative === 0);
  const parts = [
    paint("bold", `Contract test of ${report.url}`),
    ...report.findings.map((finding, index) => findingBlock(finding, index + 1, paint, wrap)),
    ...report.skipped.map((skipped) => paint("yellow", wrap(skippedText(skipped), "", "  "))),
    ...(report.omissions.length > 0 ? [paint("yellow", omissionList(report.omissions))] : []),
    ...(verbose && report.constraints.length > 0 ? [coverageTable(report.constraints)] : []),
    ...(untested.length > 0 ? [paint("yellow", untestedList(untested, report.constraints.length))] : []),
    ...(report.findings.length > 0 ? [index(report.findings)] : []),
    ...(report.verdict === "untested" ? [] : [wrap(countsText(report), "", "  ")]),
  ];
  return `${parts.join("\n\n")}\n${verdictLine(report, paint)}\n`;
}

/** What a person may want to copy is never wrapped: the pointer, the command line, the response. */
function findingBlock(finding: FindingGroup, number: number, paint: Paint, wrap: Wrap): string {
  const more = finding.cases.length > 1 ? ` and ${finding.cases.length - 1} more` : "";
  return [
    paint("red", wrap(`${number}. ${finding.code} ${finding.title}`, "", "   ")),
    `   #${finding.pointer}`,
    wrap(`expected ${finding.expected}`, "   ", "            "),
    wrap(`got      ${finding.got}`, "   ", "            "),
    `   case     ${finding.cases[0]}${more}`,
    indent(finding.exchange.curl),
    paint("dim", indent(responseText(finding.exchange))),
  ].join("\n");
}

const indent = (text: string) => text.replaceAll(/^/gm, "     ");

function skippedText({ reason, cases, checks }: Skipped): string {
  const counts = [
    ...(cases.length > 0 ? [plural(cases.length, "case")] : []),
    ...(checks.length > 0 ? [plural(checks.length, "check")] : []),
  ];
  return `skipped ${counts.join(" and ")}: ${reason}`;
}

/** Faults of the description, and what of it can't be tested. */
export function omissionList(omissions: Report["omissions"]): string {
  const lines = omissions.map(({ pointer, reason }) => `  #${pointer}\n    ${reason}`);
  return ["Faults of the description, and what of it can't be tested:", ...lines].join("\n");
}

/** The findings in short, one on a line. */
function index(findings: readonly FindingReport[]): string {
  const longest = Math.max(...findings.map(({ severity }) => severity.length));
  const lines = findings.map(({ code, severity, title }) => `  ${code}  ${severity.padEnd(longest)}  ${title}`);
  return ["Findings, the most severe first; --explain CODE says what a code means:", ...lines].join("\n");
}

function countsText(report: Report): string {
  const count = (outcome: string) => report.cases.filter((testCase) => testCase.outcome === outcome).length;
  const seconds = (report.milliseconds / 1000).toFixed(1);
  const counts = `${plural(count("passed"), "case")} passed, ${count("failed")} failed, ${count("skipped")} skipped`;
  const retries = report.retries === 0 ? "" : `, ${report.retries} sent again after a closed connection`;
  return `${counts}; ${plural(report.requests, "request")}${retries}, ${seconds} s, seed ${report.seed}`;
}

/** The verdict, and the number of findings of each severity. */
export function verdictText({ verdict, reason, stopped, findings }: Report): string {
  const counts = severities
    .map((severity) => ({ severity, count: findings.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${severity}`);
  const found = `${plural(findings.length, "finding")}: ${counts.join(", ")}`;
  if (verdict === "failed") return `FAILED with ${found}${stopped === undefined ? "" : `; ${stopped}`}`;
  if (verdict === "passed") return "PASSED";
  return `${verdict === "untested" ? "NOT TESTED" : "INCOMPLETE"}: ${reason}`;
}

function verdictLine(report: Report, paint: Paint): string {
  const style = ({ passed: "green", failed: "red", incomplete: "yellow", untested: "yellow" } as const)[report.verdict];
  return paint(style, verdictText(report));
}

type Wrap = (text: string, first: string, following: string) => string;

/** Breaks text between words, so that lines fit into a width; a longer word stays in one piece. */
const wrapper =
  (width: number): Wrap =>
  (text, first, following) => {
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(" ")) {
      const begin = lines.length === 0 ? first : following;
      if (line !== "" && begin.length + line.length + 1 + word.length > width) {
        lines.push(begin + line);
        line = word;
      } else line += (line === "" ? "" : " ") + word;
    }
    return [...lines, (lines.length === 0 ? first : following) + line].join("\n");
  };

/** The cases, one a line. */
export function listText(cases: readonly TestCase[]): string {
  return cases.map((one) => `${one.id}\n    #${one.pointer}\n`).join("");
}
