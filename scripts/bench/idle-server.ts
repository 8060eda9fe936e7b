/** A server that closes connections when they have been idle for about as long as the clients wait between calls. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Create } from "./competitors.ts";

/** How long a connection may be idle, in milliseconds. */
const idle = 20;
/** How many calls are under way at the same time. */
const lanes = 8;

export interface RaceResult {
  readonly calls: number;
  /** Sessions beyond one for a task. */
  readonly duplicates: number;
  /** Calls whose claim isn't what the server's ledger says. */
  readonly wrong: number;
  /** Calls that failed because a connection was closed just when they used it. */
  readonly failed: number;
}

/** Creates sessions on connections that the server may close at the same moment, and compares with the server's ledger. */
export async function raceWithIdleTimeout(
  make: (baseUrl: string) => Create,
  claimOf: (error: unknown) => string,
  calls: number,
): Promise<RaceResult> {
  const ledger = new Map<number, number>();
  const timers = new WeakMap<Socket, NodeJS.Timeout>();
  const server = createServer({ keepAlive: true }, async (request, response) => {
    clearTimeout(timers.get(request.socket));
    let body = "";
    for await (const chunk of request) body += chunk;
    const task = Number(JSON.parse(body).metadata.task);
    ledger.set(task, (ledger.get(task) ?? 0) + 1);
    response.on("finish", () =>
      timers.set(
        request.socket,
        setTimeout(() => request.socket.destroy(), idle),
      ),
    );
    response.writeHead(201, { "Content-Type": "application/json" }).end(JSON.stringify({ id: `sess_${task}` }));
  });
  // Node.js would tell clients how long it keeps connections, and they would avoid the race.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const create = make(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);

  let failed = 0;
  let wrong = 0;
  const lane = async (first: number) => {
    for (let task = first; task < calls; task += lanes) {
      const claim = await create("agt_123", { metadata: { task: String(task) } }).then(() => "created", claimOf);
      const created = ledger.has(task);
      if (claim !== "created") failed++;
      if ((claim === "created" && !created) || (claim === "not created" && created)) wrong++;
      await sleep(idle - 2 + Math.random() * 4);
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, first) => lane(first)));
  server.close().closeAllConnections();
  const duplicates = [...ledger.values()].reduce((extra, sessions) => extra + sessions - 1, 0);
  return { calls, duplicates, wrong, failed };
}
