/**
 * `npm run bench:faults` creates sessions through several clients against a server that goes wrong, and compares what
 * each client says with what the server did. Every client meets the same faults, decided by the seed.
 *
 * `-- --creates 500 --timeout 2000` is quicker: all clients then give up an attempt after 2 seconds, and the rest is as
 * at their defaults.
 */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Claim, claimOf } from "./bench/claim.ts";
import { type Contender, type Create, ky, openapiFetch, ours, stainless } from "./bench/competitors.ts";
import { FaultServer, faultOf } from "./bench/fault-server.ts";
import { type RaceResult, raceWithIdleTimeout } from "./bench/idle-server.ts";
import { readOptions } from "./lib/options.ts";
import { run, toolEnv } from "./lib/run.ts";

interface Outcome {
  readonly task: number;
  readonly claim: Claim | "hung";
  readonly ms: number;
}

interface Row {
  readonly name: string;
  readonly once: number;
  readonly duplicates: number;
  readonly wrong: number;
  readonly unknown: number;
  readonly hung: number;
  readonly leaked: number;
  readonly p50: number;
  readonly race: RaceResult;
}

const contenders: Record<string, () => Promise<Contender>> = { ours, openapiFetch, ky, stainless };
const values = readOptions("Counts what clients make of the faults of a network.", {
  creates: { type: "string", value: "number", default: "5000", help: "Creates of each client." },
  seed: { type: "string", value: "number", default: "1", help: "Decides which faults happen." },
  timeout: { type: "string", value: "ms", help: "The timeout of each client instead of its own default." },
  client: { type: "string", value: "name", help: "Only this client." },
});
const creates = Number(values.creates);
const seed = Number(values.seed);
const timeout = values.timeout === undefined ? undefined : Number(values.timeout);
/** Longer than any client here waits by its own timeouts: two attempts of a minute, and their retries. */
const longestCall = timeout === undefined ? 200_000 : 10 * timeout;

async function attempt(create: Create, task: number): Promise<Outcome> {
  const started = performance.now();
  let late: NodeJS.Timeout | undefined;
  const hung = new Promise<"hung">((resolve) => {
    late = setTimeout(resolve, longestCall, "hung");
  });
  const body = { metadata: { task: String(task) }, secrets: { TOKEN: "s3cret" } };
  const settled = create("agt_123", body).then((session): Claim => (session?.id ? "created" : "unknown"), claimOf);
  const claim = await Promise.race([settled, hung]);
  clearTimeout(late);
  return { task, claim, ms: performance.now() - started };
}

async function measure({ name, make }: Contender): Promise<Row> {
  const server = new FaultServer(seed, 10_000 + 5_000 * Object.keys(contenders).indexOf(String(values.client)));
  const baseUrl = await server.start();
  const create = make({ baseUrl, timeout });
  const outcomes: Promise<Outcome>[] = [];
  for (let task = 0; task < creates; task++) {
    const refused = faultOf(seed, task, 0) === "refused";
    const outcome = attempt(refused ? make({ baseUrl: await server.startLate(300), timeout }) : create, task);
    outcomes.push(outcome);
    // One follows the other, except where it takes long.
    if (task % 20 === 19) {
      await Promise.race([Promise.all(outcomes.slice(-20)), new Promise((resolve) => setTimeout(resolve, 100))]);
    }
  }
  const all = await Promise.all(outcomes);
  server.stop();
  const count = (claim: Outcome["claim"]) => all.filter((each) => each.claim === claim).length;
  const { ledger, leaked } = server;
  const isWrong = ({ claim, task }: Outcome) =>
    (claim === "created" && !ledger.has(task)) || (claim === "not created" && ledger.has(task));
  return {
    name,
    once: [...ledger.values()].filter((sessions) => sessions === 1).length,
    duplicates: [...ledger.values()].reduce((extra, sessions) => extra + sessions - 1, 0),
    wrong: all.filter(isWrong).length,
    unknown: count("unknown"),
    hung: count("hung"),
    leaked,
    p50: all.map(({ ms }) => ms).sort((a, b) => a - b)[Math.floor(creates / 2)] ?? 0,
    race: await raceWithIdleTimeout((baseUrl) => make({ baseUrl, timeout }), claimOf, creates),
  };
}

function print(rows: Row[]): void {
  const limits =
    timeout === undefined ? "each client at its defaults" : `attempts of at most ${timeout} ms, else defaults`;
  console.log(`${creates} creates, seed ${seed}, ${limits}; hung: no end after ${longestCall / 1000} s\n`);
  const columns = ["once", "duplicates", "wrong", "unknown", "hung", "leaked"] as const;
  console.log(`${"client".padEnd(21)}${columns.map((name) => name.padStart(name.length + 2)).join("")}   p50 ms`);
  for (const row of rows) {
    const counts = columns.map((name) => String(row[name]).padStart(name.length + 2)).join("");
    console.log(`${row.name.padEnd(21)}${counts}${row.p50.toFixed(1).padStart(9)}`);
  }
  console.log(`
once: tasks with exactly one session on the server; duplicates: sessions beyond one
wrong: reported as created and isn't, or as not created and is; leaked: bodies sent
to the host of a redirect

On connections that the server closes when they have been idle for about as long as the client waits:
`);
  console.log(`${"client".padEnd(21)}  duplicates  wrong  failed`);
  for (const { name, race } of rows) {
    const counts = [race.duplicates, race.wrong, race.failed].map((count, index) =>
      String(count).padStart([12, 7, 8][index] ?? 0),
    );
    console.log(`${name.padEnd(21)}${counts.join("")}`);
  }
}

async function compare(): Promise<void> {
  run("npm", ["run", "build"]);
  for (const prepare of Object.values(contenders)) await prepare();
  const rows = Object.keys(contenders).map(async (client) => {
    const given = [import.meta.filename, ...process.argv.slice(2), "--client", client];
    const { stdout } = await promisify(execFile)("node", given, { env: toolEnv, timeout: 2 * longestCall + 300_000 });
    return JSON.parse(stdout) as Row;
  });
  const [first, ...others] = await Promise.all(rows);
  if (!first) return;
  print([first, ...others]);
  const rivals = others.filter(({ duplicates }) => duplicates === 0);
  const most = Math.max(...rivals.map(({ once }) => once));
  const { duplicates, wrong, hung, leaked, once, race } = first;
  const right = duplicates + wrong + hung + leaked + race.duplicates + race.wrong === 0 && once >= most;
  console.log(`\n${right ? "dari-sessions passes." : "dari-sessions fails."}`);
  if (!right) process.exitCode = 1;
}

if (values.client === undefined) {
  await compare();
} else {
  const prepare = contenders[values.client];
  if (!prepare) throw new Error(`--client is one of ${Object.keys(contenders).join(", ")}`);
  console.log(JSON.stringify(await measure(await prepare())));
  process.exit();
}
