import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { root, toolEnv } from "../../scripts/lib/run.ts";
import { apiKey, type Difference, startServer } from "../support/servers/sessions.ts";

interface Assertion {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: "passed" | "failed" | "skipped" | "pending";
  readonly failureMessages: readonly string[];
}

/** Runs test/support/contract-suite against a server in a vitest of its own. */
async function runSuite(difference: Difference, key = apiKey): Promise<Assertion[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "dari-vitest-"));
  const server = await startServer(difference);
  const results = path.join(folder, "results.json");
  const args = ["run", "--config", "test/support/contract-suite/vitest.config.ts", "--reporter=json"];
  const env = { ...toolEnv, SERVER_URL: server.url, API_KEY: key };
  await new Promise<void>((resolve) => {
    execFile("vitest", [...args, `--outputFile=${results}`], { cwd: root, env }, () => resolve());
  });
  await server.stop();
  const { testResults } = JSON.parse(readFileSync(results, "utf8")) as {
    testResults: { assertionResults: Assertion[] }[];
  };
  rmSync(folder, { recursive: true });
  return testResults.flatMap(({ assertionResults }) => assertionResults);
}

describe("contractTests", () => {
  test("passes each case of a correct server, under its operation, and skips with the reason", async () => {
    const tests = await runSuite(() => ({}));
    const cases = tests.filter(({ ancestorTitles }) => ancestorTitles.includes("createSession"));
    expect(cases.map(({ title }) => title)).toContain("refused: metadata: an array");
    const passed = tests.filter(({ status }) => status === "passed");
    expect(passed.length).toBeGreaterThan(30);
    expect(tests.filter(({ status }) => status === "failed")).toEqual([]);
    const skipped = cases.filter(({ title }) => title.startsWith("ambiguous: "));
    expect(skipped.length).toBeGreaterThan(0);
    for (const { status } of skipped) expect(status).not.toBe("passed");
  });

  test("fails the cases of a broken server, each with its own finding and request", async () => {
    const tests = await runSuite((parts) => ({ properties: { ...parts.properties, metadata: () => undefined } }));
    const messageOf = (title: string) => tests.find((one) => one.title === title)?.failureMessages.join("\n") ?? "";
    expect(messageOf("refused: metadata: true")).toMatch(/DS121 metadata: true .*--data-raw '\{"metadata":true/s);
    expect(messageOf("refused: metadata: an array")).toMatch(/DS121 metadata: an array .*--data-raw '\{"metadata":\[/s);
    expect(messageOf("accepted: metadata: a key of 40 characters")).toBe("");
  });

  test("says once why the server can't be tested, and skips the cases", async () => {
    const tests = await runSuite(() => ({}), "wrong-key");
    const failed = tests.filter(({ status }) => status === "failed");
    expect(failed.map(({ title }) => title)).toEqual(["the server can be tested"]);
    expect(failed[0]?.failureMessages.join("\n")).toContain("The API key is not accepted");
  });
});
