/** The HTTP server of the mock. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { root } from "../lib/run.ts";
import { corsHeaders, preflightHeaders } from "./cors.ts";
import type { MockRequest } from "./request.ts";
import { createResponder, type MockResponse, type Responder } from "./responder.ts";

/** A running mock. */
export interface Mock {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /**
   * Reads the description again.
   *
   * @throws {Error} if it can't be read; the mock goes on with the one that it has
   */
  reload(): Promise<void>;
  /** Stops it and resolves when its port is free. */
  stop(): Promise<void>;
}

/** Options of {@link startMock}. */
export interface MockOptions {
  /** The port to listen on; 0 takes a free one. @default 0 */
  readonly port?: number;
  /** The file of the bundled description. @default generated/openapi.json */
  readonly description?: string;
  /** Takes what is logged of each request: a line, and indented lines of what is wrong. @default nothing is logged */
  readonly log?: (text: string) => void;
}

/**
 * Starts a mock on 127.0.0.1 and resolves once it listens.
 *
 * @throws {Error} if the port is taken or the description can't be read
 *
 * @example
 * const mock = await startMock();
 * await fetch(`${mock.url}/v1/agents/agt_123/sessions`, { method: "POST" });
 * await mock.stop();
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = 0, description = "generated/openapi.json", log = () => {} } = options;
  const read = () => createResponder(JSON.parse(readFileSync(path.resolve(root, description), "utf8")));
  let responder = await read();
  const server = createServer((incoming, outgoing) => {
    // The client is gone where its request can't be read to the end.
    respond(incoming, outgoing, responder, log).catch(() => outgoing.destroy());
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reload: async () => {
      responder = await read();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  responder: Responder,
  log: (text: string) => void,
): Promise<void> {
  const started = performance.now();
  const request = await requestOf(incoming);
  const preflight = preflightHeaders(request);
  const response = preflight ? allowed(preflight) : await responder(request).catch(failure);
  write(outgoing, response);
  const [path = ""] = request.target.split("?");
  const milliseconds = Math.round(performance.now() - started);
  const lines = [`${request.method} ${path} ${response.status} ${milliseconds} ms`, ...response.notes];
  // A control character in a path or in a property's name could forge a line.
  log(lines.map((line) => line.replace(/\p{Cc}/gu, "?")).join("\n  "));
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken: stop what listens there, or choose another.
Next: npm run mock -- --port ${port + 1}`;
      reject(error.code === "EADDRINUSE" ? new Error(taken) : error);
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}

async function requestOf(incoming: IncomingMessage): Promise<MockRequest> {
  const headers = Object.entries(incoming.headers).map(([name, value = ""]) => [name, String(value)]);
  return {
    method: incoming.method ?? "GET",
    target: incoming.url ?? "/",
    headers: Object.fromEntries(headers),
    body: await buffer(incoming),
  };
}

function allowed(headers: Headers): MockResponse {
  return { status: 204, headers, body: undefined, notes: [] };
}

/** A failure of the mock itself, or of the description. */
function failure(error: Error): MockResponse {
  return {
    status: 500,
    headers: new Headers({ "Content-Type": "application/problem+json" }),
    body: { title: "Internal Server Error", status: 500, detail: "The mock could not respond to this request." },
    notes: [`The mock: ${error.message}`],
  };
}

function write(outgoing: ServerResponse, { status, headers, body }: MockResponse): void {
  const isJson = /json/i.test(headers.get("content-type") ?? "");
  outgoing
    .setHeaders(new Map(Object.entries(corsHeaders)))
    .setHeaders(headers)
    .writeHead(status);
  outgoing.end(typeof body === "string" && !isJson ? body : JSON.stringify(body));
}
