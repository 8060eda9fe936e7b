import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import spec from "../../generated/openapi.json" with { type: "json" };
import manifest from "../../package.json" with { type: "json" };
import { toolEnv } from "../../scripts/run.ts";
import { ProjectCopy } from "../support/project-copy.ts";

let copy: ProjectCopy;
beforeEach(() => {
  copy = new ProjectCopy();
});
afterEach(() => copy.remove());

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

async function withServer<T>(
  status: number,
  use: (url: string, bodies: string[]) => Promise<T>,
  body: unknown = { detail: "Missing or invalid API key" },
): Promise<T> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies);
  } finally {
    server.close();
  }
}

describe("a newcomer who", () => {
  test("has no key is told how to give one", async () => {
    const { failed, out } = await npm(["start", "--", "--base-url", "http://127.0.0.1:9"]);
    expect(failed).toBe(true);
    expect(out).toMatch(/DariInputError: .*DARI_API_KEY/);
    expect(out).toContain("Next: DARI_API_KEY=<your key> npm start -- --base-url http://127.0.0.1:9");
  });

  test("has a wrong key is told to check it", async () => {
    const { failed, out } = await withServer(401, (url) =>
      npm(["start", "--", "--base-url", url], { DARI_API_KEY: "wrong" }),
    );
    expect(failed).toBe(true);
    expect(out).toContain("failed with status 401: Missing or invalid API key");
    expect(out).toContain("Next: DARI_API_KEY=<your key> npm start");
  });

  test("mistypes the address is not told to give a key", async () => {
    const { failed, out } = await npm(["start", "--", "--base-url", "nonsense"], { DARI_API_KEY: "any" });
    expect(failed).toBe(true);
    expect(out).toContain("DariInputError: baseUrl must");
    expect(out).toContain("Next: npm start -- --base-url https://api.dari.dev");
    expect(out).not.toContain("DARI_API_KEY=");
  });

  test("meets a 404 reads the server's own words, and is told of both causes", async () => {
    const { failed, out } = await withServer(
      404,
      (url) => npm(["start", "--", "--base-url", url], { DARI_API_KEY: "any" }),
      { message: "Gone for good" },
    );
    expect(failed).toBe(true);
    expect(out).toMatch(/Gone for good.*if there is no such agent:.*DARI_AGENT_ID=.*no such endpoint/s);
  });

  test("creates sessions on a real server sends it no secret and no storage binding of the examples", async () => {
    const { bodies, out } = await withServer(
      200,
      async (url, bodies) => ({
        bodies,
        ...(await npm(["start", "--", "--base-url", url], { DARI_API_KEY: "any" })),
      }),
      spec.components.examples.SessionAllFields.value,
    );
    expect(bodies.length, out).toBe(2);
    expect(Object.keys(JSON.parse(bodies[1] ?? ""))).toEqual(["name", "metadata"]);
  });

  test("has no network is told of the mock", async () => {
    const url = "http://127.0.0.1:9";
    const { failed, out } = await npm(["start", "--", "--base-url", url], { DARI_API_KEY: "any" });
    expect(failed).toBe(true);
    expect(out).toContain("DariConnectionError");
    expect(out).toContain("Next: npm start ");
  });

  test("finds the mock's port taken is told of another one", async () => {
    const { failed, out } = await withServer(200, (url) => npm(["run", "mock", "--", "--port", new URL(url).port]));
    expect(failed).toBe(true);
    expect(out).toMatch(/Port \d+ is taken/);
    expect(out).toMatch(/npm run mock -- --port \d+/);
  });

  test("hasn't installed the tools is told to", async () => {
    rmSync(path.join(copy.folder, "node_modules"));
    const { failed, out } = await npm(["test"]);
    expect(failed).toBe(true);
    expect(out).toContain("The tools aren't installed. Run `npm ci`.");
    expect(out).not.toMatch(/Error|not found/);
  });

  test.for(Object.entries(manifest.scripts))("runs npm run %s meets that check first", ([, command]) => {
    expect(command).toMatch(/^(node scripts\/ready\.js && |npm run (check|build)\b)/);
  });

  test("mistypes an option is told which there are", async () => {
    const { failed, out } = await npm(["run", "mock", "--", "--foo"]);
    expect(failed).toBe(true);
    expect(out).toContain("Unknown option '--foo'.\nOptions: --port <number>, --watch, --quiet, --help.\n");
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

  test("runs the scripts with an old Node is told how to install the one that they need", () => {
    const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });";
    const { status, out } = copy.run("node", "--import", `data:text/javascript,${pretend}`, "scripts/ready.js");
    expect(status).toBe(1);
    expect(out).toContain("This is Node 20.20.2. The scripts need Node 24");
    expect(out).toContain("Run `npm ci --ignore-scripts=false`.");
  });

  test("installed the tools with a Node that leaves out a native binding is told which Node is needed", () => {
    rmSync(path.join(copy.folder, "node_modules"));
    for (const name of [".bin", "@rolldown"])
      mkdirSync(path.join(copy.folder, "node_modules", name), { recursive: true });
    const env = { ...toolEnv, npm_config_user_agent: "npm/10.2.4 node/v20.11.1 linux x64 workspaces/false" };
    const { status, stderr } = spawnSync("node", ["scripts/ready.js"], { cwd: copy.folder, env, encoding: "utf8" });
    expect(status).toBe(1);
    expect(stderr).toContain(`This is Node 20.11.1. Install Node ${manifest.engines.node}, then run \`npm ci\`.`);
  });

  test("edits the description and forgets to compile it is told how", async () => {
    copy.replace("openapi/openapi.yaml", "The name of the session, visible to users.", "The name that users see.");
    const { failed, out } = await npm(["run", "generate", "--", "--check"]);
    expect(failed).toBe(true);
    expect(out).toContain("generated/openapi.json is stale.");
    expect(out).toContain("Run `npm run generate` and commit the result.");
  });

  test.for([
    ["makes a typo", "          type: boolean\n", "          type: bolean\n", "Did you mean: boolean ?"],
    ["refers to nothing", "responses/NotFound", "responses/NotFond", '$ref: "#/components/responses/NotFond"'],
  ])("%s in the description sees the place and the mistake", async ([, from = "", to = "", shown = ""]) => {
    copy.replace("openapi/openapi.yaml", from, to);
    const { failed, out } = await npm(["run", "generate"]);
    expect(failed).toBe(true);
    expect(out).toMatch(/openapi\/openapi\.yaml:\d+:\d+/);
    expect(out).toContain(shown);
    expect(out).toContain("then: npm run generate");
  });
});
