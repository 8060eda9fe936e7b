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

/** The folders of tests that must notice the changes of a folder. None of these tests needs a server from outside. */
const testsOf: Readonly<Record<string, string>> = {
  "src/client": "client",
  "src/openapi": "openapi",
  "src/contract/values": "contract/values,contract/generate",
};

const { only } = readOptions("Tests the tests by mutation.", {
  only: { type: "string", value: "files", help: "Only these files, such as src/client/outcome.ts." },
});
const chosen = only?.split(",") ?? Object.keys(testsOf).map((folder) => `${folder}/**/*.ts`);
const folderOf = (files: string) => Object.keys(testsOf).find((folder) => files.startsWith(`${folder}/`));
for (const files of chosen) {
  if (folderOf(files) && globSync(files, { cwd: root }).length > 0) continue;
  console.error(`There is no file ${files} in ${Object.keys(testsOf).join(", ")}.`);
  process.exit(2);
}
const stryker = await onDemand("stryker", "@stryker-mutator/core@10.1.1", "@stryker-mutator/vitest-runner@10.1.1");
for (const files of chosen) {
  const args = ["run", "scripts/mutation/stryker.config.js", "--mutate", files];
  const env = { ...toolEnv, MUTATION_TESTS: testsOf[folderOf(files) ?? ""] };
  const { status } = spawnSync(path.join(stryker, "node_modules/.bin/stryker"), args, {
    cwd: root,
    env,
    stdio: "inherit",
  });
  if (status !== 0) process.exitCode = 1;
}
