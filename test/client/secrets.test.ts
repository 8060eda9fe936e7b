import { execFile } from "node:child_process";
import { Console } from "node:console";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Writable } from "node:stream";
import { inspect, promisify } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { root, toolEnv } from "../../scripts/lib/run.ts";
import { type CreateSessionParams, type DariClientOptions, DariError } from "../../src/index.ts";
import { clientOf, closedPort, failureOf, type Handler, listen, listenTcp, responding } from "./server.ts";

const apiKey = "sk-dari-KEY-SENTINEL-1";
const token = 'gh-"TOKEN"-\n-SENTINEL-2';
const llmKey = "sk-llm-SENTINEL-3";
const params: CreateSessionParams = { name: "n", secrets: { TOKEN: token }, llm_api_key: llmKey };
const sentinels = /SENTINEL-[123]/;

/** All the ways in which an object ends up in a log. */
function shown(value: unknown): string {
  let logged = "";
  const stream = new Writable({
    write(chunk, _, done) {
      logged += chunk;
      done();
    },
  });
  new Console(stream, stream).dir(value, { showHidden: true, depth: null });
  const causes: unknown[] = [];
  for (let each = value; each instanceof Error; each = each.cause) causes.push(each.stack, each.message, String(each));
  const copied = value instanceof Error ? inspect(structuredClone(value), { showHidden: true, depth: null }) : "";
  const inspected = inspect(value, { showHidden: true, depth: Number.POSITIVE_INFINITY, getters: true });
  const properties = Object.getOwnPropertyDescriptors(value);
  return [logged, copied, inspected, JSON.stringify(value), String(value), ...causes, inspect(properties)].join("\n");
}

