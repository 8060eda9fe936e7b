/**
 * `npm run bench:faults` creates sessions through several clients against a server that goes wrong, and compares what
 * each client says with what the server did. Every client meets the same faults, decided by the seed.
 *
 * `-- --creates 500 --timeout 2000` is quicker: all clients then give up an attempt after 2 seconds, and the rest is as
 * at their defaults.
 */
import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import pLimit from "p-limit";
import { type Claim, type Count, claimOf, countOf } from "./bench/claim.ts";
import { type Contender, ky, openapiFetch, ours, stainless } from "./bench/competitors.ts";
import { type Behaviour, behaviours, startFailingServer } from "./bench/failing-server.ts";
import { readOptions } from "./lib/options.ts";
import { run } from "./lib/run.ts";

const values = readOptions("Counts what clients make of the faults of a network.", {
  creates: { type: "string", value: "number", default: "5000", help: "Creates of each client." },
  seed: { type: "string", value: "number", default: "1", help: "Decides which faults happen." },
  timeout: { type: "string", value: "ms", help: "The timeout of each client instead of its own default." },
});
const creates = Number(values.creates);
const timeout = values.timeout === undefined ? undefined : Number(values.timeout);
/** Longer than any client here waits by its own timeouts: two attempts of a minute, and their retries. */
const longestCall = timeout === undefined ? 200_000 : 10 * timeout;
/** How long the server keeps idle connections in the second part, in milliseconds, and how many there are. */
const [idle, lanes] = [20, 8];

/** Writes a body piece by piece. */
async function drip(response: ServerResponse, session: string): Promise<void> {
  response.writeHead(201, { "Content-Type": "application/json" });
  for (const piece of session.match(/.{1,20}/g) ?? []) {
    response.write(piece);
    await sleep(20);
  }
  response.end();
}

/** Responses that don't tell whether a session was created: each may come before and after it. */
const untold: Behaviour["respond"][] = [
  () => undefined,
  (response) => response.writeHead(502, { "Content-Type": "text/html" }).end("<h1>Bad gateway</h1>"),
  (response) => response.writeHead(502).end(),
  (response) => response.writeHead(403, { "Content-Type": "text/html" }).end("<h1>Forbidden</h1>"),
  (response) => response.writeHead(429).end(),
  (response) => response.writeHead(503, { "Content-Type": "application/json", "Retry-After": "1" }).end("{}"),
];

/** What goes wrong with one of two requests, all equally often. */
function faults(elsewhere: string): Behaviour[] {
  return [
    ...Object.values(behaviours),
    ...untold.flatMap((respond) => [true, false].map((creates) => ({ creates, respond }))),
    { creates: true, respond: drip },
    { creates: true, respond: (response, session) => response.writeHead(201).end(session.slice(0, 30)) },
    { creates: false, respond: ({ socket }) => socket?.resetAndDestroy() },
    {
      creates: false,
      respond: (response) => response.writeHead(307, { Location: `${elsewhere}/v1/agents/agt_123/sessions` }).end(),
    },
  ];
}

/** A number from 0 to 1 that depends on the seed and the parts alone. */
function dice(...parts: (string | number)[]): number {
  const hash = createHash("sha256").update([values.seed, ...parts].join());
  return hash.digest().readUInt32BE() / 2 ** 32;
}

interface Row extends Count {
  readonly name: string;
  readonly once: number;
  readonly unknown: number;
  readonly hung: number;
  /** Requests that were sent on to the host of a redirect. */
  readonly leaked: number;
  readonly race: Count & { readonly failed: number };
}

async function measure(contender: Contender): Promise<Row> {
  const elsewhere = await startFailingServer();
  const wrongs = faults(elsewhere.url);
  const server = await startFailingServer(
    (_, task, attempt) => wrongs[Math.floor(2 * dice(task, attempt) * wrongs.length)],
  );
  const nowhere = await startFailingServer();
  nowhere.stop();
  const claims = new Map<string, Claim | "hung">();
  const attempt = async (task: string) => {
    const create = contender.make({ baseUrl: dice(task) < 0.02 ? nowhere.url : server.url, timeout });
    const claim = claimOf(create("agt_123", { metadata: { task }, secrets: { TOKEN: "s3cret" } }));
    claims.set(task, await Promise.race([claim, sleep(longestCall, "hung" as const, { ref: false })]));
  };
  const limit = pLimit(50);
  await Promise.all(Array.from({ length: creates }, (_, task) => limit(() => attempt(String(task)))));
  server.stop();
  elsewhere.stop();
  const number = (claim: string) => [...claims.values()].filter((other) => other === claim).length;
  return {
    name: contender.name,
    once: [...server.ledger.values()].filter((sessions) => sessions === 1).length,
    ...countOf(claims, server.ledger),
    unknown: number("unknown"),
    hung: number("hung"),
    leaked: [...elsewhere.ledger.values()].reduce((sum, sessions) => sum + sessions, 0),
    race: await race(contender),
  };
}

/** Creates sessions on connections that the server may close at the same moment. */
async function race({ make }: Contender): Promise<Row["race"]> {
  const server = await startFailingServer(() => undefined, idle);
  const create = make({ baseUrl: server.url, timeout });
  const claims = new Map<string, Claim>();
  const lane = async (first: number) => {
    for (let task = first; task < creates; task += lanes) {
      claims.set(String(task), await claimOf(create("agt_123", { metadata: { task: String(task) } })));
      await sleep(idle - 2 + Math.random() * 4);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, first) => lane(first)));
  server.stop();
  const failed = [...claims.values()].filter((claim) => claim !== "created").length;
  return { ...countOf(claims, server.ledger), failed };
}

function print(rows: readonly Row[]): void {
  const limits =
    timeout === undefined ? "each client at its defaults" : `attempts of at most ${timeout} ms, else defaults`;
  console.log(`${creates} creates, seed ${values.seed}, ${limits}; hung: no end after ${longestCall / 1000} s`);
  console.table(rows.map(({ race: _, ...row }) => row));
  console.log(`once: tasks with exactly one session on the server; duplicates: sessions beyond one
wrong: reported as created and isn't, or as not created and is; leaked: bodies sent
to the host of a redirect

On connections that the server closes when they have been idle for about as long as the client waits:`);
  console.table(rows.map(({ name, race }) => ({ name, ...race })));
}

run("npm", ["run", "build"]);
const contenders = [await ours(), await openapiFetch(), await ky(), await stainless()];
const rows = await Promise.all(contenders.map(measure));
print(rows);
const [first, ...others] = rows;
const most = Math.max(...others.filter(({ duplicates }) => duplicates === 0).map(({ once }) => once));
const { duplicates = 1, wrong = 1, hung = 1, leaked = 1, once = 0, race: raced } = first ?? {};
const right = duplicates + wrong + hung + leaked === 0 && raced?.duplicates === 0 && raced.wrong === 0 && once >= most;
console.log(`\n${right ? "dari-sessions passes." : "dari-sessions fails."}`);
process.exit(right ? 0 : 1);
