import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { runContract } from "../../../src/contract/index.ts";
import { junitText } from "../../../src/contract/report/junit.ts";
import { listen, write } from "../../support/servers/handler.ts";
import { apiKey, sessionServer } from "../../support/servers/sessions.ts";
import { createSessionOnly as spec } from "../../support/spec.ts";

/** A correct server, except for what comes after some requests on the same connection: they are refused. */
function poisonedBy(isPoison: (request: IncomingMessage, response: ServerResponse) => boolean): Server {
  const { handler } = sessionServer();
  const poisoned = new WeakSet<object>();
  return createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (poisoned.has(request.socket)) return void response.writeHead(400).end("Bad Request");
    const url = new URL(request.url ?? "", "http://localhost");
    const { method = "", headers } = request;
    const [path = ""] = (request.url ?? "").split("?");
    const bytes = Buffer.concat(chunks);
    write(await handler({ method, path, query: url.searchParams, headers, bytes, text: bytes.toString() }), response);
    if (isPoison(request, response)) poisoned.add(request.socket);
  });
}

test("a request is not to blame for what another one left on its connection", async () => {
  const server = await listen(poisonedBy((_, response) => response.statusCode === 415));
  const report = await runContract({ spec, baseUrl: server.url, apiKey, concurrency: 2 });
  await server.stop();
  expect(report.verdict).toBe("failed");
  expect(report.findings.length).toBeGreaterThan(0);
  for (const { got, alone } of report.findings) {
    expect(alone).toMatch(/^\d{3}$/);
    expect(got).toMatch(/; sent once more, alone, the same request got \d{3}$/);
  }
  expect(report.cases.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  expect(junitText(report)).toMatch(/<testcase classname="run" name="[^"]+"><failure type="DS/);
});

test("a request that the description doesn't have goes on a connection of its own", async () => {
  const server = await listen(poisonedBy(({ method }) => method !== "POST"));
  const report = await runContract({ spec, baseUrl: server.url, apiKey });
  await server.stop();
  expect(report.findings.map(({ title }) => title)).toEqual([]);
  expect(report.verdict).toBe("passed");
});

test("of a server that crashes, the request that it crashed on is shown, and not one that it refused then", async () => {
  const { handler } = sessionServer();
  const server = createServer(async (request, response) => {
    const { url = "", method = "", headers } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    if (/\}\n\{/.test(bytes.toString())) {
      server.close();
      return server.closeAllConnections();
    }
    const [path = "", query] = url.split("?");
    const received = { method, path, query: new URLSearchParams(query), headers, bytes, text: bytes.toString() };
    write(await handler(received), response);
  });
  const running = await listen(server);
  const report = await runContract({ spec, baseUrl: running.url, apiKey, concurrency: 1 });
  await running.stop();
  const crashes = report.findings.filter(({ check }) => check === "no-response");
  expect(crashes.map(({ title }) => title)).toEqual(["two JSON values got no response"]);
  expect(crashes[0]?.cases.length).toBeGreaterThan(1);
});
