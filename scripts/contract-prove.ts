/** `npm run contract:prove` judges servers that are known to be broken, and correct ones, and prints who was found out. */
import { cpus } from "node:os";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import spec from "../generated/openapi.json" with { type: "json" };
import { checkDescriptions } from "../src/contract/check/codes.ts";
import { type Report, runContract } from "../src/contract/index.ts";
import { broken, type Named } from "../test/support/servers/broken.ts";
import { brokenOrders, orderKey, orders, startOrders } from "../test/support/servers/orders.ts";
import { apiKey, type Running, startServer } from "../test/support/servers/sessions.ts";
import { variations } from "../test/support/servers/variations.ts";
import { readOptions } from "./options.ts";

interface Outcome {
  readonly name: string;
  readonly group: string;
  readonly verdict: Report["verdict"];
  readonly checks: readonly string[];
  readonly first: string;
  readonly requests: number;
  readonly milliseconds: number;
}

interface Proof {
  readonly name: string;
  readonly group: string;
  readonly spec: unknown;
  readonly apiKey: string;
  readonly start: () => Promise<Running>;
}

const sessions = ({ name, group, difference }: Named): Proof => ({
  name,
  group,
  spec,
  apiKey,
  start: () => startServer(difference),
});
const second = { spec: orders, apiKey: orderKey };
const servers: readonly Proof[] = [
  ...variations.map(sessions),
  { name: "another API", group: "correct", ...second, start: () => startOrders() },
  ...broken.map(sessions),
  ...brokenOrders.map(({ name, options }) => ({
    name,
    group: "another API",
    ...second,
    start: () => startOrders(options),
  })),
];

async function judge({ name, group, start, ...proof }: Proof): Promise<Outcome> {
  const server = await start();
  try {
    const report = await runContract({ ...proof, baseUrl: server.url, timeout: 1000 });
    const { verdict, findings, requests, milliseconds } = report;
    const [one] = findings;
    const first = one
      ? `${one.check}: expected ${one.expected}, got ${one.got} (${one.cases[0]})`
      : (report.reason ?? "");
    return {
      name,
      group,
      verdict,
      checks: [...new Set(findings.map((finding) => finding.check))],
      first,
      requests,
      milliseconds,
    };
  } finally {
    await server.stop();
  }
}

/** Judges the servers in one thread more than there are processors: some of a run is waiting. */
async function judgeAll(indexes: number[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const queue = [...indexes];
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url));
      const next = () => {
        const index = queue.shift();
        if (index !== undefined) return worker.postMessage(index);
        resolve();
        void worker.terminate();
      };
      worker.on("message", (outcome: Outcome) => {
        outcomes.push(outcome);
        next();
      });
      worker.on("error", reject);
      next();
    });
  await Promise.all(Array.from({ length: Math.min(cpus().length + 1, 5) }, work));
  return outcomes.sort(
    (a, b) =>
      indexes.findIndex((one) => servers[one]?.name === a.name) -
      indexes.findIndex((one) => servers[one]?.name === b.name),
  );
}

function printGroups(outcomes: readonly Outcome[]): void {
  console.log(
    `${"group".padEnd(24)}${"servers".padStart(9)}${"killed".padStart(9)}${"survived".padStart(10)}${"seconds".padStart(9)}${"requests".padStart(10)}`,
  );
  for (const group of new Set(outcomes.map((one) => one.group))) {
    const those = outcomes.filter((one) => one.group === group);
    const killed = those.filter((one) => one.verdict === "failed").length;
    const seconds = those.reduce((sum, one) => sum + one.milliseconds, 0) / 1000;
    const requests = those.reduce((sum, one) => sum + one.requests, 0);
    console.log(
      `${group.padEnd(24)}${String(those.length).padStart(9)}${String(killed).padStart(9)}${String(those.length - killed).padStart(10)}${seconds.toFixed(1).padStart(9)}${String(requests).padStart(10)}`,
    );
  }
}

/** Prints what each check finds that no other does, and returns the checks that find nothing of their own. */
function printChecks(outcomes: readonly Outcome[]): string[] {
  console.log("\nServers that only one check finds:");
  const alone = new Map<string, string[]>();
  for (const one of outcomes.filter((one) => one.group !== "correct" && one.checks.length === 1)) {
    alone.set(one.checks[0] ?? "", [...(alone.get(one.checks[0] ?? "") ?? []), one.name]);
  }
  const names = checkDescriptions.map((check): string => check.name);
  for (const name of names) {
    const found = alone.get(name) ?? [];
    console.log(
      `  ${name.padEnd(24)}${String(found.length).padStart(3)}${found[0] === undefined ? "" : `, such as "${found[0]}"`}`,
    );
  }
  return names.filter((name) => !alone.has(name));
}

async function main(): Promise<void> {
  const { only = "", verbose } = readOptions("Judges correct and broken servers with the contract gate.", {
    only: { type: "string", value: "text", help: "Only servers whose group or name contains this text." },
    verbose: { type: "boolean", help: "Print the report of each server." },
  });
  const indexes = [...servers.keys()].filter((index) =>
    `${servers[index]?.group}: ${servers[index]?.name}`.includes(only),
  );
  const outcomes = await judgeAll(indexes);
  printGroups(outcomes);
  const idle = printChecks(outcomes);
  if (verbose)
    for (const one of outcomes)
      console.log(`\n${one.group}: ${one.name} - ${one.verdict}\n  ${one.checks.join(", ")}\n  ${one.first}`);
  const failed = outcomes.filter((one) => one.verdict !== (one.group === "correct" ? "passed" : "failed"));
  for (const one of failed)
    console.log(
      `\n${one.group === "correct" ? "FAILED though correct" : "SURVIVED"}: ${one.group}: ${one.name} (${one.verdict}) ${one.first}`,
    );
  if (only === "" && idle.length > 0) console.log(`\nNo server is found by these checks alone: ${idle.join(", ")}`);
  const correct = outcomes.filter((one) => one.group === "correct").length;
  console.log(
    `\n${outcomes.length - correct} broken servers, ${correct} correct ones; ${failed.length} judged wrongly.`,
  );
  process.exitCode = failed.length > 0 || (only === "" && idle.length > 0) ? 1 : 0;
}

if (isMainThread) await main();
else {
  parentPort?.on("message", async (index: number) => {
    const server = servers[index];
    if (server) parentPort?.postMessage(await judge(server));
  });
}
