import { getEventListeners } from "node:events";
import { gzipSync } from "node:zlib";
import type { Middleware } from "openapi-fetch";
import { describe, expect, test } from "vitest";
import { clientOf, created, failureOf, inTurn, listen, responding, session } from "./server.ts";

const path = "/v1/agents/{agent_id}/sessions";
const params = { path: { agent_id: "agt_123" } };

describe("the raw client", () => {
  test("sends the body and the headers as they were when the call was made", async () => {
    const server = await listen();
    const { raw } = clientOf(server);
    const body = { name: "first" };
    const headers = new Headers({ "X-Name": "first" });
    const first = raw.POST(path, { params, body, headers });
    body.name = "second";
    headers.set("X-Name", "second");
    await Promise.all([first, raw.POST(path, { params, body, headers })]);
    const names = server.received.map((request) => [JSON.parse(request.body).name, request.headers["x-name"]]);
    expect(names.sort()).toEqual([
      ["first", "first"],
      ["second", "second"],
    ]);
  });

  test("rejects with a contract error, which quotes no secret, when a success is not JSON", async () => {
    const server = await listen(responding(200, "oops test-key", { "Content-Type": "test-key" }));
    for (const parseAs of ["json", "text"] as const) {
      const error = await failureOf(clientOf(server).raw.POST(path, { params, parseAs }));
      expect(error).toMatchObject({ name: "DariContractError", outcome: "unknown", body: "oops [redacted]" });
      expect(error.message).toContain("the body is not JSON ([redacted]): oops [redacted].");
    }
  });

  test("gives a response that can be read in every way, and more than once", async () => {
    const server = await listen(responding(404, '{"detail":"Prüfung"}', { "Content-Type": "application/json" }));
    const { response } = await clientOf(server).raw.POST(path, { params });
    expect(response).toBeInstanceOf(Response);
    const body = { detail: "Prüfung" };
    const copy = response.clone();
    expect([copy.status, copy.statusText, await copy.json()]).toEqual([404, "Not Found", body]);
    expect([await response.text(), await response.json()]).toEqual([JSON.stringify(body), body]);
    expect(await new Response(response.body).json()).toEqual(body);
    for (const bytes of [await response.arrayBuffer(), await response.bytes()]) {
      expect(new TextDecoder().decode(bytes)).toBe(JSON.stringify(body));
    }
    expect(await (await response.blob()).text()).toBe(JSON.stringify(body));
    await expect(response.formData()).rejects.toThrow(TypeError);
  });

  test("has no secret in the body of an error", async () => {
    const server = await listen(responding(422, JSON.stringify({ detail: "sk-SENTINEL-1 is wrong" })));
    const { error } = await clientOf(server).raw.POST(path, { params, body: { llm_api_key: "sk-SENTINEL-1" } });
    expect(error).toEqual({ detail: "[redacted] is wrong" });
  });

  test("takes middleware, which sees a call with all its attempts as one", async () => {
    const server = await listen(inTurn(responding(429, "{}", { "Retry-After": "0" }), created));
    const { raw, sessions } = clientOf(server);
    const seen: unknown[] = [];
    const middleware: Middleware = {
      onRequest({ request }) {
        request.headers.set("X-Trace", "trace-1");
        return request;
      },
      onResponse: ({ request, response }) => void seen.push(request.method, request.url, response.status),
    };
    raw.use(middleware);
    expect(await sessions.create("agt_123")).toEqual(session);
    expect(server.received.map(({ headers }) => headers["x-trace"])).toEqual(["trace-1", "trace-1"]);
    expect(seen).toEqual(["POST", `${server.url}/v1/agents/agt_123/sessions`, 201]);
    raw.eject(middleware);
    await sessions.create("agt_123");
    expect(server.received.at(-1)?.headers["x-trace"]).toBeUndefined();
    expect(seen).toHaveLength(3);
  });

  test("lets middleware respond itself, and then says that nothing was sent", async () => {
    const { raw, sessions } = clientOf(await listen());
    raw.use({ onRequest: () => Response.json({ detail: "Agent not found" }, { status: 404 }) });
    const error = await failureOf(sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", status: 404, detail: "Agent not found", attempts: 0 });
  });

  test("names the request when what middleware responds is no session", async () => {
    const { raw, sessions } = clientOf(await listen());
    raw.use({ onRequest: () => Response.json({ state: "ok" }, { status: 200 }) });
    const error = await failureOf(sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariContractError", outcome: "unknown" });
    expect(error.message).toContain("POST /v1/agents/agt_123/sessions");
  });

  test("does not know what became of a request that middleware responded to", async () => {
    const { raw, sessions } = clientOf(await listen());
    raw.use({ onRequest: () => Response.json({ detail: "Failed" }, { status: 500 }) });
    const error = await failureOf(sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", outcome: "unknown", attempts: 0 });
  });

  test("takes timeout and maxRetries for a call", async () => {
    const stalled = clientOf(await listen(() => undefined));
    const error = await failureOf(stalled.raw.POST(path, { params, timeout: 40 }));
    expect(error.message).toContain("within 40 ms (timeout)");
    const throttling = await listen(responding(429, "{}", { "Retry-After": "0" }));
    await clientOf(throttling).raw.POST(path, { params, maxRetries: 1 });
    expect(throttling.received).toHaveLength(2);
    const refused = await failureOf(clientOf(throttling).raw.POST(path, { params, timeout: "1 s", maxRetries: -1 }));
    expect(refused.message).toMatch(/^timeout must be a number of .*; maxRetries must be a whole number/);
    expect(throttling.received).toHaveLength(2);
  });

  test.for([
    ["url", "must begin with the baseUrl of the client", { baseUrl: "https://elsewhere.example" }],
    ["headers", "must be valid header fields, without", { headers: { "Content-Length": "1" } }],
    ["headers", "must be valid header fields, without", { headers: { Authorization: "Bearer other" } }],
  ] as const)("refuses another %s than the client's", async ([field, message, init]) => {
    const server = await listen();
    const error = await failureOf(clientOf(server).raw.POST(path, { params, ...init }));
    expect(error).toMatchObject({ name: "DariInputError", issues: [{ field }] });
    expect(error.message).toContain(`${field} ${message}`);
    expect(server.received).toEqual([]);
  });

  test("redacts an error body as JSON, and takes a body whose secrets are null", async () => {
    const echo = clientOf(await listen(responding(422, '{"detail":"1","count":1}')));
    const secrets = await echo.raw.POST(path, { params, body: { secrets: { DEBUG: "1" } } });
    expect(secrets.error).toEqual({ detail: "[redacted]", count: 1 });
    const none = await echo.raw.POST(path, { params, body: { secrets: null } as never });
    expect(none.error).toEqual({ detail: "1", count: 1 });
  });

  test("sends nothing without path parameters", async () => {
    const server = await listen();
    const error = await failureOf(clientOf(server).raw.POST(path, {} as never));
    expect(error).toMatchObject({ name: "DariInputError", message: "params.path is missing." });
    expect(server.received).toEqual([]);
  });

  test("keeps secrets out of errors when middleware copies the response", async () => {
    const echo = { "X-Echo": "sk-SENTINEL-1" };
    const { raw, sessions } = clientOf(await listen(responding(500, '{"detail":"sk-SENTINEL-1"}', echo)));
    raw.use({
      onResponse: ({ response: { body, ...rest } }) => new Response(body, { ...rest, status: 500, headers: echo }),
    });
    const error = await failureOf(sessions.create("agt_123", { llm_api_key: "sk-SENTINEL-1" }));
    expect(error).toMatchObject({ name: "DariApiError", detail: "[redacted]" });
    expect((error["headers"] as Headers).get("x-echo")).toBe("[redacted]");
  });

  test.for(["", ".", "..", "agt_\ud800"])("sends nothing to the agent %j", async (agentId) => {
    const server = await listen();
    const error = await failureOf(clientOf(server).raw.POST(path, { params: { path: { agent_id: agentId } } }));
    expect(error).toMatchObject({ name: "DariInputError", issues: [{ field: "agent_id" }] });
    expect(server.received).toEqual([]);
  });

  test.for([0, "", null, false])("rejects with an AbortError when the reason of the signal is %j", async (reason) => {
    const server = await listen(() => undefined);
    const controller = new AbortController();
    const sending = clientOf(server).raw.POST(path, { params, signal: controller.signal });
    controller.abort(reason);
    const error = await failureOf(sending);
    expect(error).toMatchObject({ name: "AbortError", message: `The call was aborted with the reason ${reason}.` });
  });

  test("leaves no listener on the signal of a call", async () => {
    const { signal } = new AbortController();
    await clientOf(await listen()).raw.POST(path, { params, signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("takes an empty success for one without data, whatever its length on the wire", async () => {
    const packed = gzipSync("");
    const server = await listen((response) => {
      response.writeHead(201, { "Content-Encoding": "gzip", "Content-Length": packed.length }).end(packed);
    });
    expect((await clientOf(server).raw.POST(path, { params })).data).toBeUndefined();
  });

  test("gives the response with its status text", async () => {
    const server = await listen((response) => void response.writeHead(404, "No such agent").end('{"detail":"odd"}'));
    const { error, response } = await clientOf(server).raw.POST(path, { params });
    expect(error).toEqual({ detail: "odd" });
    expect(response).toMatchObject({ status: 404, statusText: "No such agent", ok: false });
  });
});
