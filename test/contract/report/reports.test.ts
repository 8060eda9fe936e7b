import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { type FindingGroup, type FindingReport, type Report, runContract } from "../../../src/contract/index.ts";
import { annotations, markdownText } from "../../../src/contract/report/github.ts";
import { harText } from "../../../src/contract/report/har.ts";
import { junitText } from "../../../src/contract/report/junit.ts";
import { omissionList, terminalText } from "../../../src/contract/report/terminal.ts";
import { apiKey, type Difference, startServer } from "../../support/servers/sessions.ts";
import { createSessionOnly as spec } from "../../support/spec.ts";

/** Ignores secrets that violate the description, returns the request in refusals, and has an undocumented status code. */
const broken: Difference = (parts) => ({
  properties: { ...parts.properties, secrets: (value) => (typeof value === "object" ? undefined : "no") },
  success: (session, state) => ({ ...parts.success(session, state), status: 202 }),
  failure: (status, detail, request) => parts.failure(status, `${detail}: ${request.text}`, request),
});

let report: Report;
beforeAll(async () => {
  const server = await startServer(broken);
  report = await runContract({ spec, baseUrl: server.url, apiKey, keyVariable: "DARI_API_KEY" });
  await server.stop();
}, 120_000);

const terminal = (columns: number) => Object.assign(new PassThrough(), { isTTY: true, columns });

