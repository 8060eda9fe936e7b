/**
 * `npm run test:mutation` changes the client, what reads descriptions, and what makes values, one change at a time. It
 * prints every change that no test notices, and fails if tests notice less than 90 % in one of the folders.
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import path from "node:path";
import { onDemand } from "./lib/install.ts";
import { readOptions } from "./lib/options.ts";
import { root, toolEnv } from "./lib/run.ts";

const folders = ["src/client/**/*.ts", "src/openapi/**/*.ts", "src/contract/values/**/*.ts"];

const { only } = readOptions("Tests the tests by mutation.", {
  only: { type: "string", value: "files", help: "Only these files, such as src/client/outcome.ts." },
});
const chosen = only === undefined ? folders : [only];
for (const files of chosen) {
  if (globSync(files.split(","), { cwd: root }).length > 0) continue;
  console.error(`There is no file ${files}.`);
  process.exit(2);
}
const folder = await onDemand("stryker", "@stryker-mutator/core@10.1.1", "@stryker-mutator/vitest-runner@10.1.1");
const stryker = path.join(folder, "node_modules/.bin/stryker");
for (const files of chosen) {
  const args = ["run", "scripts/mutation/stryker.config.js", "--mutate", files];
  const { status } = spawnSync(stryker, args, { cwd: root, env: toolEnv, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
