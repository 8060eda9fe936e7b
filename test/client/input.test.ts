import { describe, expect, test, vi } from "vitest";
import { operations } from "../../generated/rules.ts";
import { type CreateSessionParams, createDariClient, type DariClientOptions, DariInputError } from "../../src/index.ts";
import { clientOf, failureOf, listen } from "./server.ts";

const { source: pattern } =
  operations["POST /v1/agents/{agent_id}/sessions"].body.properties.secrets.propertyNames.pattern;

describe("input that breaks a rule of the description is refused, and nothing is sent:", () => {
  test.for([
    [{ name: 7 }, "name must be of type string."],
    [{ name: null }, "name must be of type string."],
    [{ storage_binding_id: {} }, "storage_binding_id must be of type string."],
    [{ internet_access: "yes" }, "internet_access must be of type boolean."],
    [{ llm_api_key: 5 }, "llm_api_key must be of type string."],
    [{ metadata: "kind=x" }, "metadata must be of type object."],
    [{ metadata: ["kind"] }, "metadata must be of type object."],
    [{ metadata: new Map([["kind", "x"]]) }, "metadata must be of type object."],
    [{ metadata: Object.create({ toJSON: () => "x" }) }, "metadata must be of type object."],
    [{ metadata: { task_index: 17 } }, "metadata.task_index must be of type string."],
    [{ secrets: { TOKEN: undefined } }, "secrets.TOKEN must be of type string."],
    [{ secrets: { TOKEN: "" } }, "secrets.TOKEN must not be empty."],
    [{ secrets: { A: "x", "b-c": "x" } }, `secrets entry 2: the name must match ${pattern}.`],
    [{ metdata: {} }, "metdata is not known."],
    [[], "body must be of type object."],
    ["{}", "body must be of type object."],
    [null, "body must be of type object."],
  ] as const)("%j", async ([params, message]) => {
    const server = await listen();
    const error = await failureOf(
      clientOf(server).sessions.create("agt_123", params as unknown as CreateSessionParams),
    );
    expect(error).toBeInstanceOf(DariInputError);
    expect(error).toMatchObject({ message, outcome: "not-created", attempts: 0 });
    expect(server.received).toEqual([]);
  });

  test("all problems at once, each with its field", async () => {
    const params = { name: 1, metadata: { a: 1, b: "ok", c: false }, secrets: { OK: "" } } as unknown;
    const options = { timeout: 0, headers: { "bad header": "x" } };
    const error = await failureOf(
      clientOf(await listen()).sessions.create("..", params as CreateSessionParams, options),
    );
    const fields = (error["issues"] as { field: string }[]).map(({ field }) => field);
    expect(fields).toEqual(["agent_id", "name", "metadata.a", "metadata.c", "secrets.OK", "timeout", "headers"]);
  });

  test("an agent id that no URL can carry", async () => {
    const error = await failureOf(clientOf(await listen()).sessions.create("agt_\ud800"));
    expect(error.message).toBe('agent_id must be well-formed, not "." or "..".');
  });

  test.for([
    ["null", null],
    ["a string", "agt_123"],
    ["a list", []],
    ["a signal", new AbortController().signal],
  ])("call options that are %s", async ([, options]) => {
    const server = await listen();
    const creating = clientOf(server).sessions.create("agt_123", {}, options as never);
    expect((await failureOf(creating)).message).toBe("options must be of type object.");
    const { raw } = clientOf(server);
    expect((await failureOf(raw.POST("/v1/agents/{agent_id}/sessions", options as never))).message).toBe(
      "agent_id must be of type string; options must be of type object.",
    );
    expect(server.received).toEqual([]);
  });

  test("by the raw client, too", async () => {
    const params = { path: { agent_id: "agt_123" } };
    const body = { secrets: { lower: "x" } };
    const creating = clientOf(await listen()).raw.POST("/v1/agents/{agent_id}/sessions", { params, body });
    expect((await failureOf(creating)).message).toBe(`secrets entry 1: the name must match ${pattern}.`);
  });

  test("by the raw client: an operation that the API hasn't, and options that would go around the client", async () => {
    const server = await listen();
    const { request } = clientOf(server).raw as unknown as { request: (...given: unknown[]) => Promise<unknown> };
    expect((await failureOf(request("get", "/v1/agents"))).message).toMatch(/^GET \/v1\/agents is not known/);
    const init = { fetch: globalThis.fetch, middleware: [], pathSerializer: () => "@elsewhere.example" };
    const error = await failureOf(request("post", "/v1/agents/{agent_id}/sessions", init));
    const fields = (error["issues"] as { field: string }[]).map(({ field }) => field);
    expect(fields).toEqual(["agent_id", "fetch", "middleware", "pathSerializer"]);
    expect(server.received).toEqual([]);
  });
});

