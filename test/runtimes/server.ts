import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import spec from "../../generated/openapi.json" with { type: "json" };

const session = spec.components.examples.SessionDefaults.value;
const json = JSON.stringify(session);

interface Last {
  body: string;
  authorization: string | null;
  contentType: string | null;
  userAgent: string;
}

function end(
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers).end(body);
}

/** What the server does, by the name of the agent. */
const agents: Record<string, (response: ServerResponse, last: Last, first: boolean) => void> = {
  echo: (response) => end(response, 201, json),
  chunked: (response) => {
    response.writeHead(201).write(json.slice(0, 9));
    response.end(json.slice(9));
  },
  missing: (response) => end(response, 404, '{"detail":"Agent not found"}'),
  accented: (response) => void response.writeHead(404, "Non trouvé").end('{"detail":"Agent not found"}'),
  forbidden: (response) => end(response, 403, "<title>Access denied</title>", { "Content-Type": "text/html" }),
  late: (response) => end(response, 503, "<title>503 Backend fetch failed</title>", { "Retry-After": "0" }),
  "empty-502": (response) => end(response, 502, ""),
  "busy-once": (response, _, first) =>
    first ? end(response, 429, "{}", { "Retry-After": "0" }) : end(response, 201, json),
  reset: (response) => response.socket?.resetAndDestroy(),
  cut: (response) => {
    response.writeHead(201, { "Content-Length": json.length }).write(json.slice(0, 9));
    setTimeout(() => response.destroy(), 20);
  },
  stall: () => undefined,
  "stall-body": (response) => response.writeHead(201).write(json.slice(0, 9)),
  redirect: (response) => end(response, 307, "", { Location: "echo" }),
  page: (response) => end(response, 200, "<h1>Welcome</h1>", { "Content-Type": "text/html" }),
  "latin-1": (response) => end(response, 201, Buffer.from(json.replace("null", '"é"'), "latin1")),
  endless: (response) => {
    const more = () => response.destroyed || response.write("x".repeat(1_000), more);
    more();
  },
  mirror: (response, { body, authorization }) => end(response, 422, JSON.stringify({ detail: [body, authorization] })),
};

/** Starts the server that the suite runs against; `pages` are returned as they are, by path. */
export async function startServer(pages: (path: string) => string | undefined) {
  const last = new Map<string, Last>();
  const seen = new Set<string>();
  const respond = (url: string, { headers }: IncomingMessage, body: string, response: ServerResponse) => {
    const [, run = "", agent] = /^\/(.*?)\/(?:v1\/agents\/(.*)\/sessions|last)$/.exec(url) ?? [];
    const page = pages(url);
    if (page !== undefined) {
      return end(response, 200, page, { "Content-Type": url.endsWith(".html") ? "text/html" : "text/javascript" });
    }
    if (agent === undefined) return end(response, 200, JSON.stringify(last.get(run)));
    const { authorization = null, "content-type": contentType = null, "user-agent": userAgent = "" } = headers;
    const now = { body, authorization, contentType, userAgent };
    if (agent === "echo") last.set(run, now);
    agents[agent]?.(response, now, !seen.has(url));
    seen.add(url);
  };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    respond(request.url ?? "", request, body, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close().closeAllConnections() };
}
