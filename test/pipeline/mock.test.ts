import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toolEnv } from "../../scripts/lib/run.ts";
import { ProjectCopy } from "../support/project-copy.ts";

let copy: ProjectCopy;
let mock: ChildProcess;
let out: string;
beforeEach(() => {
  copy = new ProjectCopy();
});
afterEach(() => {
  mock.kill();
  copy.remove();
});

/** Runs the npm script and resolves to the mock's address. */
async function run(...args: string[]): Promise<string> {
  out = "";
  mock = spawn("npm", ["run", "mock", "--", "--port", "0", ...args], { cwd: copy.folder, env: toolEnv });
  for (const stream of [mock.stdout, mock.stderr]) {
    stream?.on("data", (chunk) => {
      out += chunk;
    });
  }
  return await printed(/openapi\.json on (http:\S+)\./);
}

/** Resolves to the first group of what it prints, once it has printed it. */
async function printed(text: RegExp): Promise<string> {
  await expect.poll(() => out, { timeout: 60_000 }).toMatch(text);
  return text.exec(out)?.[1] ?? "";
}

const create = (url: string, body = "{}") =>
  fetch(`${url}/v1/agents/agt_123/sessions`, {
    method: "POST",
    headers: { Authorization: "Bearer any", "Content-Type": "application/json" },
    body,
  });

/** Whether a port can be listened on. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

describe("npm run mock", () => {
  test("ends on a signal to npm and frees its port", async () => {
    const url = await run();
    expect((await create(url)).status).toBe(200);
    mock.kill("SIGTERM");
    await expect.poll(() => isFree(Number(new URL(url).port)), { timeout: 5_000 }).toBe(true);
  });

  test("logs requests, and nothing with --quiet", async () => {
    await create(await run(), "[]");
    await printed(/422 \d+ ms\n {2}The request: body must be object/);
    mock.kill();
    await create(await run("--quiet"), "[]");
    expect(out).not.toContain("422");
  });

  test("tells that generated/ is stale", async () => {
    copy.replace("openapi/openapi.yaml", "example: agt_123", "example: agt_456");
    await run();
    expect(out).toContain("generated/ is older than openapi/");
    expect(out).toContain("Next: npm run generate");
  });

  test("serves a change with --watch, and the last description while the new one is wrong", async () => {
    const url = await run("--watch");
    const lowerCase = '{"secrets":{"a":"x"}}';
    copy.replace("openapi/openapi.yaml", "pattern: ^[A-Z_]", "patern: ^[A-Za-z_]");
    await printed(/goes on with the description as it was/);
    expect((await create(url, lowerCase)).status).toBe(422);
    copy.replace("openapi/openapi.yaml", "patern: ^[A-Za-z_]", "pattern: ^[A-Za-z_]");
    await printed(/serves the changed description/);
    expect((await create(url, lowerCase)).status).toBe(200);
  });
});
