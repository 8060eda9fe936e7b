import { describe, expect, onTestFinished, test, vi } from "vitest";
import { operations } from "../../generated/constraints.ts";
import { type CreateSessionParams, createDariClient, type DariClientOptions, DariInputError } from "../../src/index.ts";
import { clientOf, failureOf, listen } from "./server.ts";

const { source: pattern } =
  operations["POST /v1/agents/{agent_id}/sessions"].body.properties.secrets.propertyNames.pattern;

describe("input that violates a constraint of the description is refused, and nothing is sent:", () => {
  test.for([
    [{ name: 7 }, "name must be of type string, not number."],
    [{ name: null }, "name must be of type string, not null."],
    [{ storage_binding_id: {} }, "storage_binding_id must be of type string, not object."],
    [{ internet_access: "yes" }, "internet_access must be of type boolean, not string."],
    [{ llm_api_key: 5 }, "llm_api_key must be of type string, not number."],
    [{ metadata: "kind=x" }, "metadata must be of type object, not string."],
    [{ metadata: ["kind"] }, "metadata must be of type object, not array."],
    [{ metadata: new Map([["kind", "x"]]) }, "metadata must be of type object, not map."],
    [{ metadata: new Date(0) }, "metadata must be of type object, not date."],
    [{ metadata: { task_index: 17 } }, "metadata entry 1 must be of type string, not number."],
    [{ secrets: { TOKEN: undefined } }, "secrets entry 1 must be of type string, not undefined."],
    [{ secrets: { TOKEN: "" } }, "secrets entry 1 must not be empty."],
    [{ secrets: { A: "x", "b-c": "x" } }, `secrets entry 2: its name must match ${pattern}.`],
    [[], "params must be of type object, not array."],
    ["{}", "params must be of type object, not string."],
    [null, "params must be of type object, not null."],
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
    expect(fields).toEqual([
      "agent_id",
      "name",
      "metadata entry 1",
      "metadata entry 3",
      "secrets entry 1",
      "timeout",
      "headers",
    ]);
  });

  test("an agent id that no URL can carry", async () => {
    const error = await failureOf(clientOf(await listen()).sessions.create("agt_\ud800"));
    expect(error.message).toBe("agent_id must be well-formed Unicode.");
  });

  test.for([
    ["null", null],
    ["a string", "agt_123"],
    ["a list", []],
    ["a signal", new AbortController().signal],
  ])("call options that are %s", async ([, options]) => {
    const server = await listen();
    const creating = clientOf(server).sessions.create("agt_123", {}, options as never);
    expect((await failureOf(creating)).message).toBe("options must be an object.");
    expect(server.received).toEqual([]);
  });
});

test("a body that can't be JSON is refused", async () => {
  const server = await listen();
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  for (const value of [1n, cycle]) {
    const error = await failureOf(clientOf(server).sessions.create("agt_123", { other: value } as CreateSessionParams));
    expect(error).toMatchObject({ name: "DariInputError", issues: [{ field: "params" }] });
    expect(error.message).toBe("params must be JSON, without BigInts and cycles.");
  }
  expect(server.received).toEqual([]);
});

test("fields that the description doesn't know are sent as they are", async () => {
  const server = await listen();
  const params = { name: "n", llm_id: "example-model", later: undefined, nested: { a: [1] } };
  await clientOf(server).sessions.create("agt_123", params as CreateSessionParams);
  expect(JSON.parse(server.received[0]?.body ?? "")).toEqual({
    name: "n",
    llm_id: "example-model",
    nested: { a: [1] },
  });
});

test("the largest timeouts and the most retries are allowed", async () => {
  const most = { timeout: 2 ** 31 - 1, attemptTimeout: 2 ** 31 - 1, maxRetries: 10 };
  expect(await clientOf(await listen(), most).sessions.create("agt_123")).toMatchObject({ id: "sess_123" });
});

