import { inspect } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import {
  DariApiError,
  DariConnectionError,
  DariContractError,
  DariError,
  DariInputError,
  DariTimeoutError,
  isDariError,
} from "../../src/index.ts";
import { clientOf, failureOf, listen, responding } from "./server.ts";

const known = { outcome: "unknown", attempts: 1, status: 200, headers: new Headers(), body: undefined } as const;

async function apiError(status: number, body: unknown, headers: Record<string, string> = {}) {
  const server = await listen(responding(status, JSON.stringify(body), headers));
  return await failureOf(clientOf(server, { maxRetries: 0 }).sessions.create("agt_123"));
}

describe("the message of an API error reads well alone:", () => {
  const request = "POST /v1/agents/agt_123/sessions failed with status";
  test.for([
    [401, "Missing or invalid API key", "401: Missing or invalid API key. Check the API key."],
    [403, "Not yours.", "403: Not yours. Use an API key that may do this."],
    [404, "Agent not found", "404: Agent not found. Check the agent id and baseUrl."],
    [422, { code: 7 }, '422: {"detail":{"code":7}}. Correct the request.'],
    [429, undefined, "429: {}. Wait before you try again."],
    [400, "No", "400: No."],
    [400, "", '400: {"detail":""}.'],
    [
      500,
      "Down",
      "500: Down. The session may have been created: look for it by its metadata before you create it again.",
    ],
    [400, "Not\n  allowed.\n", "400: Not allowed."],
  ] as const)("%i with %j", async ([status, detail, words]) => {
    expect((await apiError(status, { detail })).message).toBe(`${request} ${words}`);
  });

  test("a list of problems in words, and as issues", async () => {
    const detail = [
      { loc: ["body", "internet_access"], msg: "Input should be a valid boolean", type: "bool_type" },
      { loc: ["body", "metadata", "a"], msg: "Input should be a valid string" },
      { message: "And more" },
    ];
    const error = await apiError(422, { detail });
    expect(error.message).toContain(
      "422: internet_access: Input should be a valid boolean; metadata.a: Input should be a valid string; And more.",
    );
    expect(error).toMatchObject({
      detail,
      issues: [
        { field: "internet_access", message: "Input should be a valid boolean" },
        { field: "metadata.a", message: "Input should be a valid string" },
        { field: "", message: "And more" },
      ],
    });
  });

  test("an empty list of problems", async () => {
    const error = await failureOf(
      clientOf(await listen(responding(422, '{"errors":null}'))).sessions.create("agt_123"),
    );
    expect(error).toMatchObject({ name: "DariApiError", issues: [], body: { errors: null } });
  });

  test("a list that names its fields oddly", async () => {
    const detail = [{ loc: ["body", { toString: 1 }, "name"], msg: "Wrong" }];
    expect(await apiError(422, { detail })).toMatchObject({ issues: [{ field: "name", message: "Wrong" }] });
  });

  test.for([[[null, 5]], [[{ loc: "body", msg: 3 }]], [[]]])("a list of something else: %j", async ([detail]) => {
    expect(await apiError(422, { detail })).toMatchObject({
      issues: [],
      message: expect.stringContaining(`422: ${JSON.stringify({ detail })}.`),
    });
  });

  test("a detail without end is cut", async () => {
    expect((await apiError(500, { detail: "x".repeat(100_000) })).message.length).toBeLessThan(800);
  });
});

