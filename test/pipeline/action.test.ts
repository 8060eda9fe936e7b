import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import spec from "../../generated/openapi.json" with { type: "json" };
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
      GITHUB_WORKSPACE: copy.folder,
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
let testServer: Step;
let defaults: Record<string, string>;

beforeAll(async () => {
  copy = new ProjectCopy();
  const { runs, inputs } = parse(copy.read("action.yml")) as {
    runs: { steps: Step[] };
    inputs: Record<string, { default?: string }>;
  };
  defaults = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, input.default ?? ""]));
  const [first, second] = runs.steps.filter((step) => step.run !== undefined);
  install = first ?? {};
  testServer = second ?? {};
  mock = await startMock();
});

afterAll(async () => {
  await mock.stop();
  copy.remove();
});

describe("the action", () => {
  test("installs as CI does, which tests it in a fresh clone", () => {
    expect(install.run).toMatch(/^npm ci( --no-(audit|fund))*$/);
    expect(copy.read(".ci/run")).toContain("\nstep npm ci");
  });

  test("passes for a server that keeps to the description", async () => {
    const server = await startServer();
    const inputs = { ...defaults, url: server.url, key: apiKey, agent: agentId };
    const { status, outputs, summary, stdout } = await runStep(testServer, inputs);
    await server.stop();
    expect(status, stdout).toBe(0);
    expect(outputs).toMatchObject({ verdict: "passed", summary: "PASSED" });
    expect(summary).toContain("## PASSED");
    expect(stdout + summary).not.toContain(apiKey);
  });

  test("fails for a server that violates the description, and says how", async () => {
    // Seen from outside, the mock is a server that takes any key.
    const inputs = { ...defaults, url: mock.url, key: "a-key-of-the-action", agent: "agt_123" };
    const { status, outputs, summary, stdout } = await runStep(testServer, inputs);
    expect(status, stdout).toBe(1);
    expect(outputs["verdict"]).toBe("failed");
    expect(outputs["summary"]).toMatch(/^FAILED with /);
    expect(readFileSync(outputs["junit"] ?? "", "utf8")).toContain("<testsuite");
    expect(summary).toContain(`## ${outputs["summary"]}`);
    expect(summary).toContain("| Code | Severity | Finding |");
    expect(summary).not.toContain("::error");
    expect(stdout).toContain("::error");
    expect(stdout + summary).not.toContain("a-key-of-the-action");
  });

  test("tests some of the cases of another description in the workspace", async () => {
    const server = await startServer();
    copy.write("another/api.json", JSON.stringify(spec));
    const inputs = {
      ...defaults,
      url: server.url,
      key: apiKey,
      spec: "another/api.json",
      only: "with-every-property",
      seed: "7",
    };
    const { status, stdout } = await runStep(testServer, inputs);
    await server.stop();
    expect(status, stdout).toBe(0);
    expect(stdout).toMatch(/seed 7$/m);
    expect(stdout).toMatch(/^\d\d? cases passed/m);
  });

  test("adds header fields, and ends after some findings", async () => {
    const received: IncomingHttpHeaders[] = [];
    const server = await startServer((parts) => ({
      validate: () => undefined,
      handle: (request, state, all) => {
        received.push(request.headers);
        return parts.handle(request, state, all);
      },
    }));
    const headers = "X-Tenant: blue\nX-Region: north west\n";
    const inputs = { ...defaults, url: server.url, key: apiKey, agent: agentId, headers, "max-failures": "1" };
    const { status, outputs, stdout } = await runStep(testServer, inputs);
    await server.stop();
    expect(status, stdout).toBe(1);
    expect(outputs["summary"]).toContain("the maximum of different findings is reached (1)");
    expect(received.length).toBeGreaterThan(0);
    const sent = received.map((request) => [request["x-tenant"], request["x-region"]]);
    expect(sent).toEqual(received.map(() => ["blue", "north west"]));
  });

  test("leaves out what it is told to, and lists it", async () => {
    const server = await startServer(() => ({ validate: () => undefined }));
    const inputs = {
      ...defaults,
      url: server.url,
      key: apiKey,
      agent: agentId,
      only: "/refused/",
      ignore: "DS121:secrets\nDS121:name: true\n",
      exclude: "/refused/metadata\n/refused/the-body\n",
    };
    const { status, outputs, stdout, summary } = await runStep(testServer, inputs);
    await server.stop();
    expect(status, stdout).toBe(1);
    expect(outputs["summary"]).toMatch(/^FAILED with .* findings? ignored$/);
    expect(stdout).not.toMatch(/^\d+\. DS121 (secrets|metadata|the body)/m);
    for (const text of [stdout, summary]) {
      expect(text).toMatch(/ignored DS121 secrets: .*--ignore DS121:secrets/);
      expect(text).toMatch(/skipped \d+ cases: --exclude \/refused\/metadata/);
      expect(text).toMatch(/ignored DS121 name: true .*--ignore DS121:name: true$/m);
    }
  });

  test("tells a server that can't be tested from one that fails", async () => {
    const inputs = { ...defaults, url: "http://127.0.0.1:9", key: "any" };
    const { status, outputs, summary } = await runStep(testServer, inputs);
    expect(status).toBe(2);
    expect(outputs["verdict"]).toBe("untested");
    expect(summary).toMatch(/^## NOT TESTED: No server responds/);
  });
});