const echo = [apiKey, token, llmKey, JSON.stringify(token), `Bearer ${apiKey}`];
const echoed = JSON.stringify({ detail: { input: echo, [apiKey]: { secrets: { TOKEN: token } } } });
const failing: Record<string, () => Promise<{ url: string; received?: unknown } & DariClientOptions>> = {
  "an error that echoes": () => listen(responding(422, echoed, { "X-Echo": apiKey })),
  "an error that echoes in plain text": () => listen(responding(500, echo.join(" "), { "X-Request-Id": llmKey })),
  "a list of problems that echoes": () =>
    listen(responding(422, JSON.stringify({ detail: echo.map((msg) => ({ loc: [apiKey, llmKey], msg })) }))),
  "a success that echoes": () => listen(responding(200, `${echoed} and more`, { "X-Echo": apiKey })),
  "a success without id": () => listen(responding(200, echoed)),
  "a retry": () => listen(responding(429, echoed, { "Retry-After": "0", "X-Echo": apiKey })),
  "a redirect": () => listen(responding(307, "", { Location: `https://example.com/?key=${apiKey}` })),
  "a reset": () => listen((response) => void response.destroy()),
  "a broken body": () =>
    listenTcp((socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n${apiKey.slice(0, 3)}`)),
  "no HTTP at all": () => listenTcp((socket) => socket.end(`${apiKey} ${llmKey}\r\n\r\n`)),
  "nobody there": async () => ({ url: await closedPort(), maxRetries: 0 }),
  "a stall": async () => ({ ...(await listenTcp(() => undefined)), timeout: 30 }),
  "a fetch that quotes all it was given": async () => ({
    ...(await listen()),
    fetch: async (url, init) => {
      const { headers } = init;
      const cause = Object.assign(new AggregateError([new Error(String(init.body))], inspect(headers)), { init });
      throw Object.assign(new Error(`${url} ${inspect(headers)} ${init.body}`, { cause }), { config: init, headers });
    },
  }),
  "a fetch that throws what it was given": async () => ({
    ...(await listen()),
    fetch: async (_, init) => Promise.reject(`${init.body} ${inspect(init.headers)}`),
  }),
  "a fetch that throws an error of this package": async () => ({
    ...(await listen()),
    fetch: async (_, init) =>
      Promise.reject(new DariError(`${init.body} ${inspect(init.headers)}`, { outcome: "unknown", attempts: 1 })),
  }),
  "a fetch that throws what fails to be read": async () => ({
    ...(await listen()),
    fetch: async (_, init) => {
      const get = () => {
        throw new Error(`${init.body} ${inspect(init.headers)}`);
      };
      throw Object.defineProperties(new Error(), { message: { get }, cause: { get } });
    },
  }),
};

describe("no secret is shown", () => {
  test.for(Object.entries(failing))("after %s", async ([, start]) => {
    const { url, received: _, ...options } = await start();
    for (const key of [apiKey, async () => apiKey]) {
      const client = clientOf({ url }, { apiKey: key, ...options });
      const error = await failureOf(client.sessions.create("agt_123", params));
      expect(error.name).toMatch(/^Dari/);
      for (const value of [error, client]) expect(shown(value)).not.toMatch(sentinels);
      if (error["headers"] instanceof Headers) expect([...error["headers"]].join()).not.toMatch(sentinels);
    }
  });

  test("when the arguments are in the wrong places", async () => {
    const client = clientOf(await listen(responding(404, "{}")), { apiKey });
    const misplaced = await failureOf(client.sessions.create(apiKey));
    expect(misplaced.message).toBe("apiKey must not be a part of the path.");
    expect(shown(misplaced)).not.toMatch(sentinels);
    const swapped = { secrets: { [llmKey]: "TOKEN" }, metadata: { a: [token] }, llm_api_key: [llmKey] } as unknown;
    expect(shown(await failureOf(client.sessions.create("a", swapped as CreateSessionParams)))).not.toMatch(sentinels);
    const headers = { "X-Key": `${llmKey}\n` };
    expect(shown(await failureOf(client.sessions.create("a", {}, { headers })))).not.toMatch(sentinels);
  });

  test("when an option is wrong", async () => {
    for (const options of [{ apiKey: `${apiKey} ${apiKey}` }, { baseUrl: `https://${apiKey}@example.com` }]) {
      const error = await failureOf((async () => clientOf({ url: "http://localhost" }, options))());
      expect(shown(error)).not.toMatch(sentinels);
    }
    const apiKeyOf = () => Promise.reject(new Error("The vault is closed."));
    const error = await failureOf(clientOf(await listen(), { apiKey: apiKeyOf }).sessions.create("a", params));
    expect(String(error.cause)).toBe("Error: The vault is closed.");
  });

  test("by the client, which keeps the key where nothing reads it", async () => {
    const client = clientOf(await listen(), { apiKey });
    await client.sessions.create("agt_123", params);
    expect(shown(client)).not.toMatch(sentinels);
    expect(shown(client.sessions)).not.toMatch(sentinels);
    expect(shown(client.raw)).not.toMatch(sentinels);
  });

  test("on the console or a diagnostics channel of its own", async () => {
    const spies = (["log", "warn", "error", "debug", "info"] as const).map((name) => vi.spyOn(console, name));
    onTestFinished(() => void vi.restoreAllMocks());
    const published: unknown[] = [];
    const listener = (message: unknown) => published.push(message);
    // Node's own channel for failed requests: what it says beside the request itself, which is the wire's.
    subscribe("undici:request:error", listener);
    onTestFinished(() => void unsubscribe("undici:request:error", listener));
    const server = await listen((response) => void response.destroy());
    await failureOf(clientOf(server, { apiKey }).sessions.create("agt_123", params));
    expect(published.map((message) => inspect((message as { error: unknown }).error)).join()).not.toMatch(sentinels);
    expect(spies.flatMap((spy) => spy.mock.calls)).toEqual([]);
  });

  test("with every debug switch on", async () => {
    const server = await listen(responding(422, echoed));
    const script = `
      import { createDariClient } from "./src/index.ts";
      const client = createDariClient({ baseUrl: process.env.URL, maxRetries: 0 });
      await client.sessions.create("agt_123", JSON.parse(process.env.PARAMS)).catch((error) => console.log(error));`;
    const env = { ...toolEnv, DEBUG: "*", NODE_DEBUG: "fetch,undici,http,https,net,tls,stream,timer", URL: server.url };
    const { stdout, stderr } = await promisify(execFile)("node", ["--input-type=module", "--eval", script], {
      cwd: root,
      env: { ...env, DARI_API_KEY: apiKey, PARAMS: JSON.stringify(params) },
      timeout: 10_000,
    });
    expect(stdout).toContain("DariApiError: POST /v1/agents/agt_123/sessions failed with status 422");
    expect(stderr).toContain("sending request to POST");
    expect(stdout + stderr).not.toMatch(sentinels);
  });
});

test("an error keeps everything that isn't secret", async () => {
  const detail = { input: "[redacted]", code: 7, ok: true, none: null, list: ["a", 1], nul: "a\u0000b" };
  const handler: Handler = responding(400, JSON.stringify({ detail: { ...detail, input: apiKey } }));
  const error = await failureOf(clientOf(await listen(handler), { apiKey }).sessions.create("agt_123"));
  expect(error["detail"]).toEqual(detail);
});

test("short secrets leave the request, numbers, booleans, keys and longer words alone", async () => {
  const detail = { DEBUG: "1", count: 1, on: true, words: "true in 1 case", true: "true" };
  const server = await listen(responding(422, JSON.stringify({ detail }), { "X-Request-Id": "req_1", "X-Count": "1" }));
  const secrets = { DEBUG: "1", FLAG: "true", KEY: "req_1" };
  const error = await failureOf(clientOf(server).sessions.create("agt_1true0", { secrets }));
  expect(error).toMatchObject({
    requestId: "req_1",
    detail: { DEBUG: "[redacted]", count: 1, on: true, words: "true in 1 case", true: "[redacted]" },
  });
  expect(error.message).toContain("POST /v1/agents/agt_1true0/sessions failed with status 422: ");
  expect((error["headers"] as Headers).get("x-count")).toBe("1");
});

