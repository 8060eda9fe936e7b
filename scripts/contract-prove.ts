/**
 * `npm run contract:prove` runs the contract gate against servers that are known to be correct or broken, and prints
 * which of them get the right verdict.
 */
import { cpus } from "node:os";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { checks } from "../src/contract/check/finding.ts";
import { groupBy } from "../src/lists.ts";
import { readOptions } from "./lib/options.ts";
import { servers, type Tested, testServer } from "./prove/servers.ts";

/** Servers at a time in each thread: most of a run is waiting. */
const perThread = 4;
const columns = ["group", "servers", "right", "wrong", "seconds", "requests"];

/** Tests servers, in as many threads as there are processors. */
async function testAll(indexes: readonly number[]): Promise<Tested[]> {
  const queue = [...indexes];
  const tested = new Map<number, Tested>();
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url));
      let open = 0;
      const next = () => {
        const index = queue.shift();
        if (index !== undefined) {
          open += 1;
          worker.postMessage(index);
        } else if (open === 0) {
          resolve();
          void worker.terminate();
        }
      };
      worker.on("message", ([index, outcome]: [number, Tested]) => {
        tested.set(index, outcome);
        open -= 1;
        next();
      });
      worker.on("error", reject);
      for (let count = 0; count < perThread; count++) next();
    });
  await Promise.all(cpus().map(work));
  return indexes.flatMap((index) => tested.get(index) ?? []);
}

function printGroups(all: readonly Tested[]): void {
  const print = ([group = "", ...cells]: (string | number)[]) =>
    console.log(String(group).padEnd(26) + cells.map((cell) => String(cell).padStart(10)).join(""));
  print(columns);
  for (const group of new Set(all.map((one) => one.group))) {
    const tested = all.filter((one) => one.group === group);
    const right = tested.filter(({ problem }) => problem === undefined).length;
    const seconds = tested.reduce((sum, one) => sum + one.milliseconds, 0) / 1000;
    const requests = tested.reduce((sum, one) => sum + one.requests, 0);
    print([group, tested.length, right, tested.length - right, seconds.toFixed(1), requests]);
  }
}

/** Prints what each check finds that no other does, and returns the checks that find nothing of their own. */
function printChecks(all: readonly Tested[]): string[] {
  const alone = groupBy(
    all.filter(({ checks }) => checks.length === 1),
    ({ checks }) => checks[0] ?? "",
  );
  console.log("\nServers that only one check finds:");
  for (const { name } of checks) {
    const found = alone.get(name) ?? [];
    const example = found[0] ? `, such as "${found[0].name}"` : "";
    console.log(`  ${name.padEnd(26)}${String(found.length).padStart(3)}${example}`);
  }
  return checks.map(({ name }) => name).filter((name) => !alone.has(name));
}

async function main(): Promise<void> {
  const { only = "", verbose } = readOptions("Tests correct and broken servers with the contract gate.", {
    only: { type: "string", value: "text", help: "Only servers whose group or name contains this text." },
    verbose: { type: "boolean", help: "Print the verdict on each server." },
  });
  const startedAt = performance.now();
  const indexes = [...servers.keys()].filter((index) =>
    `${servers[index]?.group}: ${servers[index]?.name}`.includes(only),
  );
  const all = await testAll(indexes);
  printGroups(all);
  const idle = printChecks(all);
  if (verbose)
    for (const { group, name, verdict, checks, first } of all)
      console.log(`\n${group}: ${name} - ${verdict}\n  ${checks.join(", ")}\n  ${first}`);
  const wrong = all.filter(({ problem }) => problem !== undefined);
  for (const { group, name, problem, first } of wrong)
    console.log(`\nWRONG: ${group}: ${name}: ${problem}\n  ${first}`);
  if (only === "" && idle.length > 0) console.log(`\nNo server is found by these checks alone: ${idle.join(", ")}`);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`\n${all.length} servers in ${seconds} s; ${wrong.length} with a wrong verdict.`);
  process.exitCode = wrong.length > 0 || (only === "" && idle.length > 0) ? 1 : 0;
}

if (isMainThread) await main();
else {
  parentPort?.on("message", async (index: number) => {
    const server = servers[index];
    if (server) parentPort?.postMessage([index, await testServer(server)]);
  });
}
