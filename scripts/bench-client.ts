/**
 * `npm run bench:client` measures the client beside others: CPU per create, weight, import time, retained memory.
 *
 * Rounds are interleaved in one process, and a figure is the median of the ratios to raw `fetch` of its own round, so
 * that a busy machine disturbs all alike. The server runs in another process.
 */
import { execFile, fork } from "node:child_process";
import { createServer } from "node:http";
import { promisify } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import spec from "../generated/openapi.json" with { type: "json" };
import {
  type Contender,
  type Create,
  ky,
  openapiFetch,
  ours,
  rawFetch,
  stainless,
  timedFetch,
} from "./bench/competitors.ts";
import { weightOf } from "./bench/weight.ts";
import { readOptions } from "./lib/options.ts";
import { run, toolEnv } from "./lib/run.ts";

const session = JSON.stringify(spec.components.examples.SessionAllFields.value);
const body = spec.components.examples.AllFields.value;
const values = readOptions("Measures what a call of the client costs, beside other clients.", {
  serve: { type: "boolean", default: false, help: "Only run the server; the script starts it itself." },
  rounds: { type: "string", value: "number", default: "80", help: "Rounds of each client." },
  retained: { type: "string", value: "number", default: "100000", help: "Calls after which memory is measured." },
});

/** The server, in a process of its own. */
function serve(): void {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(201, { "Content-Type": "application/json" }).end(session));
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as { port: number }).port));
  process.on("disconnect", () => process.exit());
}

/** A `fetch` that responds by itself, at once. */
const stub = async () => new Response(session, { status: 201, headers: { "Content-Type": "application/json" } });

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

async function cpuOf(create: Create, times: number): Promise<number> {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) await create("agt_123", body);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/** The CPU time of each client's creates in microseconds, and its ratio to that of raw `fetch`. */
async function compareCpu(creates: Create[], times: number, rounds: number): Promise<{ us: number; ratio: number }[]> {
  const all: number[][] = [];
  for (const create of creates) await cpuOf(create, 20 * times);
  for (let round = 0; round < rounds; round++) {
    const costs: number[] = [];
    // Each round begins with another client: no place in the order is always the same client's.
    for (const index of creates.keys()) {
      const turn = (index + round) % creates.length;
      costs[turn] = await cpuOf(creates[turn] as Create, times);
    }
    all.push(costs);
  }
  return creates.map((_, index) => ({
    us: median(all.map((costs) => costs[index] ?? 0)),
    ratio: median(all.map((costs) => (costs[index] ?? 0) / (costs[0] ?? 0))),
  }));
}

/** Milliseconds that an import takes in a process of its own: the median of several. */
async function importTimeOf({ module }: Contender, times = 15): Promise<number> {
  if (module === "") return 0;
  const script = `const started = performance.now(); await import(${JSON.stringify(module)}); console.log(performance.now() - started);`;
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    const given = ["--input-type=module", "--eval", script];
    taken.push(Number((await promisify(execFile)("node", given, { env: toolEnv })).stdout));
  }
  return median(taken);
}

/** Bytes that stay in the heap after many creates. */
async function retainedBy({ make }: Contender, times: number): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const create = make({ baseUrl: "http://localhost", fetch: stub });
  const used = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  await cpuOf(create, times / 10);
  const before = used();
  await cpuOf(create, times);
  return used() - before;
}

async function compare(): Promise<void> {
  run("npm", ["run", "build"]);
  const contenders = [rawFetch, timedFetch];
  for (const prepare of [ours, openapiFetch, ky, stainless]) contenders.push(await prepare());
  const server = fork(import.meta.filename, ["--serve"]);
  const port = await new Promise((resolve) => server.once("message", resolve));
  const rounds = Number(values.rounds);
  const local = contenders.map(({ make }) => make({ baseUrl: `http://127.0.0.1:${port}` }));
  const stubbed = contenders.map(({ make }) => make({ baseUrl: "http://localhost", fetch: stub }));
  const withServer = await compareCpu(local, 50, rounds);
  const withStub = await compareCpu(stubbed, 500, rounds);
  server.disconnect();
  console.log(`Node ${process.versions.node}; CPU per create in microseconds, and as a multiple of raw fetch's:`);
  console.log(
    `medians of ${rounds} interleaved rounds. Weight in bytes, minified and gzipped, with all that it imports.\n`,
  );
  console.log("client                     server           stub  esbuild  Rolldown  import ms");
  for (const [index, contender] of contenders.entries()) {
    const cpu = [withServer, withStub].map((costs) => {
      const { us, ratio } = costs[index] ?? { us: Number.NaN, ratio: Number.NaN };
      return `${us.toFixed(0).padStart(7)}${`${ratio.toFixed(2)}x`.padStart(8)}`;
    });
    const { esbuild, rolldown } = await weightOf(contender.module, contender.imported);
    const weight = String(esbuild).padStart(9) + String(rolldown).padStart(10);
    const importTime = (await importTimeOf(contender)).toFixed(1).padStart(11);
    console.log(`${contender.name.padEnd(20)}${cpu.join("")}${weight}${importTime}`);
  }
  const times = Number(values.retained);
  const retained = await retainedBy(contenders[2] as Contender, times);
  console.log(`\nretained by dari-sessions after ${times} creates: ${(retained / 1024).toFixed(0)} KiB`);
}

if (values.serve) serve();
else await compare();
