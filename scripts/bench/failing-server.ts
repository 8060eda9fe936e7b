/** A server that creates sessions, keeps a ledger of them, and fails. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Ledger } from "./claim.ts";

const json = { "Content-Type": "application/json" };
const respondsWell: Behaviour = {
  creates: true,
  respond: (response, session) => response.writeHead(201, json).end(session),
};

/** What the server does after it has created a session; the names of the agents. */
export const failures: Record<string, (response: ServerResponse, session: string) => void> = {
  "responds-well": respondsWell.respond,
  "is-late": () => undefined,
  "is-late-in-its-body": (response, session) => response.writeHead(201, json).write(session.slice(0, 9)),
  resets: ({ socket }) => socket?.resetAndDestroy(),
  closes: ({ socket }) => socket?.end(),
  "closes-in-its-head": ({ socket }) => socket?.end("HTTP/1.1 201 Created\r\nContent-Le"),
  "closes-in-its-body": ({ socket }, session) =>
    socket?.end(`HTTP/1.1 201 Created\r\nContent-Length: 900\r\n\r\n${session.slice(0, 9)}`),
  "closes-between-chunks": (response, session) => {
    response.writeHead(201, json).write(session.slice(0, 9));
    setTimeout(() => response.socket?.destroy(), 20);
  },
  "sends-garbage": ({ socket }) => socket?.end("one two three\r\n\r\n"),
  "fails-with-503": (response) => response.writeHead(503, { ...json, "Retry-After": "0" }).end('{"detail":"Busy"}'),
};

/** What the server does instead of creating a session. */
export const refusals: Record<string, (response: ServerResponse) => void> = {
  refuses: (response) => response.writeHead(422, json).end('{"detail":"Invalid"}'),
  "asks-to-wait": (response) => response.writeHead(429, { ...json, "Retry-After": "0" }).end('{"detail":"Wait"}'),
};

/** A response of the server, and whether it creates a session before. */
export interface Behaviour {
  readonly creates: boolean;
  readonly respond: (response: ServerResponse, session: string) => void;
}

/** The behaviours by name. */
export const behaviours: Readonly<Record<string, Behaviour>> = {
  ...Object.fromEntries(Object.entries(failures).map(([name, respond]) => [name, { creates: true, respond }])),
  ...Object.fromEntries(Object.entries(refusals).map(([name, respond]) => [name, { creates: false, respond }])),
};

export interface FailingServer {
  readonly port: number;
  readonly url: string;
  /** The tasks are named by the metadata of requests. */
  readonly ledger: Ledger;
  stop(): void;
}

/**
 * Starts a server.
 *
 * @param behaviourOf chooses what it does by the id of the agent, the task, and the number of the attempt from 1 on
 * @param idle closes connections on which nothing happens for this time in milliseconds
 */
export async function startFailingServer(
  behaviourOf: (agent: string, task: string, attempt: number) => Behaviour | undefined = (agent) => behaviours[agent],
  idle = 0,
): Promise<FailingServer> {
  const ledger = new Map<string, number>();
  const attempts = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const agent = request.url?.split("/")[3] ?? "";
    const task = JSON.parse((await text(request)) || "{}").metadata?.task ?? "";
    const attempt = (attempts.get(task) ?? 0) + 1;
    attempts.set(task, attempt);
    const { creates, respond } = behaviourOf(agent, task, attempt) ?? respondsWell;
    if (creates) ledger.set(task, (ledger.get(task) ?? 0) + 1);
    const session = { id: `sess_${task}`, agent_id: agent, status: "idle", metadata: { task } };
    respond(response, JSON.stringify(session));
  });
  server.setTimeout(idle);
  // Node.js would tell clients how long it keeps connections, and they would avoid the race with it.
  if (idle > 0) server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return { port, url: `http://127.0.0.1:${port}`, ledger, stop: () => void server.close().closeAllConnections() };
}
