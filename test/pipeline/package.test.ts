import { execFile, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { weightOf } from "../../scripts/bench/weight.ts";
import { installTarball } from "../../scripts/lib/install.ts";
import { root, toolEnv } from "../../scripts/lib/run.ts";
import { startMock } from "../../scripts/mock/server.ts";
import { version } from "../../src/version.ts";
import { after } from "../support/servers/broken/limits.ts";
import { apiKey, type Difference, startServer } from "../support/servers/sessions.ts";

const readmeExample = /```ts\n(import .*?)```/s.exec(readFileSync(path.join(root, "README.md"), "utf8"))?.[1] ?? "";
const compilerOptions = [
  "--strict",
  "--module",
  "nodenext",
  "--target",
  "es2022",
  "--noEmit",
  "--skipLibCheck",
  "false",
];

/** Sends what is meant for the API to the mock instead, so that the example runs as it is printed. */
const toMock = `
const { fetch } = globalThis;
globalThis.fetch = (url, init) => fetch(url.replace("https://api.dari.dev", process.env.MOCK_URL), init);
`;

let folder = "";
let tarball = "";
let files: string[] = [];

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): string {
  return execFileSync(command, args, { cwd: folder, env: { ...toolEnv, ...env }, encoding: "utf8", timeout: 120_000 });
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "dari-consumer-"));
  ({ tarball, files } = await installTarball(folder));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe("the package, installed in an empty folder", () => {
  test("runs the example of the README on the mock", async () => {
    const mock = await startMock();
    writeFileSync(path.join(folder, "example.ts"), readmeExample);
    writeFileSync(path.join(folder, "to-mock.mjs"), toMock);
    const env = { ...toolEnv, DARI_API_KEY: "mock-key", MOCK_URL: mock.url };
    const started = promisify(execFile)("node", ["--import", "./to-mock.mjs", "example.ts"], { cwd: folder, env });
    const { stdout } = await started.finally(() => mock.stop());
    expect(stdout).toMatch(/^sess_\w+ idle\n$/);
  });

  test("type-checks in ES modules, CommonJS and with the contract gate, and its own types with it", () => {
    const gate = `import { type Report, runContract } from "dari-sessions/contract";
const report: Report = await runContract({ spec: {}, baseUrl: "http://127.0.0.1:9" });
console.log(report.verdict);`;
    writeFileSync(path.join(folder, "example.ts"), readmeExample);
    const commonJs = `import { createDariClient, type Session } from "dari-sessions";
createDariClient().sessions.create("agt_123").then((session: Session) => console.log(session.id));`;
    writeFileSync(path.join(folder, "app.cts"), commonJs);
    writeFileSync(path.join(folder, "gate.ts"), gate);
    const types = ["--types", "node", "--typeRoots", path.join(root, "node_modules/@types")];
    expect(run("tsc", [...compilerOptions, ...types, "example.ts", "app.cts", "gate.ts"])).toBe("");
  }, 120_000);

  test.for([
    ["an ES module", "esm.mjs", 'import { createDariClient } from "dari-sessions";'],
    ["a CommonJS module", "cjs.cjs", 'const { createDariClient } = require("dari-sessions");'],
  ] as const)("creates sessions from %s", ([, file, load]) => {
    const code = `const fetch = async () => Response.json({ id: "sess_1" });
createDariClient({ apiKey: "k", fetch }).sessions.create("agt_1").then(({ id }) => console.log(id));
createDariClient({ apiKey: "k", fetch }).sessions.create("").catch(({ name }) => console.log(name));`;
    writeFileSync(path.join(folder, file), `${load}\n${code}`);
    expect(run("node", [file]).split("\n").sort()).toEqual(["", "DariInputError", "sess_1"]);
  });

  test("weighs at most 10.7 kB with openapi-fetch, minified and gzipped, in either bundler", async () => {
    const module = path.join(folder, "node_modules/dari-sessions/dist/index.js");
    const { esbuild, rolldown } = await weightOf(module, "createDariClient");
    expect(Math.max(esbuild, rolldown)).toBeLessThanOrEqual(10_700);
  });

  test("knows its version", () => {
    expect(version).toBe(manifest.version);
  });

  test("brings openapi-fetch and nothing that it doesn't bring itself", () => {
    const lock = JSON.parse(readFileSync(path.join(folder, "package-lock.json"), "utf8")) as { packages: object };
    expect(Object.keys(lock.packages).sort()).toEqual([
      "",
      "node_modules/dari-sessions",
      "node_modules/openapi-fetch",
      "node_modules/openapi-typescript-helpers",
    ]);
  });

  test("brings the contract gate as a command", () => {
    expect(() => run("npx", ["dari-contract", "--url", "http://127.0.0.1:9"], { DARI_API_KEY: "a-key" })).toThrow(
      /Command failed/,
    );
    expect(run("npx", ["dari-contract", "--help"])).toContain("Exit status: 0 passed");
  });

  test.for([
    [
      "an ES module",
      "testing.mjs",
      'import { createMockApi } from "dari-sessions/testing"; import { createDariClient } from "dari-sessions";',
    ],
    [
      "a CommonJS module",
      "testing.cjs",
      'const { createMockApi } = require("dari-sessions/testing"); const { createDariClient } = require("dari-sessions");',
    ],
  ] as const)("brings the API for unit tests, which can be loaded from %s", ([, file, load]) => {
    const code = `${load}
const client = createDariClient({ apiKey: "k", fetch: createMockApi().fetch });
client.sessions.create("agt_123", { name: "Nightly" }).then(({ name }) => console.log(name));`;
    writeFileSync(path.join(folder, file), code);
    expect(run("node", [file])).toBe("Nightly\n");
  });

  test("brings a description that Prism serves", async () => {
    const description = path.join(folder, "node_modules/dari-sessions/generated/openapi.json");
    const prism = spawn("prism", ["mock", description, "--port", "0"], { env: toolEnv });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let out = "";
        prism.stdout.on("data", (chunk) => {
          out += chunk;
          const [, listening] = /listening on (\S+)/.exec(out) ?? [];
          if (listening) resolve(listening);
        });
        prism.once("close", () => reject(new Error(out)));
      });
      const create = async (body: string) => {
        const headers = { Authorization: "Bearer any", "Content-Type": "application/json" };
        return (await fetch(`${url}/v1/agents/agt_123/sessions`, { method: "POST", headers, body })).status;
      };
      expect([await create("{}"), await create('{"secrets":{"a-b":"x"}}')]).toEqual([200, 422]);
    } finally {
      prism.kill();
    }
  });

  test("passes publint and attw", () => {
    expect(run("publint", ["run", `./${tarball}`, "--strict"])).toContain("All good!");
    expect(() => run("attw", [`./${tarball}`, "--entrypoints", ".", "./testing"])).not.toThrow();
    // The tools are for Node.js, which loads ES modules from CommonJS, too.
    expect(() => run("attw", [`./${tarball}`, "--profile", "esm-only"])).not.toThrow();
  });
});

