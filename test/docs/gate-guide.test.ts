import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { root, toolEnv } from "../../scripts/lib/run.ts";
import { flags } from "../../src/contract/cli/arguments.ts";
import { runContract } from "../../src/contract/index.ts";
import { terminalText } from "../../src/contract/report/terminal.ts";
import { installBuilt } from "../support/built-package.ts";
import { type Handler, overHttp } from "../support/servers/handler.ts";
import { apiKey, startServer } from "../support/servers/sessions.ts";
import { createSessionOnly as spec } from "../support/spec.ts";
import { examples } from "./checks/examples.ts";

interface GitLabJob {
  readonly variables: Record<string, string>;
  readonly script: readonly string[];
  readonly artifacts: { readonly reports: { readonly junit: string } };
}

const guide = readFileSync(path.join(root, "openapi/guides/contract-gate.md"), "utf8");

test("the guide has a row for each option of the command, with the words of --help", () => {
  const rows = Object.entries(flags).map(([name, flag]) => {
    const value = "value" in flag ? ` ${flag.value}` : "";
    return [`\`--${name}${value}\``, flag.help];
  });
  const written = [...guide.matchAll(/^\| (`--[^|]*`) +\| (.*?) +\|$/gm)].map(([, option, help]) => [option, help]);
  expect(written).toEqual(rows);
});

test("the finding in the guide is what the gate prints of a server with that fault", async () => {
  const source = readFileSync(path.join(import.meta.dirname, "checks/server.js"), "utf8");
  const { mended, broken } = examples["invalid-accepted"];
  const code = source.replace(mended, () => broken).replace("export ", "");
  const server = await overHttp(new Function(`${code}; return respond;`)() as Handler);
  const options = { spec, apiKey: "the-key-of-an-account", keyVariable: "DARI_API_KEY", baseUrl: server.url };
  const report = await runContract({ ...options, only: "/refused/secrets-the-key" });
  await server.stop();
  const text = terminalText(report, new PassThrough())
    .replaceAll(server.url, "https://staging.example.com")
    .replace(/"sess_[^"]*"/, '"sess_123"')
    .replace(/"created_at":"[^"]*"/, '"created_at":"2026-11-29T12:00:00.000Z"');
  const [, finding = ""] = /^(1\. .*?)\n\n/ms.exec(text) ?? [];
  const [, sample] = /```text\n(1\. DS121 .*?)\n```/s.exec(guide) ?? [];
  expect(sample).toBe(finding);
});

test("the job for GitLab tests a server, and keeps the report that it writes", async () => {
  const [, yaml = ""] = /```yaml\n(contract:.*?)```/s.exec(guide) ?? [];
  const { contract: job } = parse(yaml) as { contract: GitLabJob };
  const folder = mkdtempSync(path.join(tmpdir(), "dari-gitlab-"));
  await installBuilt(folder);
  const server = await startServer();
  const env = { ...toolEnv, ...job.variables, SERVER: server.url, DARI_API_KEY: apiKey };
  const status = await new Promise((resolve) => {
    // What an installation of the tarball links as the command.
    const test = job.script[1]?.replace("npx dari-contract", "node node_modules/dari-sessions/dist/dari-contract.js");
    const child = execFile("bash", ["-c", test ?? ""], { cwd: folder, env });
    child.on("exit", resolve);
  });
  await server.stop();
  const report = readFileSync(path.join(folder, job.artifacts.reports.junit), "utf8");
  rmSync(folder, { recursive: true });
  expect([status, report]).toEqual([0, expect.stringContaining("<testsuite")]);
});

test("the action takes the inputs that the guide names, and each is an option of the command", () => {
  const { inputs } = parse(readFileSync(path.join(root, "action.yml"), "utf8")) as { inputs: Record<string, unknown> };
  const section = guide.slice(guide.indexOf("## In GitHub Actions"), guide.indexOf("## In GitLab CI"));
  for (const name of Object.keys(inputs)) expect(section).toMatch(new RegExp(`(\`|^ +)${name}(\`|:)`, "m"));
  const options = Object.keys(flags);
  const plural = { headers: "header" } as Record<string, string>;
  expect(options).toEqual(expect.arrayContaining(Object.keys(inputs).map((name) => plural[name] ?? name)));
});
