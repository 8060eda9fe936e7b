/** Writes a report for people: wrapped and in colours on a terminal, plain in a file or a pipe. */
import { styleText } from "node:util";
import type { TestCase } from "../generate/test-case.ts";
import { casesText, commandText, plural, responseText } from "./finding-text.ts";
import { ignoredLines, skippedLines, untestedLines } from "./gaps-text.ts";
import type { ConstraintReport, FindingGroup, FindingReport, Report } from "./report.ts";
import { verdictText } from "./verdict.ts";

type Output = NodeJS.WritableStream & Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns">>;

type Paint = (style: "red" | "green" | "yellow" | "dim" | "bold", text: string) => string;

/**
 * The report as text for an output. It ends with one line that says the verdict.
 *
 * @param commandFiles the files with the command lines that are too long to be shown
 */
export function terminalText(
  report: Report,
  output: Output,
  commandFiles: ReadonlyMap<FindingGroup, string> = new Map(),
): string {
  const paint: Paint = (style, text) => styleText(style, text, { stream: output });
  const wrap = wrapper(output.isTTY === true ? (output.columns ?? 80) : Number.POSITIVE_INFINITY);
  const notes = [...skippedLines(report), ...ignoredLines(report)];
  const untested = untestedLines(report).map((line) => wrap(line, "", "  "));
  const parts = [
    paint("bold", `Contract test of ${report.url}`),
    ...report.findings.map((finding, index) => {
      const file = commandFiles.get(finding);
      const command = file === undefined ? commandText(finding.exchange) : `bash ${file}`;
      return findingBlock(finding, index + 1, command, paint, wrap);
    }),
    ...notes.map((note) => paint("yellow", wrap(note, "", "  "))),
    ...(report.verdict === "untested" ? [] : descriptionParts(report).map((part) => paint("yellow", part))),
    ...(report.findings.length > 0 ? [index(report.findings, wrap)] : []),
    ...(untested.length > 1 ? [untested.join("\n")] : []),
    ...(report.verdict === "untested" ? [] : [wrap(countsText(report), "", "  ")]),
  ];
  return `${parts.join("\n\n")}\n${verdictLine(report, paint)}\n`;
}

function descriptionParts({ omissions, constraints }: Report): string[] {
  const untested = constraints.filter(({ tests }) => tests === 0);
  return [
    ...(omissions.length > 0 ? [omissionList(omissions)] : []),
    ...(untested.length > 0 ? [untestedList(untested, constraints.length)] : []),
  ];
}

/** What a person may want to copy is never wrapped: the pointer, the command line, the response. */
function findingBlock(finding: FindingGroup, number: number, command: string, paint: Paint, wrap: Wrap): string {
  const { code, title, pointer, expected, got, exchange } = finding;
  return [
    paint("red", wrap(`${number}. ${code} ${title}`, "", "   ")),
    `   #${pointer}`,
    wrap(`expected ${expected}`, "   ", "            "),
    wrap(`got      ${got}`, "   ", "            "),
    `   case     ${casesText(finding)}`,
    indent(command),
    paint("dim", indent(responseText(exchange))),
  ].join("\n");
}

const indent = (text: string) => text.replaceAll(/^/gm, "     ");

export function omissionList(omissions: Report["omissions"]): string {
  const lines = omissions.map(({ pointer, reason }) => `  #${pointer}\n    ${reason.replace(`${pointer}: `, "")}`);
  return ["Faults of the description, and what of it can't be tested:", ...lines].join("\n");
}

function untestedList(untested: readonly ConstraintReport[], total: number): string {
  const lines = untested.map(({ pointer }) => `  #${pointer}`);
  return [`Not tested: ${untested.length} of ${total} constraints`, ...lines].join("\n");
}

/** The findings in short, one on a line. */
function index(findings: readonly FindingReport[], wrap: Wrap): string {
  const longest = Math.max(...findings.map(({ severity }) => severity.length));
  const lines = findings.map(({ code, severity, title }) => {
    const columns = `  ${code}  ${severity.padEnd(longest)}  `;
    return wrap(title, columns, " ".repeat(columns.length));
  });
  return ["Findings, the most severe first; --explain CODE says what a code means:", ...lines].join("\n");
}

function countsText(report: Report): string {
  const count = (outcome: string) => report.cases.filter((testCase) => testCase.outcome === outcome).length;
  const seconds = (report.milliseconds / 1000).toFixed(1);
  const counts = `${plural(count("passed"), "case")} passed, ${count("failed")} failed, ${count("skipped")} skipped`;
  return `${counts}; ${plural(report.requests, "request")}, ${seconds} s, seed ${report.seed}`;
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

export function listText(cases: readonly TestCase[]): string {
  return cases.map(({ id, pointer }) => `${id}\n    #${pointer}\n`).join("");
}