describe("an option that breaks a rule is refused by name:", () => {
  test.for([
    [{ timeout: 0 }, /^timeout must be from 1 to 2147483647/],
    [{ timeout: "1000" }, /^timeout must/],
    [{ timeout: Number.POSITIVE_INFINITY }, /^timeout must/],
    [{ attemptTimeout: -1 }, /^attemptTimeout must/],
    [{ maxRetries: -1 }, /^maxRetries must be from 0 to Infinity/],
    [{ timeOut: 5 }, /^timeOut is not known/],
    [{ allowInsecureHttp: "no" }, /^allowInsecureHttp must be of type boolean/],
    [{ maxResponseBytes: 0 }, /^maxResponseBytes must/],
    [{ signal: {} }, /^signal must be of type AbortSignal/],
    [{ fetch: "fetch" }, /^fetch must be of type function/],
    [{ onEvent: {} }, /^onEvent must be of type function/],
    [{ apiKey: 5 }, /^apiKey must be set/],
    [{ baseUrl: 5 }, /^baseUrl must be an http or https URL/],
    [{ parseAs: "text" }, /^parseAs is not known/],
    [{ apiKey: "", baseUrl: "x", timeout: 0 }, /^timeout must .*; baseUrl must .*; apiKey must /],
  ] as [object, RegExp][])("%j", ([options, message]) => {
    expect(() => createDariClient({ apiKey: "k", ...(options as DariClientOptions) })).toThrow(message);
  });
});

test.for([
  ["null", null],
  ["a string", "sk-dari"],
])("client options that are %s are refused", ([, options]) => {
  vi.stubEnv("DARI_API_KEY", "k");
  expect(() => createDariClient(options as never)).toThrow(/^options must be of type object\.$/);
  vi.unstubAllEnvs();
});

describe("plain http", () => {
  test.for([
    "http://localhost:1",
    "http://api.localhost",
    "http://127.0.0.1:4010",
    "http://127.1.2.3",
    "http://[::1]:1",
  ])("may be spoken to this machine: %s", (baseUrl) => {
    expect(() => createDariClient({ apiKey: "k", baseUrl })).not.toThrow();
  });

  test.for([
    "http://api.dari.dev",
    "http://127.0.0.1.example.com",
    "http://localhost.example.com",
    "http://example.com/a.localhost/",
    "http://10.0.0.1",
  ])("may not be spoken to %s, unless an option allows it", (baseUrl) => {
    expect(() => createDariClient({ apiKey: "k", baseUrl })).toThrow("allowInsecureHttp");
    expect(() => createDariClient({ apiKey: "k", baseUrl, allowInsecureHttp: true })).not.toThrow();
  });
});

describe("the headers of a call", () => {
  test("are added, and null removes one that the client would send", async () => {
    const server = await listen();
    const headers = { Traceparent: "00-1", Accept: null, "X-Unset": undefined };
    await clientOf(server).sessions.create("agt_123", undefined, { headers });
    expect(server.received[0]?.headers).toMatchObject({ traceparent: "00-1", accept: "*/*" });
    expect(server.received[0]?.headers).not.toHaveProperty("x-unset");
  });

  test.for([
    ["a Map", new Map([["X-Trace", "1"]])],
    ["pairs", [["X-Trace", "1"]]],
    ["what can be read once only", () => new Headers([["X-Trace", "1"]]).entries()],
  ] as const)("may be %s", async ([, given]) => {
    const server = await listen();
    const { sessions, raw } = clientOf(server);
    const headers = () => (typeof given === "function" ? given() : given);
    const params = { path: { agent_id: "agt_123" } };
    await sessions.create("agt_123", {}, { headers: headers() });
    await raw.POST("/v1/agents/{agent_id}/sessions", { params, headers: headers() });
    expect(server.received.map((request) => request.headers["x-trace"])).toEqual(["1", "1"]);
  });

  test("may not be a string", async () => {
    const sending = clientOf(await listen()).sessions.create("agt_123", {}, { headers: "X-Trace: 1" } as never);
    expect((await failureOf(sending)).message).toBe("headers must be valid names and values.");
  });

  test("never take the place of the key", async () => {
    const server = await listen();
    await clientOf(server).sessions.create("agt_123", {}, { headers: { authorization: "Bearer other" } });
    expect(server.received[0]?.headers.authorization).toBe("Bearer test-key");
  });
});