describe("the command of the package, on the oldest Node.js that it promises", () => {
  const [oldest = ""] = /\d+\.\d+\.\d+/.exec(manifest.engines.node) ?? [];
  const node = "./oldest/node_modules/node/bin/node";

  beforeAll(() => {
    mkdirSync(path.join(folder, "oldest"));
    writeFileSync(path.join(folder, "oldest/package.json"), '{ "allowScripts": { "node": true } }');
    run("npm", ["install", "--prefix", "oldest", "--prefer-offline", "--no-audit", "--no-fund", `node@${oldest}`]);
    expect(run(node, ["--version"]).trim()).toBe(`v${oldest}`);
  }, 120_000);

  test("prints its help", () => {
    expect(run(node, ["node_modules/dari-sessions/dist/dari-contract.js", "--help"])).toContain(
      "Exit status: 0 passed",
    );
  });

  test.for<[outcome: string, status: number, differences: Difference]>([
    ["passes a correct server", 0, () => ({})],
    ["fails one that asks for no API key", 1, () => ({ authorize: () => undefined })],
    [
      "tells that a limit kept it from testing all",
      2,
      after(100, () => ({ status: 429, headers: { "Retry-After": "900" }, body: {} })),
    ],
  ])("%s", async ([, status, differences], { expect }) => {
    const server = await startServer(differences);
    const command = ["node_modules/dari-sessions/dist/dari-contract.js", "--url", server.url];
    const env = { ...process.env, DARI_API_KEY: apiKey };
    const started = promisify(execFile)(node, command, { cwd: folder, env });
    const ended: { code?: number; stdout: string } = await started.catch((error) => error).finally(() => server.stop());
    expect(ended.stdout).toMatch([/^PASSED/m, /^FAILED with/m, /^INCOMPLETE/m][status] as RegExp);
    expect(ended.code ?? 0).toBe(status);
  });
});

describe("the package holds", () => {
  test("what users need, and nothing else", () => {
    // The entry points of the gate share chunks, which the bundler names.
    const isChunk = (file: string) => /^dist\/contract-(?!vitest)[\w-]+\.(js|d\.ts)$/.test(file);
    expect(files.filter((file) => !isChunk(file)).sort()).toEqual([
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist/THIRD-PARTY-LICENSES",
      "dist/constraints.cjs",
      "dist/constraints.cjs.map",
      "dist/constraints.js",
      "dist/constraints.js.map",
      "dist/contract-vitest.d.ts",
      "dist/contract-vitest.js",
      "dist/contract.d.ts",
      "dist/contract.js",
      "dist/dari-contract.js",
      "dist/index.cjs",
      "dist/index.cjs.map",
      "dist/index.d.cts",
      "dist/index.d.ts",
      "dist/index.js",
      "dist/index.js.map",
      "dist/testing.cjs",
      "dist/testing.cjs.map",
      "dist/testing.d.cts",
      "dist/testing.d.ts",
      "dist/testing.js",
      "dist/testing.js.map",
      "generated/openapi.json",
      "package.json",
    ]);
  });

  test("the licence of every package that is bundled", () => {
    const licences = readFileSync(path.join(folder, "node_modules/dari-sessions/dist/THIRD-PARTY-LICENSES"), "utf8");
    for (const name of ["openapi-fetch", "ajv", "ajv-formats", "fast-check", "fast-deep-equal", "pure-rand"]) {
      expect(licences).toMatch(new RegExp(`^${name} \\d.*\\((MIT|BSD-3-Clause)\\)$`, "m"));
    }
  });
});
