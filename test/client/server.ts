import { createServer as createHttpServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import spec from "../../generated/openapi.json" with { type: "json" };
import { createDariClient, type DariClientOptions } from "../../src/index.ts";

/** A request as the server got it. */
export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a server does with its `number`th request, from 0. */
export type Handler = (response: ServerResponse, number: number, request: Received) => void;

export const session = spec.components.examples.SessionDefaults.value;

/** Responds with a session. */
export const created: Handler = (response) => {
  response.writeHead(201, { "Content-Type": "application/json" }).end(JSON.stringify(session));
};

/** Responds with a status, a body and headers, whatever the request. */
export function responding(status: number, body = "", headers: Record<string, string> = {}): Handler {
  return (response) => {
    response.writeHead(status, headers).end(body);
  };
}

/** Responds to one request after the other; the last handler responds to all that follow. */
export function inTurn(...handlers: Handler[]): Handler {
  return (response, number, request) => handlers[Math.min(number, handlers.length - 1)]?.(response, number, request);
}

/** A real HTTP server that keeps what it received. */
export async function listen(handler: Handler = created) {
  const received: Received[] = [];
  const server = createHttpServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method, url, headers } = request;
    received.push({ method, url, headers, body });
    handler(response, received.length - 1, { method, url, headers, body });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

/** A real TCP server that writes whatever it likes once a request has arrived. */
export async function listenTcp(write: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).once("data", () => write(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** A port where nobody listens. */
export async function closedPort(): Promise<string> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A client of a server, which doesn't wait long. */
export function clientOf({ url }: { url: string }, options: DariClientOptions = {}) {
  return createDariClient({ apiKey: "test-key", baseUrl: url, timeout: 5_000, ...options });
}

/** What a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Record<string, unknown> & Error> {
  return await promise.then(
    () => Promise.reject(new Error("It was expected to fail.")),
    (error) => error,
  );
}
