import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { root, toolEnv } from "../../scripts/run.ts";

const execute = promisify(execFile);

/** Runs a command in the project; what it prints comes back as one text. */
async function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const options = { cwd: root, env: { ...toolEnv, ...env }, timeout: 60_000 };
  const { stdout, stderr } = await execute(command, args, options).catch((error) => error);
  return stdout + stderr;
}

/** The npm scripts that are a file of `scripts/`. */
const ours = Object.entries(manifest.scripts).flatMap(([name, command]) => {
  const file = / && node (scripts\/[\w-]+\.ts)$/.exec(command)?.[1];
  return file === undefined ? [] : [[name, file] as const];
});

describe("an npm script", () => {
  test.for(ours)("%s prints its help", async ([name, file]) => {
    const help = await run("node", [file, "--help"], { npm_lifecycle_event: name });
    expect(help).toMatch(/^Usage: .+/m);
  });

  test.for([
    ["mock", ["--port", "5000"], "npm run mock -- --port 5000"],
    ["mock", ["--port=5000"], "npm run mock -- --port 5000"],
    ["generate", ["--check"], "npm run generate -- --check"],
    ["contract", ["--seed", "7"], "npm run contract -- --seed 7"],
  ] as const)("%s explains that -- is missing before %s", async ([name, args, corrected]) => {
    const out = await run("npm", ["run", "--silent", name, ...args]);
    expect(out).toContain("write -- before the options of a script");
    expect(out).toContain(`Next: ${corrected}\n`);
  });
});