/** What validators of other stacks print for a bad value. */
const long = `sk-${"abcdefghijklmnopqrstuvwxyz0123456789".repeat(3)}`;
test.for([
  ["whole", long],
  ["cut in its middle, as pydantic does it", `input_value='${long.slice(0, 24)}...${long.slice(-23)}', input_type=str`],
  ["cut at its end", `Invalid input: expected string, received "${long.slice(0, 40)}…"`],
  ["without its first characters", long.slice(5)],
  ["percent-encoded", encodeURIComponent(`https://${long}/`)],
  ["in other words", `data/llm_api_key must match pattern: ${long.slice(10, 22)}`],
])("a long secret that comes back %s is removed", async ([, quoted]) => {
  for (const text of [JSON.stringify({ detail: [{ loc: ["body"], msg: quoted }] }), quoted]) {
    const client = clientOf(await listen(responding(422, text)));
    const error = shown(await failureOf(client.sessions.create("a", { llm_api_key: long })));
    for (let start = 0; start + 12 <= long.length; start++) expect(error).not.toContain(long.slice(start, start + 12));
  }
});

test.for([
  ["as encodeURIComponent writes it", "p%40ssw%2Fword!x"],
  ["in lower case", "p%40ssw%2fword!x"],
  ["with more characters encoded", "p%40ssw%2Fword%21x"],
  ["with more characters encoded, in lower case", "p%40ssw%2fword%21x"],
])("a secret that comes back percent-encoded %s is removed", async ([, quoted]) => {
  const client = clientOf(await listen(responding(422, JSON.stringify({ detail: `bad ${quoted}` }))));
  const error = await failureOf(client.sessions.create("a", { secrets: { KEY: "p@ssw/word!x" } }));
  expect(error["detail"]).toBe("bad [redacted]");
});

test("a secret in the media type doesn't reach the message", async () => {
  const client = clientOf(await listen(responding(200, "hello", { "Content-Type": `x/${long}` })));
  expect((await failureOf(client.sessions.create("a", { llm_api_key: long }))).message).not.toContain(
    long.slice(0, 12),
  );
});

test("a body that is nested without end doesn't break the error", async () => {
  const text = `{"detail":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
  const error = await failureOf(clientOf(await listen(responding(422, text))).sessions.create("agt_123"));
  expect(error).toMatchObject({ name: "DariApiError", status: 422 });
  expect(error.message.length).toBeLessThan(800);
});

test("an error that holds itself many times is copied in no time", async () => {
  const error = new AggregateError([]);
  error.errors.push(...Array(50).fill(error));
  error.cause = error;
  const client = clientOf({ url: "http://localhost" }, { fetch: async () => Promise.reject(error) });
  expect(await failureOf(client.sessions.create("agt_123"))).toMatchObject({ name: "DariConnectionError" });
});

test("the cause of a connection error keeps its words and codes", async () => {
  const error = await failureOf(clientOf({ url: await closedPort() }, { maxRetries: 0 }).sessions.create("agt_123"));
  expect(error.cause).toMatchObject({ name: "TypeError", message: "fetch failed" });
  expect((error.cause as Error).cause).toMatchObject({ code: "ECONNREFUSED", syscall: "connect" });
});

test("a secret that is a part of another leaves nothing of it", async () => {
  const nested = { secrets: { A: "abcdef", B: "abcdefghi" } };
  const server = await listen(responding(400, JSON.stringify({ detail: "abcdefghi" })));
  expect(await failureOf(clientOf(server).sessions.create("a", nested))).toMatchObject({ detail: "[redacted]" });
});

const key = "-----BEGIN KEY-----\r\nMIIEvQIBADANBgkq/hkiG9w0BAQEF+AASCBKcw\r\n-----END KEY-----\r\n";
test.for([
  ["trimmed", key.trim()],
  ["with other line ends", key.replaceAll("\r", "")],
  ["percent-encoded", encodeURIComponent(key)],
  ["as JSON in JSON", JSON.stringify(JSON.stringify(key))],
  ["inspected", inspect({ key })],
])("a secret of several lines that comes back %s is removed", async ([, quoted]) => {
  for (const text of [JSON.stringify({ detail: quoted }), quoted]) {
    const client = clientOf(await listen(responding(422, text)));
    expect(shown(await failureOf(client.sessions.create("a", { secrets: { KEY: key } })))).not.toMatch(
      /MIIEvQIBADAN|hkiG9w0BAQEF|AASCBKcw/,
    );
  }
});
