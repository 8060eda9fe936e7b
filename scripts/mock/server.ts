/** The HTTP server of the mock. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { styleText } from "node:util";
import { root } from "../lib/run.ts";
import type { MockRequest } from "./request.ts";
import { createResponder, type MockResponse, problem, type Responder } from "./responder.ts";

/** The longest body that is read, as in Prism's own server. */
const maxBodyBytes = 10_000_000;

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
  /** The name or address to listen on. @default "127.0.0.1" */
  readonly host?: string;
  /** The file of the bundled description. @default generated/openapi.json */
  readonly description?: string;
  /** Takes what is logged of each request: a line, and indented lines of what is wrong. @default nothing is logged */
  readonly log?: (text: string) => void;
  /** A terminal gets the status codes in colours, unless its environment has `NO_COLOR`. @default no colours */
  readonly terminal?: NodeJS.WritableStream;
}

/**
 * Starts a mock and resolves once it listens.
 *
 * @throws {Error} if it can't listen on the port or the host, or the description can't be read
 *
 * @example
 * const mock = await startMock();
 * await fetch(`${mock.url}/v1/agents/agt_123/sessions`, { method: "POST" });
 * await mock.stop();
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { port = 0, host = "127.0.0.1", description = "generated/openapi.json" } = options;
  const read = () => createResponder(JSON.parse(readFileSync(path.resolve(root, description), "utf8")));
  let responder = await read();
  const server = createServer((incoming, outgoing) => {
    // The client is gone where its request can't be read to the end.
    respond(incoming, outgoing, responder, options).catch(() => outgoing.destroy());
  });
  await listen(server, port, host);
  const { address, family, port: actualPort } = server.address() as AddressInfo;
  const isEvery = address === "0.0.0.0" || address === "::";
  const name = isEvery ? "127.0.0.1" : family === "IPv6" ? `[${address}]` : address;
  return {
    url: `http://${name}:${actualPort}`,
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

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken: stop what listens there, or choose another.
Next: npm run mock -- --port ${port + 1}`;
      if (error.code === "EADDRINUSE") reject(new Error(taken));
      else reject(new Error(`The mock can't listen on ${host}, port ${port}: ${error.message}.`));
    });
    server.listen(port, host, resolve);
  });
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  responder: Responder,
  { log, terminal }: MockOptions,
): Promise<void> {
  const started = performance.now();
  const request = await requestOf(incoming);
  const response = request === undefined ? tooLarge : (preflight(request) ?? (await responder(request).catch(failure)));
  // A stopped mock need not wait for a response that nobody gets.
  if (response.delay) await setTimeout(response.delay, undefined, { ref: false });
  if (response.isLost) outgoing.destroy();
  else write(outgoing, response);
  const [target = ""] = (incoming.url ?? "/").split("?");
  const milliseconds = Math.round(performance.now() - started);
  const outcome = coloured(response.status, terminal) + (response.isLost ? ", response lost" : "");
  const lines = [`${incoming.method} ${target}`, ...response.notes].map(withoutControls);
  log?.([`${lines[0]} ${outcome} ${milliseconds} ms`, ...lines.slice(1)].join("\n  "));
}

/** A control character in a path or in a property's name could forge a line. */
function withoutControls(line: string): string {
  return line.replace(/\p{Cc}/gu, "?");
}

function coloured(status: number, terminal: NodeJS.WritableStream | undefined): string {
  if (terminal === undefined) return String(status);
  const colour = status < 300 ? "green" : status < 500 ? "yellow" : "red";
  return styleText(colour, String(status), { stream: terminal });
}

/** The request, or `undefined` if its body is too long: the rest of it is read and dropped, so that clients listen. */
async function requestOf(incoming: IncomingMessage): Promise<MockRequest | undefined> {
  let [chunks, length] = [[] as Buffer[], 0];
  for await (const chunk of incoming) {
    length += chunk.length;
    chunks = length > maxBodyBytes ? [] : [...chunks, chunk];
  }
  if (length > maxBodyBytes) return undefined;
  const headers = Object.entries(incoming.headers).map(([name, value = ""]) => [name, String(value)]);
  return {
    method: incoming.method ?? "GET",
    target: incoming.url ?? "/",
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
  };
}

const tooLarge = problem(413, `The body has more than ${maxBodyBytes / 1e6} MB, the most that the mock reads.`);

/** The response to the request by which a browser asks whether a page may send another: it may. */
function preflight({ method, headers }: MockRequest): MockResponse | undefined {
  const allowedMethod = headers["access-control-request-method"];
  if (method !== "OPTIONS" || allowedMethod === undefined) return undefined;
  const allowed = new Headers({
    "Access-Control-Allow-Methods": allowedMethod,
    // A wildcard doesn't cover `Authorization`.
    "Access-Control-Allow-Headers": headers["access-control-request-headers"] ?? "*",
  });
  return { status: 204, headers: allowed, body: undefined, notes: [] };
}

/** A failure of the mock itself, or of the description. */
function failure(error: Error): MockResponse {
  return { ...problem(500, "The mock could not respond to this request."), notes: [`The mock: ${error.message}`] };
}

function write(outgoing: ServerResponse, { status, headers, body }: MockResponse): void {
  const isJson = /json/i.test(headers.get("content-type") ?? "");
  outgoing
    .setHeader("Access-Control-Allow-Origin", "*")
    .setHeader("Access-Control-Expose-Headers", "*")
    .setHeaders(headers)
    .writeHead(status);
  outgoing.end(typeof body === "string" && !isJson ? body : JSON.stringify(body));
}
