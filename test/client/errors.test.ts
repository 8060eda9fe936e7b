import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  DariApiError,
  DariConnectionError,
  DariContractError,
  DariError,
  DariInputError,
  DariTimeoutError,
  isDariError,
} from "../../src/index.ts";
import { answer, clientOf, failureOf, listen } from "./server.ts";

async function apiError(status: number, body: unknown, headers: Record<string, string> = {}) {
  const server = await listen(answer(status, JSON.stringify(body), headers));
  return await failureOf(clientOf(server, { maxRetries: 0 }).sessions.create("agt_123"));
}

describe("the message of an API error reads well alone:", () => {
  const request = "POST /v1/agents/agt_123/sessions was answered with";
  test.for([
    [401, "Missing or invalid API key", "401: Missing or invalid API key. Check the API key."],
    [403, "Not yours.", "403: Not yours. The API key may not do this."],
    [404, "Agent not found", "404: Agent not found. Check the agent id and baseUrl."],
    [422, { code: 7 }, '422: {"code":7}. Correct the request.'],
    [429, undefined, "429. Wait before you try again."],
    [400, "No", "400: No."],
    [400, "", "400."],
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

  test("a list that names its fields oddly", async () => {
    const detail = [{ loc: ["body", { toString: 1 }, "name"], msg: "Wrong" }];
    expect(await apiError(422, { detail })).toMatchObject({ issues: [{ field: "name", message: "Wrong" }] });
  });

  test.for([[[null, 5, "x"]], [[{ loc: "body", msg: 3 }]], [[]]])("a list of something else: %j", async ([detail]) => {
    expect(await apiError(422, { detail })).toMatchObject({
      issues: [],
      message: expect.stringContaining(`422: ${JSON.stringify(detail)}.`),
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
  ] as const)("after an answer with %i has the request's id and headers", async ([status, name]) => {
    const error = await apiError(status, {}, { "X-Request-Id": "req_7" });
    expect(error).toMatchObject({ name, requestId: "req_7" });
    expect((error["headers"] as Headers).get("x-request-id")).toBe("req_7");
  });

  test("of a fetch that throws one of this package is the client's own, and claims nothing", async () => {
    const inner = new DariError("inner");
    const fetch = async () => Promise.reject(inner);
    const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "unknown", attempts: 1 });
  });

  test("after a hand-made answer whose headers are none has some", async () => {
    const fetch = async () => ({ ok: false, status: 422, headers: { "X-Request-Id": "req_7" }, text: async () => "" });
    const client = clientOf({ url: "http://localhost" }, { fetch: fetch as never, onEvent: () => undefined });
    const error = await failureOf(client.sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", status: 422, outcome: "not-created", requestId: "req_7" });
    expect(error["headers"]).toBeInstanceOf(Headers);
  });

  test("stays on one line, whatever the failure says", async () => {
    const fetch = async () => Promise.reject(new Error("SSL routines:\n  wrong version number\n"));
    const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
    expect(error.message).toContain("failed: no answer arrived (SSL routines: wrong version number).");
  });

  test("says what is at the bottom of a failure", async () => {
    const bottom = new Error("Proxy response (407) !== 200 when HTTP Tunneling");
    const cause = new Error("Request was cancelled.", { cause: bottom });
    const fetch = async () => Promise.reject(new TypeError("fetch failed", { cause }));
    const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
    expect(error.message).toContain("no answer arrived (Proxy response (407) !== 200 when HTTP Tunneling).");
  });

  test("quotes no endless message of a fetch that fails", async () => {
    const fetch = async () => Promise.reject(new Error("x".repeat(100_000)));
    const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
    expect(error.message).toContain("failed: no answer arrived (xxx");
    expect(error.message.length).toBeLessThan(800);
  });

  test("is known by its class and its name, in its stack as well", async () => {
    const error = await apiError(404, { detail: "Agent not found" });
    expect(error).toBeInstanceOf(DariApiError);
    expect(error).toBeInstanceOf(DariError);
    expect(Object.keys(error)).not.toContain("name");
    expect(error.stack).toMatch(/^DariApiError: POST /);
    expect(inspect(error)).toMatch(/^DariApiError: POST /);
    expect(new DariTimeoutError("late")).toBeInstanceOf(DariConnectionError);
  });

  test("is recognized across copies of the package", async () => {
    const copy = await import("../../src/errors.ts?copy" as string);
    const known = { status: 200, headers: new Headers() };
    for (const error of [
      new copy.DariInputError("x"),
      new copy.DariTimeoutError("late"),
      new copy.DariContractError("?", known),
      await apiError(404, {}),
    ]) {
      expect(isDariError(error)).toBe(true);
    }
    expect(new copy.DariInputError("x")).not.toBeInstanceOf(DariInputError);
    expect([null, 5, new Error("x"), { name: "DariError" }].map(isDariError)).toEqual([false, false, false, false]);
    expect(new DariContractError("?", known).name).toBe("DariContractError");
  });
});
