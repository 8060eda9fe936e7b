/** Writes a report for a terminal. */
import type { TestCase } from "../generate/test-case.ts";
import { tokensOf } from "../spec/pointer.ts";
import type { FindingReport, Report, RuleReport } from "./report.ts";

const width = 80;

const labelWidth = 9;

type Paint = (style: "red" | "green" | "yellow" | "dim" | "bold", text: string) => string;

const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 };

/** Colours text, or leaves it as it is. */
function painter(colour: boolean): Paint {
  return (style, text) => (colour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}

/** Breaks text into lines of at most 80 columns, each with an indent; words longer than that are cut. */
function wrap(text: string, indent: number, hanging: number = indent): string {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = " ".repeat(lines.length === 0 ? indent : hanging);
    let empty = true;
    const cut = new RegExp(`.{1,${width - hanging - labelWidth}}`, "gsu");
    const pieces = paragraph
      .split(" ")
      .flatMap((one) => (one.match(cut) ?? [""]).map((word, index) => ({ word, begins: index === 0 })));
    for (const { word, begins } of pieces) {
      if (!empty && (!begins || line.length + 1 + word.length > width)) {
        lines.push(line);
        line = " ".repeat(hanging);
        empty = true;
      }
      line += (empty ? "" : " ") + word;
      empty = false;
    }
    lines.push(line);
  }
  return lines.join("\n");
}

/** Breaks a command line with backslashes, so that it can still be pasted. */
function wrapCommand(command: string): string {
  const words = command.split(/ (?=-H |--data-raw )/);
  return words.map((word, index) => wrapQuoted(`${index === 0 ? "    " : "      "}${word}`)).join(" \\\n");
}

/** Breaks a long quoted word at its end into several that a shell puts together again: those begin their lines. */
function wrapQuoted(line: string): string {
  const [, start = "", open = "", quoted = ""] = /^(.*?--data-raw )(\$?')(.*)'$/s.exec(line) ?? [];
  if (line.length <= width - 2 || open === "") return line;
  const lines = [start + open];
  for (const [unit] of quoted.matchAll(/'\\''|\\x[0-9a-f]{2}|\\.|./gsu)) {
    const last = lines.at(-1) ?? "";
    if (last.length + unit.length > width - 4) lines.push(open + unit);
    else lines[lines.length - 1] = last + unit;
  }
  return `${lines.join("'\\\n")}'`;
}

const plural = (count: number, noun: string) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

/** The report for a terminal, ending with one line that says the verdict. */
export function terminalText(report: Report, colour: boolean): string {
  const paint = painter(colour);
  const parts = [paint("bold", `Contract of ${report.url}`)];
  for (const [index, finding] of report.findings.entries()) parts.push(findingText(finding, index + 1, paint));
  for (const { reason, cases } of report.skipped) {
    parts.push(paint("yellow", wrap(`skipped ${plural(cases.length, "check")}: ${reason}`, 0, 2)));
  }
  if (report.rules.length > 0) parts.push(rulesText(report.rules, paint));
  parts.push(verdictText(report, paint));
  return `${parts.join("\n\n")}\n`;
}

function findingText(finding: FindingReport, number: number, paint: Paint): string {
  const more = finding.cases.length > 1 ? ` and ${finding.cases.length - 1} more` : "";
  return [
    paint("red", wrap(`${number}. ${finding.code} ${finding.title}`, 0, 3)),
    wrap(`at #${finding.pointer}`, 3, 5),
    wrap(`expected ${finding.expected}`, 3, 5),
    wrap(`got      ${finding.got}`, 3, 5),
    wrap(`case     ${finding.cases[0]}${more}`, 3, 5),
    wrapCommand(finding.curl),
    paint("dim", wrap(finding.response, 4)),
  ].join("\n");
}

/** Each keyword at each place, by place; a rule that no case tested is marked. */
function rulesText(rules: readonly RuleReport[], paint: Paint): string {
  const places = new Map<string, RuleReport[]>();
  for (const rule of rules) {
    const place = tokensOf(rule.pointer)
      .slice(0, rule.keyword === "security" ? undefined : -1)
      .filter((token) => !["components", "schemas", "schema", "properties"].includes(token))
      .join(" ");
    places.set(place, [...(places.get(place) ?? []), rule]);
  }
  const untested = rules.filter((rule) => rule.kept + rule.broken === 0);
  const lines = [...places].map(([place, at]) => {
    const counts = at.map(
      (rule) =>
        `${rule.keyword} ${rule.kept + rule.broken === 0 ? "UNTESTED" : rule.broken > 0 ? `${rule.kept}+${rule.broken}` : rule.kept}`,
    );
    return wrap(`${place.padEnd(34)} ${counts.join(", ")}`, 2, 6);
  });
  const head = `Rules and the cases that tested each (kept, or kept+broken): ${rules.length - untested.length} of ${rules.length}`;
  return [paint(untested.length > 0 ? "yellow" : "bold", head), ...lines].join("\n");
}

function verdictText(report: Report, paint: Paint): string {
  const count = (outcome: string) => report.cases.filter((one) => one.outcome === outcome).length;
  const seconds = (report.milliseconds / 1000).toFixed(1);
  const counts = `${plural(count("passed"), "case")} passed, ${count("failed")} failed, ${count("skipped")} skipped; ${plural(report.requests, "request")}, ${seconds} s, seed ${report.seed}`;
  if (report.verdict === "untested") return paint("yellow", wrap(`NOT TESTED: ${report.reason}`, 0));
  const line =
    report.verdict === "passed"
      ? paint("green", "PASSED.")
      : paint("red", `FAILED: ${plural(report.findings.length, "finding")}.`);
  return `${wrap(counts, 0)}\n${line}`;
}

/** The cases, one a line. */
export function listText(cases: readonly TestCase[]): string {
  return cases.map((one) => `${one.id}\n    #${one.pointer}\n`).join("");
}
