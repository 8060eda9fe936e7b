/** A server as a function, which is called over HTTP or in this process. */
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpRequest, HttpResult } from "../../../src/contract/transport/exchange.ts";
import { textOf } from "../../../src/contract/transport/http.ts";
import type { Clock, Transport } from "../../../src/contract/transport/transport.ts";

/** A request, read to its end. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: Buffer;
}

/** What the server responds. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** JSON, or text and bytes as they are; `undefined` for no body. */
  body: unknown;
}

/** Responds to a request. It throws `NoReply` to let the request wait for ever. */
export type Handler = (request: Received) => Promise<Reply>;

/** Thrown by a server that never responds. */
export class NoReply extends Error {}

/** A running server. */
export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

function receivedFrom(method: string, url: URL, headers: IncomingHttpHeaders, bytes: Buffer): Received {
  return { method, path: url.pathname, query: url.searchParams, headers, bytes, text: bytes.toString("utf8") };
}

const contentOf = ({ body }: Reply) =>
  typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);

/** The media type, unless the reply names another. */
const contentType = ({ body }: Reply) => (body === undefined ? {} : { "Content-Type": "application/json" });

/** Puts a reply on the wire. */
export function write(reply: Reply, response: ServerResponse): void {
  response.writeHead(reply.status, { ...contentType(reply), ...reply.headers }).end(contentOf(reply));
}

/** Serves on a free port of the loopback address. */
export function overHttp(
  handler: Handler,
  put: (reply: Reply, response: ServerResponse, request: Received) => void = write,
): Promise<Running> {
  return listen(
    createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of request) chunks.push(chunk as Buffer);
      } catch {
        // The caller is gone: nobody waits for a response.
        return;
      }
      const [path = "", query = ""] = (request.url ?? "").split("?");
      const bytes = Buffer.concat(chunks);
      const { method = "", headers } = request;
      const received = { method, path, query: new URLSearchParams(query), headers, bytes, text: bytes.toString() };
      try {
        put(await handler(received), response, received);
      } catch (error) {
        if (!(error instanceof NoReply)) throw error;
      }
    }),
  );
}

/** Makes a server listen. */
export async function listen(server: Server): Promise<Running> {
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      // It may have ended before.
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

/** A transport that calls a handler: what HTTP does to a request and its response is done here. */
export function inProcess(handler: Handler, clock: Clock): Transport {
  return {
    close: () => {},
    send: async (request) => {
      const sentAt = clock.now();
      try {
        return resultOf(request, await handler(receivedBy(request)), sentAt, clock);
      } catch (error) {
        if (!(error instanceof NoReply)) throw error;
        const failure = { reason: "timeout", code: "TIMEOUT", message: "no complete response" } as const;
        return { kind: "no-response", ...failure, sentAt, doneAt: clock.now() };
      }
    },
  };
}

function receivedBy({ method, url, headers, body = Buffer.alloc(0) }: HttpRequest): Received {
  const names = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value.trim()]);
  return receivedFrom(method, url, { host: url.host, ...Object.fromEntries(names) }, body);
}

function resultOf({ method }: HttpRequest, reply: Reply, sentAt: number, clock: Clock): HttpResult {
  const { status } = reply;
  const hasBody = method !== "HEAD" && status !== 204 && status !== 304;
  const rows = Object.entries({
    ...contentType(reply),
    Date: new Date(clock.now()).toUTCString(),
    ...reply.headers,
  });
  const headers: IncomingHttpHeaders = Object.fromEntries(rows.map(([name, value]) => [name.toLowerCase(), value]));
  return {
    kind: "response",
    status,
    headers,
    head: `${STATUS_CODES[status]}\n${rows.map(([name, value]) => `${name}: ${value}\n`).join("")}`,
    text: textOf(Buffer.from(hasBody ? (contentOf(reply) ?? "") : ""), headers["content-encoding"]),
    sentAt,
    doneAt: clock.now(),
  };
}

/** A clock that need not be waited for: sleeping turns it forward. */
export function fastClock(): Clock {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  return {
    now,
    sleep: async (milliseconds) => {
      const end = now() + milliseconds;
      await new Promise((resolve) => setImmediate(resolve));
      ahead = Math.max(ahead, end - Date.now());
    },
  };
}
