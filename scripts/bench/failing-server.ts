/** A server that creates a session, keeps a ledger, and then fails, in the way that the id of the agent names. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

const json = { "Content-Type": "application/json" };

/** What the server does after it has created a session; the names of the agents. */
export const failures: Record<string, (response: ServerResponse, session: string) => void> = {
  "responds-well": (response, session) => response.writeHead(201, json).end(session),
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

export interface FailingServer {
  readonly port: number;
  /** How many sessions there are of each task, which the metadata of a request name. */
  readonly ledger: ReadonlyMap<string, number>;
  stop(): void;
}

export async function startFailingServer(): Promise<FailingServer> {
  const ledger = new Map<string, number>();
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const agent = request.url?.split("/")[3] ?? "";
    const refuse = refusals[agent];
    if (refuse) return void refuse(response);
    const { task } = JSON.parse(body).metadata;
    ledger.set(task, (ledger.get(task) ?? 0) + 1);
    const session = { id: `sess_${task}`, agent_id: agent, status: "idle", metadata: { task } };
    failures[agent]?.(response, JSON.stringify(session));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as { port: number }).port,
    ledger,
    stop: () => void server.close().closeAllConnections(),
  };
}
