/**
 * `npm run test:mutation` changes the client in some 1,500 ways, one at a time, and prints which changes no test
 * notices, and the share that is noticed. It fails if a change that no test notices has no reason in
 * `scripts/mutation/survivors.ts`.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { onDemand } from "./lib/install.ts";
import { readOptions } from "./lib/options.ts";
import { root, toolEnv } from "./lib/run.ts";
import { type Report, unexplained } from "./mutation/survivors.ts";

const { only = "src/client/**/*.ts" } = readOptions("Tests the tests of the client by mutation.", {
  only: { type: "string", value: "files", help: "Only these files of the client, such as src/client/retry.ts." },
});
const folder = await onDemand("stryker", "@stryker-mutator/core@10.1.1", "@stryker-mutator/vitest-runner@10.1.1");
const stryker = path.join(folder, "node_modules/.bin/stryker");
const args = ["run", "scripts/mutation/stryker.config.js", "--mutate", only];
const { status } = spawnSync(stryker, args, { cwd: root, env: toolEnv, stdio: "inherit" });
if (status === 0) {
  const report = JSON.parse(readFileSync(path.join(root, "reports/mutation.json"), "utf8")) as Report;
  const places = unexplained(report);
  for (const place of places) console.log(`No test notices this, and nothing says why: ${place}`);
  process.exitCode = places.length > 0 ? 1 : 0;
} else process.exitCode = status ?? 1;