describe("the report for people", () => {
  test("begins each finding with its code, what happened to which field, and the constraint", () => {
    const text = terminalText(report, new PassThrough());
    expect(text).toMatch(/^\d+\. DS121 secrets: .* was accepted with 202 \(pattern \^\[A-Z_\]\[A-Z0-9_\]\*\$\)$/m);
  });

  test("sorts findings by severity, and ends with an index and the number of each severity", () => {
    const text = terminalText(report, new PassThrough());
    const codes = report.findings.map(({ code }) => code);
    expect(codes).toEqual([...codes].sort());
    expect(codes[0]).toBe("DS101");
    const listed = [...text.matchAll(/^ {2}(DS\d+) {2}/gm)].map(([, code]) => code);
    expect(listed).toEqual(codes);
    const last = text.trimEnd().split("\n").at(-1);
    expect(last).toMatch(/^FAILED with \d+ findings: 1 security, \d+ wrongly accepted$/);
  });

  test("is wrapped on a terminal alone, and nothing to copy is", () => {
    const lines = stripVTControlCharacters(terminalText(report, terminal(80))).split("\n");
    const pieces = report.findings.flatMap(({ pointer, exchange }) => [
      `   #${pointer}`,
      ...exchange.curl.split("\n").map((line) => `     ${line}`),
      ...(exchange.response?.body ?? "").split("\n").map((line) => `     ${line}`),
    ]);
    for (const piece of pieces.filter((one) => one.trim() !== "")) expect(lines).toContain(piece);
    const long = lines.filter((line) => line.length > 80 && !pieces.includes(line) && !/^ {3}case /.test(line));
    expect(long).toEqual([]);
    const plain = terminalText(report, new PassThrough());
    for (const [index, { code, title }] of report.findings.entries())
      expect(plain).toContain(`${index + 1}. ${code} ${title}\n`);
  });

  test("shows the beginning of a command line that is too long to be copied, and says where all of it is", () => {
    const finding = report.findings[0] as FindingGroup;
    const curl = `curl -i --data-raw '${"[".repeat(10_000)}'`;
    const long = { ...report, findings: [{ ...finding, exchange: { ...finding.exchange, curl } }] };
    const text = terminalText(long, new PassThrough());
    expect(text).toMatch(/^ {5}curl -i --data-raw '\[{300,400}… \(--json FILE has the whole command\)$/m);
  });

  test("has colours on a terminal alone", () => {
    expect(terminalText(report, new PassThrough())).not.toContain("\u001b[");
  });

  test("names the place of what can't be tested once", () => {
    const pointer = "/paths/~1todos/get/parameters/0";
    const lines = omissionList([{ pointer, reason: `${pointer}: the style deepObject is not supported.` }]).split("\n");
    expect(lines.slice(1)).toEqual([`  #${pointer}`, "    the style deepObject is not supported."]);
  });

  test("lists the constraints that no case tested", () => {
    const [first, ...others] = report.constraints;
    const untested = { ...report, constraints: [{ ...first, tests: 0 }, ...others] } as Report;
    expect(terminalText(untested, new PassThrough())).toContain(
      `Not tested: 1 of ${report.constraints.length} constraints\n  #${first?.pointer}\n`,
    );
    expect(terminalText(report, new PassThrough())).not.toContain("constraints");
  });
});

describe("JUnit", () => {
  const elements = (text: string) => [...text.matchAll(/<testcase [^>]*name="([^"]*)"[^/]*?>(.*?)<\/testcase>/gs)];

  test("has an element for each case, with its own finding and request", () => {
    const text = junitText(report);
    expect(text.match(/<testcase /g)?.length).toBe(report.cases.length);
    const failed = report.cases.filter(({ outcome }) => outcome === "failed");
    expect(failed.length).toBeGreaterThan(20);
    for (const { id, findings } of failed) {
      const [, , body = ""] = elements(text).find(([, name]) => name?.endsWith(`(${id.split("/").at(-1)})`)) ?? [];
      const [, message, first] = /message="([^"]*)">([^\n]*)\n/.exec(body) ?? [];
      expect(message?.replaceAll("&quot;", '"'), id).toBe(first);
      const [curl] = findings.map(({ exchange }) => exchange.curl.split("\n").at(-1) ?? "");
      expect(body.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"), id).toContain(curl);
    }
  });

  test("stays below 1 MB when everything fails with a long response", () => {
    const finding = report.findings[0] as FindingReport;
    const page = "<p>Something went wrong</p>".repeat(60);
    const response = { status: 500, headers: [], body: page };
    const failing = { ...finding, exchange: { ...finding.exchange, response } };
    const cases = report.cases.map((one) => ({ ...one, outcome: "failed" as const, findings: Array(3).fill(failing) }));
    expect(junitText({ ...report, cases }).length).toBeLessThan(1_000_000);
  });

  test("has no character that XML forbids", () => {
    const cases = report.cases.map((one) => ({ ...one, title: "\u0000\u001b\ufffe\ud800 <&>" }));
    expect(junitText({ ...report, cases })).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe("the HTTP Archive", () => {
  test("has the request and the response of every failed case, and why", () => {
    const { log } = JSON.parse(harText(report));
    expect(log.version).toBe("1.2");
    const failed = report.cases.filter(({ outcome }) => outcome === "failed");
    expect(log.entries.length).toBeGreaterThanOrEqual(failed.length);
    const { request, response, comment } = log.entries.find((entry: { comment: string }) =>
      entry.comment.startsWith("DS121"),
    );
    expect(request).toMatchObject({ method: "POST", postData: { mimeType: "application/json" } });
    expect(request.headers).toContainEqual({ name: "Authorization", value: "Bearer <API_KEY>" });
    expect(response).toMatchObject({ status: 202, content: { mimeType: "application/json" } });
    expect(comment).toContain("curl -i -X POST");
  });
});

describe("GitHub", () => {
  test("shows an annotation for each finding, on one line", () => {
    const lines = annotations(report).trimEnd().split("\n");
    expect(lines.length).toBe(report.findings.length);
    for (const line of lines) expect(line).toMatch(/^::error title=DS\d+ [a-z-]+::DS\d+ /);
  });

  test("shows a summary with a table, and folds the details", () => {
    const [title, , head, , ...rows] = markdownText(report).split("\n");
    expect(title).toMatch(/^## FAILED with \d+ findings/);
    expect(head).toBe("| Code | Severity | Finding |");
    for (const [index, { code }] of report.findings.entries())
      expect(rows[index]).toMatch(new RegExp(`^\\| ${code} \\|([^|]|\\\\\\|)*\\|([^|]|\\\\\\|)*\\|$`));
    expect(markdownText(report).match(/<details>/g)?.length).toBe(report.findings.length);
  });
});

test("no format shows the API key", () => {
  const all = [
    terminalText(report, new PassThrough()),
    junitText(report),
    harText(report),
    markdownText(report),
    annotations(report),
    JSON.stringify(report),
  ];
  for (const text of all) expect(text).not.toContain(apiKey);
});
