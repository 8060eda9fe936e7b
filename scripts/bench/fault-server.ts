/** A TCP server that creates sessions, keeps a ledger of them, and goes wrong in a way that a seed decides. */
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";

/** What can happen to a request, in the order of its dice. */
export const faults = [
  "refused",
  "reset before the response",
  "reset after creating",
  "stall before headers",
  "stall mid-body",
  "truncated JSON",
  "HTML 502",
  "empty 502",
  "HTML 403",
  "429",
  "429 with Retry-After",
  "429 without a body",
  "503",
  "503 with Retry-After",
  "slow drip",
  "wrong length",
  "redirect to another host",
] as const;
type Fault = (typeof faults)[number];

/** Those that don't tell whether the server has created a session: in half of the cases, it has. */
const untold: readonly Fault[] = [
  ...(["stall before headers", "HTML 502", "empty 502", "HTML 403", "429 without a body"] as const),
  ...(["503", "503 with Retry-After"] as const),
];

/** The part of all requests that go wrong. */
const share = 0.5;

/** A number from 0 to 1 that depends on nothing but what it is given (the mixing of MurmurHash3). */
function dice(...values: number[]): number {
  let hash = 0;
  for (const value of values) {
    hash = Math.imul(hash ^ value, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35) + 0x9e3779b9;
    hash ^= hash >>> 16;
  }
  return (hash >>> 0) / 2 ** 32;
}

/** What goes wrong with the `attempt`th request of a task, if anything. */
export function faultOf(seed: number, task: number, attempt: number): Fault | undefined {
  const thrown = dice(seed, task, attempt);
  return thrown < share ? faults[Math.floor((thrown / share) * faults.length)] : undefined;
}

function http(status: string, body: string, headers: string[] = [], length = body.length): string {
  return [`HTTP/1.1 ${status}`, `Content-Length: ${length}`, ...headers, "", body].join("\r\n");
}

const json = "Content-Type: application/json";

/** Everything that was created, and the servers that created it. */
export class FaultServer {
  /** How many sessions there are of each task. */
  readonly ledger = new Map<number, number>();
  /** How many requests went on to the host that redirects lead to. */
  leaked = 0;
  readonly #attempts = new Map<number, number>();
  readonly #sockets = new Set<Socket>();
  readonly #servers: Server[] = [];
  readonly #seed: number;
  #latePort: number;
  #elsewhere = "";

  /** The ports from `latePort` on must be this server's alone, and below those that a system gives to connections. */
  constructor(seed: number, latePort: number) {
    this.#seed = seed;
    this.#latePort = latePort;
  }

  async start(): Promise<string> {
    this.#elsewhere = await this.#listen((socket) => {
      this.leaked++;
      socket.write(http("201 Created", '{"id":"sess_elsewhere"}', [json]));
    });
    return this.#listen((socket, body) => this.#handle(socket, body));
  }

  /** A URL where nobody listens until `ms` milliseconds have passed. */
  async startLate(ms: number): Promise<string> {
    const port = this.#latePort++;
    const late = createServer();
    try {
      const url = await listening(late, port);
      late.close();
      await once(late, "close");
      setTimeout(() => this.#listen((socket, body) => this.#handle(socket, body), port), ms);
      return url;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      return this.startLate(ms);
    }
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    for (const server of this.#servers) server.close();
  }

  async #listen(handle: (socket: Socket, body: string) => void, port = 0): Promise<string> {
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => undefined).on("close", () => this.#sockets.delete(socket));
      let received = "";
      socket.setNoDelay().on("data", (chunk) => {
        received += chunk;
        const [, head = "", body = ""] = /^(.*?)\r\n\r\n(.*)$/s.exec(received) ?? [];
        const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? Number.NaN);
        if (body.length < length || Number.isNaN(length)) return;
        received = "";
        handle(socket, body);
      });
    });
    this.#servers.push(server);
    return listening(server, port);
  }

  #handle(socket: Socket, body: string): void {
    const task = Number(JSON.parse(body).metadata.task);
    const attempt = (this.#attempts.get(task) ?? 0) + 1;
    this.#attempts.set(task, attempt);
    const fault = faultOf(this.#seed, task, attempt);
    const create = () => {
      this.ledger.set(task, (this.ledger.get(task) ?? 0) + 1);
      return JSON.stringify({ id: `sess_${task}`, agent_id: "agt_123", status: "idle", metadata: {} });
    };
    if (fault && untold.includes(fault) && dice(this.#seed, task, attempt, 7) < 0.5) create();
    this.#goWrong(fault, socket, create);
  }

  #goWrong(fault: Fault | undefined, socket: Socket, create: () => string): void {
    const detail = '{"detail":"Come back later"}';
    const outcomes: Partial<Record<Fault, () => unknown>> = {
      "reset before the response": () => socket.resetAndDestroy(),
      "reset after creating": () => create() && socket.resetAndDestroy(),
      "stall before headers": () => undefined,
      "stall mid-body": () => socket.write(http("201 Created", create().slice(0, 9), [json], 90)),
      "truncated JSON": () => socket.write(http("201 Created", create().slice(0, 30), [json])),
      "HTML 502": () => socket.write(http("502 Bad Gateway", "<h1>Bad gateway</h1>", ["Content-Type: text/html"])),
      "empty 502": () => socket.write(http("502 Bad Gateway", "")),
      "HTML 403": () => socket.write(http("403 Forbidden", "<h1>Forbidden</h1>", ["Content-Type: text/html"])),
      "429": () => socket.write(http("429 Too Many Requests", detail, [json])),
      "429 with Retry-After": () => socket.write(http("429 Too Many Requests", detail, [json, "Retry-After: 1"])),
      "429 without a body": () => socket.write(http("429 Too Many Requests", "")),
      "503": () => socket.write(http("503 Service Unavailable", detail, [json])),
      "503 with Retry-After": () => socket.write(http("503 Service Unavailable", detail, [json, "Retry-After: 1"])),
      "slow drip": () => drip(socket, http("201 Created", create(), [json])),
      "wrong length": () => socket.end(http("201 Created", create(), [json], 999)),
      "redirect to another host": () =>
        socket.write(http("307 Temporary Redirect", "", [`Location: ${this.#elsewhere}/v1/agents/agt_123/sessions`])),
    };
    const act = fault && outcomes[fault];
    if (act) act();
    else socket.write(http("201 Created", create(), [json]));
  }
}

/** Writes a text piece by piece. */
function drip(socket: Socket, text: string): void {
  if (text === "" || socket.destroyed) return;
  socket.write(text.slice(0, 40));
  setTimeout(() => drip(socket, text.slice(40)), 20);
}

async function listening(server: Server, port = 0): Promise<string> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}
