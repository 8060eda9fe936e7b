import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { root, toolEnv } from "../../scripts/run.ts";

const execute = promisify(execFile);

/** Runs an npm script of the project; what it prints comes back as one text. */
async function npm(...args: string[]): Promise<string> {
  const options = { cwd: root, env: toolEnv, timeout: 30_000 };
  const { stdout, stderr } = await execute("npm", args, options).catch((error) => error);
  return stdout + stderr;
}

const ours = Object.entries(manifest.scripts).filter(([, command]) => /&& node scripts\/[\w-]+\.ts$/.test(command));

describe("an npm script", { timeout: 40_000 }, () => {
  test.for(ours.map(([name]) => name))("%s prints its help", async (name) => {
    expect(await npm("run", "--silent", name, "--", "--help")).toMatch(/^Usage: .+/m);
  });

  test.for([
    ["mock", ["--port", "5000"], "npm run mock -- --port 5000"],
    ["mock", ["--port=5000"], "npm run mock -- --port 5000"],
    ["start", ["--base-url", "http://127.0.0.1:9"], "npm start -- --base-url http://127.0.0.1:9"],
    ["generate", ["--check"], "npm run generate -- --check"],
    ["contract", ["--seed", "7"], "npm run contract -- --seed 7"],
  ] as const)("%s explains that -- is missing before %s", async ([name, args, corrected]) => {
    const out = await npm("run", "--silent", name, ...args);
    expect(out).toContain("write -- before the options of a script");
    expect(out).toContain(`Next: ${corrected}\n`);
  });
});
