/** How each runtime runs test/runtimes/suite.js, in a folder in which the packed package is installed. */
import { execFile, spawn } from "node:child_process";
import { globSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { onDemand } from "../../scripts/lib/install.ts";
import { launch } from "../support/browser.ts";

/** What the suite found. */
export interface Result {
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly message: string }[];
}

/** What the suite gets to know of its runtime. */
export interface Settings {
  readonly url: string;
  readonly closed: string;
  readonly run: string;
  /** Whether a refused connection can be told from a broken one. */
  readonly certain: boolean;
  readonly browser: boolean;
}

/** Runs the suite in a runtime. */
export type Run = (app: string, settings: Settings) => Promise<Result>;

const execute = promisify(execFile);
const timeout = 60_000;
const suite = 'import { runSuite } from "./suite.js";';

const processScript = `${suite}
import { createRequire } from "node:module";
import process from "node:process";
const warnings = [];
process.on("warning", ({ message }) => warnings.push({ name: "warns of nothing", message }));
const result = await runSuite(JSON.parse(process.argv[2]));
result.failed.push(...warnings);
const [major, minor] = process.versions.node.split(".").map(Number);
const canRequire = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
if (canRequire && typeof createRequire(import.meta.url)("dari-sessions").createDariClient !== "function") {
  result.failed.push({ name: "can be required", message: "no createDariClient" });
} else if (canRequire) result.passed++;
console.log(JSON.stringify(result));
process.exit();`;

/** Installs a package and returns its program: that of the package for this platform, if it has one. */
async function programOf(name: string, packageName: string): Promise<string> {
  const modules = path.join(await onDemand(`runtimes/${name}`, packageName), "node_modules");
  const program = name.replace(/\d+$/, "");
  const [native] = globSync(`@*/*/bin/${program}`, { cwd: modules });
  return path.join(modules, native ?? `.bin/${program}`);
}

/** A program that takes a file and arguments, as Node.js does. */
function inProcess(name: string, packageName: string, ...flags: string[]): Run {
  return async (app, settings) => {
    writeFileSync(path.join(app, "process.mjs"), processScript);
    const args = [...flags, "process.mjs", JSON.stringify(settings)];
    const env = { ...process.env, NO_COLOR: "1" };
    const { stdout } = await execute(await programOf(name, packageName), args, { cwd: app, timeout, env });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  };
}

/** Node.js of a version. */
export function node(version: string): Run {
  const { platform, arch } = process;
  const name = `node${version.split(".")[0]}`;
  return inProcess(name, `${name}@npm:node-${platform === "win32" ? "win" : platform}-${arch}@${version}`);
}

export const bun = (version: string): Run => inProcess("bun", `bun@${version}`, "run");

export const deno = (version: string): Run =>
  inProcess("deno", `deno@${version}`, "run", "--node-modules-dir=manual", "--allow-all");

/** The configuration of workerd: the suite behind a server on a free port. */
function workerdConfig(app: string): string {
  const dist = "node_modules/dari-sessions/dist";
  const modules = {
    "worker.mjs": "worker.mjs",
    "suite.js": "suite.js",
    "dari-sessions": `${dist}/index.js`,
    ...Object.fromEntries(globSync("*.js", { cwd: path.join(app, dist) }).map((file) => [file, `${dist}/${file}`])),
    "openapi-fetch": "node_modules/openapi-fetch/dist/index.mjs",
  };
  const embedded = Object.entries(modules).map(([name, file]) => `(name = "${name}", esModule = embed "${file}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [
        (name = "main", worker = (modules = [${embedded}], compatibilityDate = "2026-01-01")),
        (name = "internet", network = (allow = ["public", "private", "local"])),
      ],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
    );`;
}

/** workerd, the runtime of Cloudflare Workers. */
export function workerd(version: string): Run {
  return async (app, settings) => {
    const program = await programOf("workerd", `workerd@${version}`);
    const worker = `${suite}
      export default { fetch: async (request) => Response.json(await runSuite(await request.json())) };`;
    writeFileSync(path.join(app, "worker.mjs"), worker);
    writeFileSync(path.join(app, "workerd.capnp"), workerdConfig(app));
    const stdio = ["ignore", "pipe", "pipe", "pipe"] as const;
    const child = spawn(program, ["serve", "workerd.capnp", "--control-fd=3"], { cwd: app, stdio: [...stdio] });
    try {
      let log = "";
      for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (log += chunk));
      const port = await new Promise<number>((resolve, reject) => {
        child.stdio[3]?.on("data", (line) => resolve(JSON.parse(String(line).split("\n")[0] ?? "").port));
        child.once("exit", () => reject(new Error(log)));
      });
      const init = { method: "POST", body: JSON.stringify(settings), signal: AbortSignal.timeout(timeout) };
      return (await (await fetch(`http://127.0.0.1:${port}`, init)).json()) as Result;
    } finally {
      child.kill("SIGKILL");
    }
  };
}

/** What Chromium loads: the installed package by an import map, nothing bundled. */
export const browserPage = `<script type="importmap">${JSON.stringify({
  imports: {
    "dari-sessions": "/node_modules/dari-sessions/dist/index.js",
    "openapi-fetch": "/node_modules/openapi-fetch/dist/index.mjs",
  },
})}</script>
<script type="module">${suite} globalThis.runSuite = runSuite;</script>`;

export const chromium: Run = async (_app, settings) => {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`${settings.url}/page.html`);
    return await page.evaluate<Result>(`runSuite(${JSON.stringify(settings)})`);
  } finally {
    await browser.close();
  }
};

/** Compiles test/runtimes/consumer.ts against the installed package, its declarations included. */
export async function compile(app: string, version: string): Promise<string> {
  const folder = await onDemand(`runtimes/typescript-${version}`, `typescript@${version}`);
  const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "false"];
  const target = ["--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom", "--declaration", "--noEmit"];
  const args = ["consumer.ts", ...strict, ...target];
  const program = path.join(folder, "node_modules/.bin/tsc");
  return execute(program, args, { cwd: app, timeout }).then(
    ({ stdout }) => stdout,
    ({ stdout, message }) => stdout || message,
  );
}
