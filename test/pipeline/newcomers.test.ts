import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import spec from "../../generated/openapi.json" with { type: "json" };
import manifest from "../../package.json" with { type: "json" };
import { root, toolEnv } from "../../scripts/lib/run.ts";
import { ProjectCopy } from "../support/project-copy.ts";

let copy: ProjectCopy;

/** Runs an npm script of the copy as a newcomer does; without blocking, so that a server here can respond. */
function npm(args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ failed: boolean; out: string }> {
  const options = { cwd: copy.folder, env: { ...toolEnv, DARI_API_KEY: "", ...env }, timeout: 30_000 };
  return new Promise((resolve, reject) => {
    execFile("npm", args, options, (error, out, err) => {
      if (error?.killed) reject(new Error(`npm ${args.join(" ")} did not end:\n${out}${err}`));
      else resolve({ failed: error !== null, out: out + err });
    });
  });
}

async function withServer<T>(body: unknown, use: (url: string, bodies: string[]) => Promise<T>): Promise<T> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies);
  } finally {
    server.close();
  }
}

describe("a newcomer who", () => {
  beforeEach(() => {
    copy = new ProjectCopy();
  });
  afterEach(() => copy.remove());

  test("has no key is told how to give one", async () => {
    const { failed, out } = await npm(["start", "--", "--base-url", "http://127.0.0.1:9"]);
    expect(failed).toBe(true);
    expect(out).toMatch(/DariInputError: .*DARI_API_KEY/);
  });

  test("creates sessions on a real server sends it no secret and no storage binding of the examples", async () => {
    const session = spec.components.examples.SessionAllFields.value;
    const { bodies, out } = await withServer(session, async (url, bodies) => ({
      bodies,
      ...(await npm(["start", "--", "--base-url", url], { DARI_API_KEY: "any" })),
    }));
    expect(bodies.length, out).toBe(2);
    expect(Object.keys(JSON.parse(bodies[1] ?? ""))).toEqual(["name", "metadata"]);
  });

  test("hasn't installed the tools is told how, also with an old Node and its npm", () => {
    rmSync(path.join(copy.folder, "node_modules"));
    const env = { ...toolEnv, npm_config_user_agent: "npm/10.2.4 node/v20.11.1 linux x64 workspaces/false" };
    const options = { cwd: copy.folder, env, encoding: "utf8" as const };
    const { status, stderr } = spawnSync("node", ["scripts/lib/ready.js"], options);
    expect(status).toBe(1);
    expect(stderr).toContain("aren't installed");
    expect(stderr).toContain(manifest.engines.node);
    expect(stderr).toContain("(npm runs with 20.11.1), run: npm ci");
    for (const command of Object.values(manifest.scripts))
      expect(command).toMatch(/^(node scripts\/lib\/ready\.js && |npm run (check|build)\b)/);
  });

  test.for([
    ["mistypes an option", ["--", "--foo"], "Unknown option '--foo'."],
    ["forgets -- before an option", ["--port", "5000"], "Write -- before the options: npm run mock -- --port"],
  ] as const)("%s is told what to type", async ([, args, shown]) => {
    const { failed, out } = await npm(["run", "mock", ...args]);
    expect(failed).toBe(true);
    expect(out).toContain(shown);
    expect(out).not.toMatch(/^ +at /m);
  });

  test("sees the documentation as it was when its build fails", async () => {
    const page = path.join(copy.folder, "dist/docs/index.html");
    mkdirSync(path.dirname(page), { recursive: true });
    writeFileSync(page, "as it was");
    writeFileSync(path.join(copy.folder, "openapi/samples/createSession/none.rb"), "");
    const { failed, out } = await npm(["run", "docs"]);
    expect(failed).toBe(true);
    expect(out).toContain("none.rb\nCorrect it, then: npm run docs");
    expect(readFileSync(page, "utf8")).toBe("as it was");
  });

  test("edits the description and forgets to compile it is told how", async () => {
    copy.replace("openapi/openapi.yaml", "The name of the session, visible to users.", "The name that users see.");
    const { failed, out } = await npm(["run", "generate", "--", "--check"]);
    expect(failed).toBe(true);
    expect(out).toContain("generated/openapi.json is stale: run `npm run generate` and commit the result.");
  });

  test("makes a typo in the description sees the place and the mistake", async () => {
    copy.replace("openapi/openapi.yaml", "          type: boolean\n", "          type: bolean\n");
    const { failed, out } = await npm(["run", "generate"]);
    expect(failed).toBe(true);
    expect(out).toMatch(/openapi\/openapi\.yaml:\d+:\d+/);
    expect(out).toContain("Did you mean: boolean ?");
    expect(out).toContain("then: npm run generate");
  });
});

/** The npm scripts that are a file of `scripts/`. */
const scripts = Object.entries(manifest.scripts).flatMap(([name, command]) => {
  const file = / && node (scripts\/[\w-]+\.ts)$/.exec(command)?.[1];
  return file === undefined ? [] : [[name, file] as const];
});

test.concurrent.for(scripts)("npm run %s prints its help", async ([name, file]) => {
  const env = { ...toolEnv, npm_lifecycle_event: name };
  const { stdout } = await promisify(execFile)("node", [file, "--help"], { cwd: root, env });
  expect(stdout).toMatch(/^Usage: .+/m);
});
