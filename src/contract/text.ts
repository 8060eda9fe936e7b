/** Writes a report for a terminal, for JUnit readers and for GitHub Actions. */
import type { Case } from "./case.ts";
import { tokensOf } from "./pointers.ts";
import type { Failure, Report, RuleReport } from "./report.ts";

const width = 80;
const labelWidth = 9;

type Paint = (style: "red" | "green" | "yellow" | "dim" | "bold", text: string) => string;

const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 };

/** Colours text, or leaves it as it is. */
export function painter(colour: boolean): Paint {
  return (style, text) => (colour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}

/** Breaks text into lines of at most 80 columns, each with an indent; words longer than that are cut. */
function wrap(text: string, indent: number, hanging: number = indent): string {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = " ".repeat(lines.length === 0 ? indent : hanging);
    let empty = true;
    for (const word of paragraph
      .split(" ")
      .flatMap((one) => one.match(new RegExp(`.{1,${width - hanging - labelWidth}}`, "gsu")) ?? [""])) {
      if (!empty && line.length + 1 + word.length > width) {
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

/** Breaks a command line with backslashes at spaces outside its words, so that it can still be pasted. */
function wrapCommand(command: string): string {
  const words = command.split(/ (?=-H |--data-raw )/);
  return words.map((word, index) => (index === 0 ? `    ${word}` : `      ${word}`)).join(" \\\n");
}

const plural = (count: number, noun: string) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

/** The report for a terminal, ending with one line that says the verdict. */
export function terminalText(report: Report, colour: boolean): string {
  const paint = painter(colour);
  const parts = [paint("bold", `Contract of ${report.url}`)];
  for (const [index, failure] of report.failures.entries()) parts.push(failureText(failure, index + 1, paint));
  for (const { reason, cases } of report.skipped) {
    parts.push(paint("yellow", wrap(`skipped ${plural(cases.length, "check")}: ${reason}`, 0, 2)));
  }
  if (report.rules.length > 0) parts.push(rulesText(report.rules, paint));
  parts.push(verdictText(report, paint));
  return `${parts.join("\n\n")}\n`;
}

function failureText(failure: Failure, number: number, paint: Paint): string {
  const more = failure.cases.length > 1 ? ` and ${failure.cases.length - 1} more` : "";
  return [
    paint("red", wrap(`${number}. ${failure.rule} [${failure.check}]`, 0, 3)),
    wrap(`at #${failure.pointer}`, 3, 5),
    wrap(`expected ${failure.expected}`, 3, 5),
    wrap(`got      ${failure.got}`, 3, 5),
    wrap(`case     ${failure.cases[0]}${more}`, 3, 5),
    wrapCommand(failure.curl),
    paint("dim", wrap(failure.response, 4)),
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
  if (report.verdict === "unjudged") return paint("yellow", wrap(`NOT JUDGED: ${report.reason}`, 0));
  const line =
    report.verdict === "holds"
      ? paint("green", "The contract HOLDS.")
      : paint("red", `The contract is BROKEN: ${plural(report.failures.length, "cause")}.`);
  return `${wrap(counts, 0)}\n${line}`;
}

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
// XML 1.0 has no place for other control characters, not even escaped.
const escapeXml = (text: string) =>
  text.replaceAll(/[&<>"]/g, (c) => entities[c] ?? c).replaceAll(/[^\P{C}\t\n\r]/gu, "\ufffd");

/** The report in JUnit's format. */
export function junitText(report: Report): string {
  const count = (outcome: string) => report.cases.filter((one) => one.outcome === outcome).length;
  const cases = report.cases.map((one) => {
    const open = `    <testcase classname="${escapeXml(one.id.split("/").slice(0, 2).join("."))}" name="${escapeXml(`${one.title} (${one.id.split("/").at(-1)})`)}" time="${(one.milliseconds / 1000).toFixed(3)}"`;
    if (one.outcome === "passed") return `${open}/>`;
    if (one.outcome === "skipped") return `${open}><skipped message="${escapeXml(one.reason ?? "")}"/></testcase>`;
    const causes = report.failures
      .filter((failure) => failure.cases.includes(one.id))
      .map((failure) => `${failure.rule}\n#${failure.pointer}\n${failure.curl}\n${failure.response}`);
    return `${open}><failure message="${escapeXml(one.reason ?? "")}">${escapeXml(causes.join("\n\n"))}</failure></testcase>`;
  });
  const errors = report.verdict === "unjudged" ? 1 : 0;
  if (errors > 0)
    cases.push(
      `    <testcase classname="preflight" name="preflight"><error message="${escapeXml(report.reason ?? "")}"/></testcase>`,
    );
  const attributes = `name="contract" tests="${report.cases.length + errors}" failures="${count("failed")}" errors="${errors}" skipped="${count("skipped")}" time="${(report.milliseconds / 1000).toFixed(3)}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${attributes}>\n  <testsuite ${attributes}>\n${cases.join("\n")}\n  </testsuite>\n</testsuites>\n`;
}

const escapeData = (text: string) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

/** Workflow commands that GitHub Actions shows as annotations. */
export function annotations(report: Report): string {
  const error = (title: string, text: string) =>
    `::error title=${escapeData(title).replaceAll(":", "%3A").replaceAll(",", "%2C")}::${escapeData(text)}\n`;
  if (report.verdict === "unjudged") return error("Contract not judged", report.reason ?? "");
  return report.failures
    .map((one) =>
      error(
        `Contract: ${one.check}`,
        `${one.rule}\n#${one.pointer}\nexpected ${one.expected}\ngot ${one.got}\n${one.curl}`,
      ),
    )
    .join("");
}

/** The cases, one a line. */
export function listText(cases: readonly Case[]): string {
  return cases.map((one) => `${one.id}\n    #${one.pointer}\n`).join("");
}