describe("an error", () => {
  test.for([
    [500, "DariApiError"],
    [200, "DariContractError"],
  ] as const)("with a response of status %i has the request's id and headers", async ([status, name]) => {
    const error = await apiError(status, {}, { "X-Request-Id": "req_7" });
    expect(error).toMatchObject({ name, requestId: "req_7" });
    expect((error["headers"] as Headers).get("x-request-id")).toBe("req_7");
  });

  test("of a custom fetch that throws an error of this package is the client's own, with an unknown outcome", async () => {
    const inner = new DariError("inner", { outcome: "not-created", attempts: 7 });
    const fetch = async () => Promise.reject(inner);
    const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "unknown", attempts: 1 });
  });

  test("after a handmade response whose headers are a plain object has headers", async () => {
    const fetch = async () => ({ ok: false, status: 422, headers: { "X-Request-Id": "req_7" }, text: async () => "" });
    const client = clientOf({ url: "http://localhost" }, { fetch: fetch as never });
    const error = await failureOf(client.sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", status: 422, outcome: "unknown", requestId: "req_7" });
    expect(error["headers"]).toBeInstanceOf(Headers);
  });

  test("shows what a logger needs as JSON, and neither the body nor the header fields", async () => {
    const error = await apiError(422, { detail: "No such model" }, { "X-Request-Id": "req_7" });
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({
      error: {
        name: "DariApiError",
        message: "POST /v1/agents/agt_123/sessions failed with status 422: No such model. Correct the request.",
        outcome: "not-created",
        attempts: 1,
        status: 422,
        requestId: "req_7",
      },
    });
    const input = JSON.stringify(new DariInputError([{ field: "name", message: "must not be empty" }]));
    expect(JSON.parse(input)).toEqual({
      name: "DariInputError",
      message: "name must not be empty.",
      outcome: "not-created",
      attempts: 0,
    });
  });

  test("without a cause has no property for it", async () => {
    expect("cause" in (await apiError(400, {}))).toBe(false);
  });

  test.for([101, 103, 199, 304, 305, 599, 600, 777, 999])("may have the status %i", async (status) => {
    const headers = new Headers({ "Content-Type": "application/json" });
    const response = { status, statusText: "Odd", headers, text: async () => '{"detail":"Odd, too"}' } as Response;
    const { raw, sessions } = clientOf({ url: "http://localhost" }, { fetch: async () => response });
    const error = await failureOf(sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", status, outcome: "unknown", detail: "Odd, too" });
    expect(error.message).toMatch(new RegExp(` failed with status ${status}: Odd, too\\. The session may`));
    const params = { path: { agent_id: "agt_123" } };
    const result = await raw.POST("/v1/agents/{agent_id}/sessions", { params });
    expect(result).toMatchObject({ error: { detail: "Odd, too" }, response: { status, statusText: "Odd", ok: false } });
  });

  test.for([
    ["half a response", { status: 200 }, "fetch did not return a Response"],
    ["a response without a body to read", { status: 200, headers: {} }, "fetch did not return a Response"],
    ["nothing", undefined, "fetch did not return a Response"],
    ["no number as its status", { status: "ok", text: String, headers: {} }, "fetch did not return a Response"],
    ["an error of fetch", Response.error(), "fetch did not return a Response"],
  ] as const)("says that a custom fetch returned %s", async ([, returned, words]) => {
    const fetch = async () => returned as unknown as Response;
    const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "unknown" });
    expect(error.message).toContain(`failed: ${words}.`);
  });

  test.for([[5], [null], [{ "bad name": "x" }]])(
    "says that a handmade response has the headers %j",
    async ([headers]) => {
      for (const status of [200, 404]) {
        const fetch = async () => ({ status, headers, text: async () => "{}" }) as unknown as Response;
        const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
        expect(error).toMatchObject({ name: "DariConnectionError", outcome: "unknown" });
      }
    },
  );

  test("says that a custom fetch returned the same Response to two calls at once", async () => {
    const response = new Response(new ReadableStream());
    const { sessions } = clientOf({ url: "http://localhost" }, { fetch: async () => response, timeout: 200 });
    const [, second] = await Promise.all([1, 2].map(() => failureOf(sessions.create("agt_123"))));
    expect(second?.message).toContain("fetch returned a Response that was already read.");
  });

  test("has the same name of the call, whatever failed", async () => {
    const responses = [() => Response.json({}, { status: 400 }), () => Response.error(), () => Response.json({})];
    const fetch = async () => responses.shift()?.() as Response;
    const { sessions } = clientOf({ url: "http://localhost/prefix" }, { fetch });
    for (const _ of [1, 2, 3]) {
      const { message } = await failureOf(sessions.create("agt_123"));
      expect(message).toMatch(/^POST \/prefix\/v1\/agents\/agt_123\/sessions /);
    }
  });

  test("says that a custom fetch returned the same Response twice", async () => {
    const response = Response.json({ id: "sess_1" });
    const { sessions } = clientOf({ url: "http://localhost" }, { fetch: async () => response });
    await sessions.create("agt_123");
    const error = await failureOf(sessions.create("agt_123"));
    expect(error.message).toContain("fetch returned a Response that was already read.");
  });

  test("says that there is no fetch", async () => {
    vi.stubGlobal("fetch", undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(() => clientOf({ url: "http://localhost" })).toThrow("fetch is missing in this runtime: load a polyfill.");
    expect(() => clientOf({ url: "http://localhost" }, { fetch: async () => Response.json({}) })).not.toThrow();
  });

  test("stays on one line, whatever the failure says", async () => {
    const fetch = async () => Promise.reject(new Error("SSL routines:\n  wrong version number\n"));
    const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
    expect(error.message).toContain("failed: SSL routines: wrong version number.");
  });

  test.for([
    ["the code, if there is no message", Object.assign(new Error(""), { code: "EPIPE" }), "EPIPE"],
    ["the first of several errors", new AggregateError([new Error("refused"), new Error("no route")]), "refused"],
    [
      "the words of TLS, without OpenSSL's internals",
      Object.assign(new Error("80AC:error:0A00010B:SSL routines"), { code: "ERR_SSL_WRONG_VERSION_NUMBER" }),
      "wrong version number",
    ],
  ] as const)("says %s", async ([, failure, words]) => {
    const fetch = async () => Promise.reject(new TypeError("fetch failed", { cause: failure }));
    const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
    expect(error.message).toContain(` failed: ${words}. The session may`);
  });

  test("says what is at the bottom of a failure", async () => {
    const bottom = new Error("Proxy response (407) !== 200 when HTTP Tunneling");
    const cause = new Error("Request was cancelled.", { cause: bottom });
    const fetch = async () => Promise.reject(new TypeError("fetch failed", { cause }));
    const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
    expect(error.message).toContain("failed: Proxy response (407) !== 200 when HTTP Tunneling.");
  });

  test("quotes no endless message of a fetch that fails", async () => {
    const fetch = async () => Promise.reject(new Error("x".repeat(100_000)));
    const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
    expect(error.message).toContain("failed: xxx");
    expect(error.message.length).toBeLessThan(800);
  });

  test("is known by its class and its name, in its stack as well", async () => {
    const error = await apiError(404, { detail: "Agent not found" });
    expect(error).toBeInstanceOf(DariApiError);
    expect(error).toBeInstanceOf(DariError);
    expect(Object.keys(error)).not.toContain("name");
    expect(error.stack).toMatch(/^DariApiError: POST /);
    expect(inspect(error)).toMatch(/^DariApiError: POST /);
    expect(new DariTimeoutError("late", known)).toBeInstanceOf(DariConnectionError);
  });

  test("is recognized across copies of the package", async () => {
    const copy = await import("../../src/client/errors.ts?copy" as string);
    for (const error of [
      new copy.DariInputError([]),
      new copy.DariTimeoutError("late", known),
      new copy.DariContractError("?", known),
      await apiError(404, {}),
    ]) {
      expect(isDariError(error)).toBe(true);
    }
    expect(new copy.DariInputError([])).not.toBeInstanceOf(DariInputError);
    expect([null, 5, new Error("x"), { name: "DariError" }].map(isDariError)).toEqual([false, false, false, false]);
    expect(new DariContractError("?", known).name).toBe("DariContractError");
  });
});

describe("an error of the API", () => {
  const errorOf = async (status: number, body: string) => {
    const fetch = async () => new Response(body, { status });
    return await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
  };

  test.for([
    [422, '{"detail":"Invalid"}', true],
    [422, '{"error":"Invalid"}', false],
    [422, "Invalid", false],
    [418, '{"detail":"Invalid"}', false],
  ] as const)("with status %d and the body %s is documented: %s", async ([status, body, isDocumented]) => {
    expect(((await errorOf(status, body)) as unknown as DariApiError).isDocumented()).toBe(isDocumented);
  });
});
