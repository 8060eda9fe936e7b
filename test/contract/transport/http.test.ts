import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import spec from "../../../generated/openapi.json" with { type: "json" };
import { runContract } from "../../../src/contract/index.ts";
import { HttpTransport, textOf } from "../../../src/contract/transport/http.ts";
import { certificate, privateKey } from "../../support/self-signed.ts";
import { listen } from "../../support/servers/handler.ts";

const request = (url: string) => ({ method: "GET", url: new URL(url), headers: {}, body: undefined });

test("a certificate that is not trusted is named, and what to do about it", async () => {
  const server = await listen(createTlsServer({ cert: certificate, key: privateKey }));
  const report = await runContract({ spec, baseUrl: server.url.replace("http:", "https:"), apiKey: "any-key" });
  await server.stop();
  expect(report.verdict).toBe("untested");
  expect(report.reason).toMatch(/certificate .* is not trusted .*NODE_EXTRA_CA_CERTS/);
});

test("a server that does not speak TLS is named", async () => {
  const server = await listen(createServer());
  const report = await runContract({ spec, baseUrl: server.url.replace("http:", "https:"), apiKey: "any-key" });
  await server.stop();
  expect(report.reason).toMatch(/does not speak TLS/);
});

test("early hints and trailers are part of a response", async () => {
  const server = await listen(
    createServer((_, response) => {
      response.writeEarlyHints({ link: "</early>; rel=preload" });
      response.writeHead(200, { Trailer: "X-Late" });
      response.write("body");
      response.addTrailers({ "X-Late": "late" });
      response.end();
    }),
  );
  const transport = new HttpTransport(5000);
  const result = await transport.send(request(server.url));
  transport.close();
  await server.stop();
  expect(result).toMatchObject({ kind: "response", status: 200, text: "body" });
  expect(result.kind === "response" && result.head).toMatch(/<\/early>[\s\S]*X-Late: late/);
});

test("a request is sent again when a connection that was kept open is closed, and from then on no more", async () => {
  let requests = 0;
  const server = await listen(
    createServer((received, response) => {
      requests += 1;
      if (requests === 1) response.end("first");
      else if (requests === 3) response.end("third");
      else received.socket.destroy();
    }),
  );
  const transport = new HttpTransport(5000);
  const results = [];
  for (let count = 0; count < 3; count++) results.push(await transport.send(request(server.url)));
  transport.close();
  await server.stop();
  expect(results).toMatchObject([
    { kind: "response", text: "first" },
    { kind: "response", text: "third" },
    { kind: "no-response", reason: "connection" },
  ]);
  expect(requests).toBe(4);
});

test("a response that does not end is broken off at its largest size", async () => {
  const server = await listen(
    createServer((_, response) => {
      const write = () => {
        while (response.write(Buffer.alloc(1024 * 1024)));
      };
      response.on("drain", write);
      write();
    }),
  );
  const transport = new HttpTransport(60_000);
  const result = await transport.send(request(server.url));
  transport.close();
  await server.stop();
  expect(result).toMatchObject({ reason: "incomplete", message: "a response is larger than the 4 MiB that are read" });
});

test("a response that is too large when it is decompressed is broken off, too", async () => {
  const large = gzipSync(Buffer.alloc(5 * 1024 * 1024));
  const server = await listen(createServer((_, response) => response.setHeader("Content-Encoding", "gzip").end(large)));
  const transport = new HttpTransport(60_000);
  const result = await transport.send(request(server.url));
  transport.close();
  await server.stop();
  expect(result).toMatchObject({ reason: "incomplete", message: "a response is larger than the 4 MiB that are read" });
});

test("a body keeps its byte order mark, and one that is not what its headers say can't be read", () => {
  expect(textOf(Buffer.from("\ufeff{}"), undefined)).toBe("\ufeff{}");
  expect(textOf(gzipSync("{}"), "gzip")).toBe("{}");
  expect(textOf(Buffer.from("{}"), "gzip")).toBeUndefined();
  expect(textOf(Buffer.from("ü", "latin1"), undefined)).toBeUndefined();
});
