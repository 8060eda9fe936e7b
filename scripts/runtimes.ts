/**
 * `npm run runtimes` installs the packed package in an empty folder and runs test/runtimes/suite.js with it in every
 * runtime, and compiles an application with every TypeScript. The runtimes come from the npm registry on first use, Chromium from the machine (`CHROMIUM` names another).
 */
import { execFile, spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { startServer } from "../test/runtimes/server.ts";
import { installTarball, onDemand } from "./lib/install.ts";
import { readOptions } from "./lib/options.ts";
import { root } from "./lib/run.ts";

interface Result {
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly message: string }[];
}

/** What the suite is told of its runtime. */
interface Told {
  readonly url: string;
  readonly closed: string;
  readonly run: string;
  /** Whether a refused connection can be told from a broken one. */
  readonly certain: boolean;
  readonly browser: boolean;
}

type Run = (told: Told) => Promise<Result>;

readOptions("Runs the packed client in every runtime that is supported.", {});
const execute = promisify(execFile);
const timeout = 60_000;
const app = await mkdtemp(path.join(tmpdir(), "dari-runtimes-"));
const posted = new Map<string, (result: Result) => void>();
let page = "";

/** What Chromium loads: the installed package by an import map, nothing bundled. */
function pages(url: string, body: string): Promise<string> | string | undefined {
  if (url === "/page.html") return page;
  if (url === "/results") {
    posted.get("chromium")?.(JSON.parse(body));
    return "";
  }
  return /^\/(suite|node_modules)/.test(url) ? readFile(path.join(app, url), "utf8") : undefined;
}

const suite = 'import { runSuite } from "./suite.js";';
const runners = {
  "process.mjs": `${suite}
    import { createRequire } from "node:module";
    import process from "node:process";
    const result = await runSuite(JSON.parse(process.argv[2]));
    const [major, minor] = process.versions.node.split(".").map(Number);
    const canRequire = major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19);
    if (canRequire && typeof createRequire(import.meta.url)("dari-sessions").createDariClient !== "function") {
      result.failed.push({ name: "can be required", message: "no createDariClient" });
    } else if (canRequire) result.passed++;
    console.log(JSON.stringify(result));
    process.exit();`,
  "worker.mjs": `${suite}
    export default { fetch: async (request) => Response.json(await runSuite(await request.json())) };`,
};

/** Runs the suite in a program that takes a file and arguments, as Node does. */
function inProcess(program: string, ...flags: string[]): Run {
  return async (told) => {
    const given = [...flags, "process.mjs", JSON.stringify(told)];
    const { stdout } = await execute(program, given, { cwd: app, timeout, env: { ...process.env, NO_COLOR: "1" } });
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
  };
}

async function inWorkerd(program: string, told: Told): Promise<Result> {
  const dist = "node_modules/dari-sessions/dist";
  const files = globSync("*.js", { cwd: path.join(app, dist) });
  const modules = {
    "worker.mjs": "worker.mjs",
    "suite.js": "suite.js",
    "dari-sessions": `${dist}/index.js`,
    ...Object.fromEntries(files.map((file) => [file, `${dist}/${file}`])),
    "openapi-fetch": "node_modules/openapi-fetch/dist/index.mjs",
  };
  const embedded = Object.entries(modules).map(([name, file]) => `(name = "${name}", esModule = embed "${file}")`);
  const config = `using Workerd = import "/workerd/workerd.capnp";
    const config :Workerd.Config = (
      services = [
        (name = "main", worker = (modules = [${embedded}], compatibilityDate = "2026-01-01")),
        (name = "internet", network = (allow = ["public", "private", "local"])),
      ],
      sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
    );`;
  await writeFile(path.join(app, "workerd.capnp"), config);
  const child = spawn(program, ["serve", "workerd.capnp", "--control-fd=3"], {
    cwd: app,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  try {
    let log = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (log += chunk));
    const port = await new Promise<number>((resolve, reject) => {
      child.stdio[3]?.on("data", (line) => resolve(JSON.parse(String(line).split("\n")[0] ?? "").port));
      child.once("exit", () => reject(new Error(log)));
    });
    const signal = AbortSignal.timeout(timeout);
    const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: JSON.stringify(told), signal });
    return (await response.json()) as Result;
  } finally {
    child.kill("SIGKILL");
  }
}

