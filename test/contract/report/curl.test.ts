import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import spec from "../../../generated/openapi.json" with { type: "json" };
import { listCases } from "../../../src/contract/cases.ts";
import { Keys } from "../../../src/contract/generate/request/credential.ts";
import { curlOf } from "../../../src/contract/report/curl.ts";
import { Canaries } from "../../../src/contract/transport/canaries.ts";
import { HttpTransport } from "../../../src/contract/transport/http.ts";
import { buildRequest } from "../../../src/contract/transport/request.ts";
import { listen, type Running } from "../../support/servers/handler.ts";
import { orders } from "../../support/servers/orders.ts";

/** What a client may choose without changing the request. */
const chosenByClients = ["host", "connection", "user-agent", "content-length"];

const received: string[] = [];
let folder = "";
let server: Running;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "dari-curl-"));
  server = await listen(
    createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const headers = Object.entries(request.headers).filter(([name]) => !chosenByClients.includes(name));
      const lines = headers.map(([name, value]) => `${name}: ${value}`).sort();
      const body = Buffer.concat(chunks).toString("latin1");
      received.push([`${request.method} ${request.url}`, ...lines, "", body].join("\n"));
      response.end();
    }),
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.stop();
});

/** Runs command lines in a shell, in which one process of curl sends the requests of all of them. */
function runAll(lines: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const script = path.join(folder, "all.sh");
  // A body that is piped is sent alone, after those before it.
  const functions = `shopt -s lastpipe
all=()
flush() { ((\${#all[@]} == 0)) || command curl "\${all[@]:0:\${#all[@]}-1}"; all=(); }
curl() {
  case " $* " in
    *" @- "*) flush; command curl "$@" -s -o /dev/null ;;
    *) all+=("$@" -s -o /dev/null --next) ;;
  esac
}`;
  writeFileSync(script, [functions, ...lines, "flush"].join("\n"));
  return new Promise((resolve, reject) => {
    execFile("bash", [script], { env: { ...process.env, ...env } }, (error) => (error ? reject(error) : resolve()));
  });
}

describe("each command line sends the same bytes as the gate", () => {
  test.for<[string, unknown, string, string]>([
    ["for creating a session", spec, "sk_Live-0123456789xyZ", ""],
    ["with wrong keys made of a key of x", spec, "xxxxxxxxxxxx", "/unauthorized/"],
    ["for another API", orders, "key_of_Orders.42", ""],
  ])("%s", async ([, document, key, only]) => {
    const canaries = new Canaries([]);
    const keys = new Keys({ value: key, variable: "THE_KEY" }, {});
    const target = { baseUrl: server.url, keys, headers: {}, canaries };
    const transport = new HttpTransport(5000);
    const exchanges = listCases({ spec: document, runs: 5, only }).cases.map((testCase, index) => {
      const { request } = buildRequest(testCase, index, target);
      return { testCase, request };
    });
    received.length = 0;
    for (const { request } of exchanges) await transport.send(request);
    transport.close();
    const sent = received.splice(0).map((text) => canaries.redact(text));
    await runAll(
      exchanges.map((exchange) => canaries.redact(curlOf(exchange, keys))),
      { THE_KEY: key },
    );
    for (const [index, { testCase }] of exchanges.entries()) expect(received[index], testCase.id).toBe(sent[index]);
    expect(received.length).toBe(exchanges.length);
  });
});
