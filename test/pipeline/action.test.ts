import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type Mock, startMock } from "../../scripts/mock/server.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { agentId, apiKey, startServer } from "../support/servers/sessions.ts";

interface Step {
  id?: string;
  run?: string;
  env?: Record<string, string>;
}

let copy: ProjectCopy;
let mock: Mock;

/** Runs a step of action.yml as GitHub does: its expressions filled in, and bash that stops at the first failure. */
async function runStep(step: Step, inputs: Record<string, string>) {
  const temporary = path.join(copy.folder, "runner");
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  const file = (name: string) => path.join(temporary, name);
  for (const name of ["output", "summary"]) writeFileSync(file(name), "");
  const env = Object.entries(step.env ?? {}).map(([name, value]) => [
    name,
    value.replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input) => inputs[input] ?? ""),
  ]);
  const options = {
    cwd: copy.folder,
    timeout: 120_000,
    env: {
      ...process.env,
      ...Object.fromEntries(env),
      GITHUB_ACTIONS: "true",
      GITHUB_OUTPUT: file("output"),
      GITHUB_STEP_SUMMARY: file("summary"),
      RUNNER_TEMP: temporary,
    },
  };
  const bash = ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run ?? ""];
  const { status, stdout } = await new Promise<{ status: unknown; stdout: string }>((resolve) => {
    execFile("bash", bash, options, (error, stdout) => resolve({ status: error ? error.code : 0, stdout }));
  });
  const outputs = Object.fromEntries(
    readFileSync(file("output"), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  return { status, stdout, outputs, summary: readFileSync(file("summary"), "utf8") };
}

let install: Step;
let judge: Step;

beforeAll(async () => {
  copy = new ProjectCopy();
  const { runs } = parse(copy.read("action.yml")) as { runs: { steps: Step[] } };
  const [first, second] = runs.steps.filter((step) => step.run !== undefined);
  install = first ?? {};
  judge = second ?? {};
  mock = await startMock();
  rmSync(path.join(copy.folder, "node_modules"));
});

afterAll(async () => {
  await mock.stop();
  copy.remove();
});

describe("the action, in a fresh checkout", () => {
  test("installs the gate", async () => {
    expect((await runStep(install, {})).status).toBe(0);
  });

  test("passes for a server that keeps the contract", async () => {
    const server = await startServer();
    const inputs = { url: server.url, key: apiKey, agent: agentId, "max-creates": "300" };
    const { status, outputs, summary, stdout } = await runStep(judge, inputs);
    await server.stop();
    expect(status, stdout).toBe(0);
    expect(outputs["summary"]?.trim()).toBe("PASSED.");
    expect(summary).toContain("## PASSED.");
    expect(stdout + summary).not.toContain(apiKey);
  });

  test("fails for a server that breaks the contract, and says how", async () => {
    // Seen from outside, the mock is a server that takes any key.
    const inputs = { url: mock.url, key: "a-key-of-the-action", agent: "agt_123", "max-creates": "300" };
    const { status, outputs, summary, stdout } = await runStep(judge, inputs);
    expect(status, stdout).toBe(1);
    expect(outputs["summary"]).toContain("FAILED");
    expect(readFileSync(outputs["junit"] ?? "", "utf8")).toContain("<testsuite");
    expect(summary).toContain(`## ${outputs["summary"]}`);
    expect(summary).toContain("expected");
    expect(summary).not.toContain("::error");
    expect(stdout).toContain("::error");
    expect(stdout + summary).not.toContain("a-key-of-the-action");
  });

  test("tells that nothing could be judged from a broken contract", async () => {
    const inputs = { url: "http://127.0.0.1:9", key: "any", agent: "agt_123", "max-creates": "1" };
    const { status, summary } = await runStep(judge, inputs);
    expect(status).toBe(2);
    expect(summary).toMatch(/^## NOT TESTED: Nobody answers/);
  });
});