async function inChromium(program: string, told: Told): Promise<Result> {
  const imports = {
    "dari-sessions": "/node_modules/dari-sessions/dist/index.js",
    "openapi-fetch": "/node_modules/openapi-fetch/dist/index.mjs",
  };
  page = `<script type="importmap">${JSON.stringify({ imports })}</script>
    <script type="module">
      ${suite}
      const body = JSON.stringify(await runSuite(${JSON.stringify(told)}));
      await fetch("/results", { method: "POST", body });
    </script>`;
  const profile = path.join(app, "profile");
  const quiet = ["background-networking", "component-update", "sync", "gpu", "quic"].map((each) => `--disable-${each}`);
  const flags = ["--headless", "--no-sandbox", "--no-first-run", `--user-data-dir=${profile}`, ...quiet];
  const child = spawn(program, [...flags, `${told.url}/page.html`], { stdio: "ignore" });
  let late: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      posted.set("chromium", resolve);
      child.once("error", reject);
      late = setTimeout(() => reject(new Error("It told nothing within a minute.")), timeout);
    });
  } finally {
    clearTimeout(late);
    const gone = new Promise((resolve) => child.once("close", resolve));
    if (child.kill("SIGKILL")) await gone;
  }
}

const { platform, arch } = process;
const chromium = process.env["CHROMIUM"] ?? ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);

/** Installs a package and returns its program: that of the package for this platform, if it has one. */
async function binary(name: string, pkg: string): Promise<string> {
  const modules = path.join(await onDemand(`runtimes/${name}`, pkg), "node_modules");
  const program = name.replace(/\d+$/, "");
  const [native] = globSync(`@*/*/bin/${program}`, { cwd: modules });
  return path.join(modules, native ?? `.bin/${program}`);
}

const node = (version: string): [string, () => Promise<Run>] => {
  const major = version.split(".")[0];
  const pkg = `node${major}@npm:node-${platform === "win32" ? "win" : platform}-${arch}@${version}`;
  return [`Node ${version}`, async () => inProcess(await binary(`node${major}`, pkg))];
};

const runtimes: [string, () => Promise<Run>][] = [
  node("20.19.0"),
  node("22.12.0"),
  node("24.21.0"),
  node("26.10.0"),
  ["Bun 1.4.5", async () => inProcess(await binary("bun", "bun@1.4.5"), "run")],
  [
    "Deno 2.9.6",
    async () => inProcess(await binary("deno", "deno@2.9.6"), "run", "--node-modules-dir=manual", "--allow-all"),
  ],
  [
    "workerd 1.20261117.1",
    async () => {
      const program = await binary("workerd", "workerd@1.20261117.1");
      return (told) => inWorkerd(program, { ...told, certain: false });
    },
  ],
  [
    "Chromium",
    async () => {
      if (chromium === undefined) throw new Error("There is no Chromium: install it, or name one by CHROMIUM.");
      return (told) => inChromium(chromium, { ...told, certain: false, browser: true });
    },
  ],
  withTypeScript("5.9.3"),
  withTypeScript("6.0.3"),
  withTypeScript("7.0.2"),
];

/** Compiles test/runtimes/consumer.ts against the installed package, its declarations included. */
function withTypeScript(version: string): [string, () => Promise<Run>] {
  const strict = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--skipLibCheck", "false"];
  const target = ["--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom", "--noEmit"];
  return [
    `TypeScript ${version}`,
    async () => {
      const folder = await onDemand(`runtimes/typescript-${version}`, `typescript@${version}`);
      return async () => {
        const program = path.join(folder, "node_modules/.bin/tsc");
        const failed = await execute(program, ["consumer.ts", ...strict, ...target], { cwd: app, timeout }).then(
          () => [],
          ({ stdout, message }) => [{ name: "compiles", message: stdout || message }],
        );
        return { passed: 1 - failed.length, failed };
      };
    },
  ];
}

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function runAll(url: string): Promise<boolean> {
  let right = true;
  console.log(`${"runtime".padEnd(24)}${"passed".padStart(8)}${"failed".padStart(8)}${"seconds".padStart(9)}`);
  for (const [name, prepare] of runtimes) {
    try {
      const run = await prepare();
      const started = performance.now();
      const closed = `http://127.0.0.1:${await closedPort()}`;
      const told = { url, closed, run: name.replaceAll(" ", "-"), certain: true, browser: false };
      const { passed, failed } = await run(told);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const counts = `${String(passed).padStart(8)}${String(failed.length).padStart(8)}${seconds.padStart(9)}`;
      console.log(`${name.padEnd(24)}${counts}`);
      for (const each of failed) console.log(`  ${each.name}: ${each.message}`);
      right &&= failed.length === 0 && passed > 0;
    } catch (error) {
      console.log(`${name.padEnd(24)}  did not run: ${error instanceof Error ? error.message : error}`);
      right = false;
    }
  }
  return right;
}

const server = await startServer(pages);
try {
  await installTarball(app);
  for (const name of ["suite.js", "consumer.ts"]) {
    await copyFile(path.join(root, "test/runtimes", name), path.join(app, name));
  }
  for (const [name, text] of Object.entries(runners)) await writeFile(path.join(app, name), text);
  if (!(await runAll(server.url))) process.exitCode = 1;
} finally {
  server.stop();
  await rm(app, { recursive: true, maxRetries: 3 });
}
