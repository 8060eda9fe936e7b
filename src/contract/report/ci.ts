/** Writes a report for JUnit readers and for GitHub Actions. */
import type { Report } from "./report.ts";

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
    const causes = report.findings
      .filter((finding) => finding.cases.includes(one.id))
      .map((finding) => `${finding.code} ${finding.title}\n#${finding.pointer}\n${finding.curl}\n${finding.response}`);
    return `${open}><failure message="${escapeXml(one.reason ?? "")}">${escapeXml(causes.join("\n\n"))}</failure></testcase>`;
  });
  const errors = report.verdict === "untested" ? 1 : 0;
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
  if (report.verdict === "untested") return error("Contract not tested", report.reason ?? "");
  return report.findings
    .map((one) =>
      error(
        `${one.code} ${one.check}`,
        `${one.title}\n#${one.pointer}\nexpected ${one.expected}\ngot ${one.got}\n${one.curl}`,
      ),
    )
    .join("");
}
