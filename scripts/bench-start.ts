/** `npm run bench:start` measures the time from a clone to the first session, with a cold npm cache and with a warm one. */
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { readOptions } from "./options.ts";
import { root } from "./run.ts";

readOptions("Measures the time from a clone to two sessions.", {});
const folder = mkdtempSync(path.join(tmpdir(), "dari-start-"));

/** Without what npm tells its scripts about this folder, and without this folder's Node. */
function newcomersEnv(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|node|execpath|command)/.test(name),
  );
  const paths = (process.env["PATH"] ?? "").split(path.delimiter).filter((one) => !one.includes("node_modules"));
  return { ...Object.fromEntries(own), PATH: paths.join(path.delimiter), npm_config_cache: path.join(folder, "cache") };
}

/** Seconds until a fresh clone has shown its first session. */
async function secondsToSession(name: string): Promise<number> {
  const clone = path.join(folder, name);
  const started = performance.now();
  execFileSync("git", ["clone", "--quiet", root, clone]);
  const child = spawn("npm ci --no-audit --no-fund && npm start", { cwd: clone, shell: true, env: newcomersEnv() });
  let out = "";
  const session = new Promise<number>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      out += chunk;
      if (out.includes('"id": "sess_')) resolve((performance.now() - started) / 1000);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("close", () => reject(new Error(`no session:\n${out}`)));
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const seconds = await session;
  await ended;
  return seconds;
}

try {
  const cold = await secondsToSession("cold");
  const warm = await secondsToSession("warm");
  const machine = `${cpus().length} cores, Node ${execFileSync("node", ["--version"], { env: newcomersEnv() })}`.trim();
  console.log(
    `From a clone to the first session: ${cold.toFixed(0)} s with a cold npm cache, ${warm.toFixed(0)} s with a warm one`,
  );
  console.log(`(${machine} to start with)`);
} finally {
  rmSync(folder, { recursive: true });
}