describe("an invalid option is refused by name:", () => {
  test.for([
    [{ timeout: 0 }, /^timeout must be a number of milliseconds from 1 to 2147483647\.$/],
    [{ timeout: "1000" }, /^timeout must/],
    [{ timeout: Number.POSITIVE_INFINITY }, /^timeout must/],
    [{ attemptTimeout: -1 }, /^attemptTimeout must/],
    [{ maxRetries: -1 }, /^maxRetries must be a whole number from 0 to 10\.$/],
    [{ maxRetries: 1.5 }, /^maxRetries must/],
    [{ maxRetries: 11 }, /^maxRetries must/],
    [{ timeOut: 5 }, /^timeOut is not an option/],
    [{ allowInsecureHttp: "no" }, /^allowInsecureHttp must be true or false/],
    [{ signal: new AbortController().signal }, /^signal is not an option/],
    [{ fetch: "fetch" }, /^fetch must be a function/],
    [{ apiKey: 5 }, /^apiKey must be printable ASCII/],
    [{ baseUrl: 5 }, /^baseUrl must be an http or https URL/],
    [{ parseAs: "text" }, /^parseAs is not an option/],
    [{ timeout: 2 ** 31 }, /^timeout must/],
    [{ maxRetries: "1" }, /^maxRetries must/],
    [{ apiKey: "", baseUrl: "x", timeout: 0 }, /^apiKey is missing: .*; baseUrl must .*; timeout must /],
  ] as [object, RegExp][])("%j", ([options, message]) => {
    expect(() => createDariClient({ apiKey: "k", ...(options as DariClientOptions) })).toThrow(message);
  });
});

test.for([
  ["null", null],
  ["a string", "sk-dari"],
])("client options that are %s are refused", ([, options]) => {
  vi.stubEnv("DARI_API_KEY", "k");
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(() => createDariClient(options as never)).toThrow(/^options must be an object\.$/);
});

describe("plain http", () => {
  test.for([
    "http://localhost:1",
    "http://api.localhost",
    "http://127.0.0.1:4010",
    "http://127.1.2.3",
    "http://127.10.20.30",
    "http://[::1]:1",
  ])("may be used to this machine: %s", (baseUrl) => {
    expect(() => createDariClient({ apiKey: "k", baseUrl })).not.toThrow();
  });

  test.for([
    "http://api.dari.dev",
    "http://127.0.0.1.example.com",
    "http://localhost.example.com",
    "http://example.com/a.localhost/",
    "http://10.0.0.1",
    "http://notlocalhost",
  ])("may not be used to %s, unless an option allows it", (baseUrl) => {
    expect(() => createDariClient({ apiKey: "k", baseUrl })).toThrow("allowInsecureHttp");
    expect(() => createDariClient({ apiKey: "k", baseUrl, allowInsecureHttp: true })).not.toThrow();
  });
});

describe("the headers of a call", () => {
  test("are added, and null removes one that the client would send", async () => {
    const server = await listen();
    const headers = { Traceparent: "00-1", Accept: null, "X-Unset": undefined, Host: undefined };
    await clientOf(server).sessions.create("agt_123", undefined, { headers });
    expect(server.received[0]?.headers).toMatchObject({ traceparent: "00-1", accept: "*/*" });
    expect(server.received[0]?.headers).not.toHaveProperty("x-unset");
  });

  test.for([
    ["Headers", new Headers([["X-Trace", "1"]])],
    [
      "a list, whose repeated fields are joined",
      [
        ["X-Trace", "1"],
        ["x-trace", "2"],
      ] as [string, string][],
    ],
  ] as const)("may be %s", async ([, headers]) => {
    const server = await listen();
    await clientOf(server).sessions.create("agt_123", {}, { headers });
    expect(server.received[0]?.headers["x-trace"]).toBe(new Headers(headers as HeadersInit).get("x-trace"));
  });

  test("may not have a value that can't be sent", async () => {
    const server = await listen();
    const error = await failureOf(clientOf(server).sessions.create("agt_123", {}, { headers: { "X-Trace": "a\nb" } }));
    expect(error).toMatchObject({ name: "DariInputError", issues: [{ field: "headers" }] });
    expect(server.received).toEqual([]);
  });

  test("may not be a string", async () => {
    const sending = clientOf(await listen()).sessions.create("agt_123", {}, { headers: "X-Trace: 1" } as never);
    expect((await failureOf(sending)).message).toMatch(/^headers must be valid header fields, without Authorization, /);
  });

  test.for([
    "Authorization",
    "Connection",
    "Content-Length",
    "Expect",
    "Host",
    "Keep-Alive",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "upgrade",
  ])("may not be %s, which the client or the runtime sets", async (name) => {
    const server = await listen();
    const error = await failureOf(clientOf(server).sessions.create("agt_123", {}, { headers: { [name]: "1" } }));
    expect(error).toMatchObject({ name: "DariInputError", issues: [{ field: "headers" }] });
    expect(server.received).toEqual([]);
  });
});

test("a signal may be null, but nothing else", async () => {
  const server = await listen();
  await clientOf(server).sessions.create("agt_123", {}, { signal: null });
  const error = await failureOf(clientOf(server).sessions.create("agt_123", {}, { signal: {} as AbortSignal }));
  expect(error.message).toBe("signal must be an AbortSignal.");
  expect(server.received).toHaveLength(1);
});
