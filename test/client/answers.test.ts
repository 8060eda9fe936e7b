import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { answer, clientOf, created, failureOf, type Handler, listen, listenTcp, session } from "./server.ts";

const json = JSON.stringify(session);
const latin1 = Buffer.from(JSON.stringify({ ...session, name: "Prüfung" }), "latin1");
const body = (bytes: Buffer | string, headers: Record<string, string> = {}): Handler => {
  return (response) => void response.writeHead(201, headers).end(bytes);
};
const chunked = (...chunks: (Buffer | string)[]): Handler => {
  return (response) => {
    response.writeHead(201);
    for (const chunk of chunks) response.write(chunk);
    response.end();
  };
};

describe("a success", () => {
  test.for([
    ["with a length", body(json)],
    ["in chunks that cut a letter in two", chunked(json.slice(0, 5), json.slice(5, 6), json.slice(6))],
    ["compressed", body(gzipSync(json), { "Content-Encoding": "gzip" })],
    ["with a byte order mark", body(`\uFEFF${json}`)],
    ["with status 200", (response) => void response.writeHead(200).end(json)],
    ["of the wrong content type", body(json, { "Content-Type": "text/html; charset=iso-8859-1" })],
  ] as [string, Handler][])("%s is a session", async ([, handler]) => {
    expect(await clientOf(await listen(handler)).sessions.create("agt_123")).toEqual(session);
  });

  test("keeps fields that nobody documented, and letters outside ASCII", async () => {
    const more = { ...session, name: "Prüfung 試験", llm_id: "x" };
    const bytes = Buffer.from(JSON.stringify(more));
    const at = bytes.indexOf("ü") + 1;
    const server = await listen(chunked(bytes.subarray(0, at), bytes.subarray(at)));
    expect(await clientOf(server).sessions.create("agt_123")).toEqual(more);
  });

  test("comes with its response and attempts for whoever asks", async () => {
    const server = await listen(body(json, { "X-Request-Id": "req_1" }));
    const { response, ...rest } = await clientOf(server).sessions.createWithResponse("agt_123");
    expect(rest).toEqual({ session, attempts: 1 });
    expect([response.status, response.headers.get("x-request-id"), response.bodyUsed]).toEqual([201, "req_1", true]);
  });

  test.for([
    ["nothing", body("")],
    ["null", body("null")],
    ["a list", body(`[${json}]`)],
    ["a text", body('"sess_123"')],
    ["an object without id", body("{}")],
    ["an empty id", body('{"id":""}')],
    ["an id that is no string", body('{"id":7}')],
    ["half of it", body(json.slice(0, 40))],
    ["a page", body("<h1>Welcome</h1>", { "Content-Type": "text/html" })],
    ["no content", answer(204)],
    ["another charset", body(latin1, { "Content-Type": "application/json; charset=iso-8859-1" })],
    ["another charset in chunks", chunked(latin1)],
  ] as [string, Handler][])("with %s breaks the contract", async ([, handler]) => {
    const server = await listen(handler);
    const error = await failureOf(clientOf(server).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariContractError", outcome: "unknown", attempts: 1 });
    expect(error.message).toMatch(
      /^POST \/v1\/agents\/agt_123\/sessions was answered with 20[14], but the body is not /,
    );
    expect(error["headers"]).toBeInstanceOf(Headers);
  });

  test.for([
    ["by its length", body("x".repeat(2_000))],
    ["in chunks", chunked("x".repeat(600), "x".repeat(600))],
    ["once unfolded", body(gzipSync("x".repeat(100_000)), { "Content-Encoding": "gzip" })],
  ] as [string, Handler][])("that is too long %s is not read to its end", async ([, handler]) => {
    const client = clientOf(await listen(handler), { maxResponseBytes: 1_000 });
    const error = await failureOf(client.sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariContractError", outcome: "unknown" });
    expect(error.message).toContain("the body is longer than 1000 bytes");
  });

  test("of the wrong length is a broken connection", async () => {
    const server = await listenTcp((socket) =>
      socket.end(`HTTP/1.1 201 Created\r\nContent-Length: 9999\r\n\r\n${json}`),
    );
    const error = await failureOf(clientOf(server).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "unknown" });
    expect(error.message).toContain("failed: its answer broke off (other side closed).");
  });
});

describe("a redirect", () => {
  test.for([
    [301, "unknown"],
    [302, "unknown"],
    [303, "unknown"],
    [307, "not-created"],
    [308, "not-created"],
  ] as const)("%i is an error, and nothing is sent on", async ([status, outcome]) => {
    const elsewhere = await listen(created);
    const server = await listen(answer(status, "", { Location: `${elsewhere.url}/v1/agents/agt_123/sessions` }));
    const creating = clientOf(server).sessions.create("agt_123", { secrets: { TOKEN: "s3cret" } });
    const error = await failureOf(creating);
    expect(error).toMatchObject({ name: "DariApiError", status, outcome, attempts: 1 });
    expect(error.message).toContain("Check baseUrl: redirects are not followed.");
    expect([server.received.length, elsewhere.received.length]).toEqual([1, 0]);
  });

  test("is not followed by the raw client either, nor where its address is hidden", async () => {
    const elsewhere = await listen(created);
    const server = await listen(answer(307, "", { Location: elsewhere.url }));
    const params = { path: { agent_id: "agt_123" } };
    const { response } = await clientOf(server).raw.POST("/v1/agents/{agent_id}/sessions", { params });
    expect([response.status, elsewhere.received.length]).toEqual([307, 0]);
    const opaque = { type: "opaqueredirect", status: 0, ok: false, headers: new Headers(), body: null };
    const told: string[] = [];
    const client = clientOf(server, { fetch: async () => opaque as Response, onEvent: ({ type }) => told.push(type) });
    expect(await failureOf(client.sessions.create("agt_123"))).toMatchObject({
      name: "DariConnectionError",
      outcome: "unknown",
      message: expect.stringContaining("failed: no answer arrived (redirects are not followed)."),
    });
    expect(told).toEqual(["attempt", "failure"]);
  });
});

describe("an error", () => {
  test.for([
    ["", undefined, undefined],
    ["<h1>Bad gateway</h1>", "<h1>Bad gateway</h1>", undefined],
    ["null", null, undefined],
    ['{"detail":', '{"detail":', undefined],
    ['{"detail":null}', { detail: null }, null],
    ['{"detail":{"code":7}}', { detail: { code: 7 } }, { code: 7 }],
    ['{"error":"x"}', { error: "x" }, undefined],
  ] as const)("with the body %j is an API error", async ([text, parsed, detail]) => {
    const error = await failureOf(clientOf(await listen(answer(502, text))).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", status: 502, outcome: "unknown", attempts: 1 });
    expect([error["body"], error["detail"]]).toEqual([parsed, detail]);
  });

  test("says what the server said even if the rest of it never comes", async () => {
    const server = await listenTcp((socket) => socket.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 99\r\n\r\n{"));
    const error = await failureOf(clientOf(server, { attemptTimeout: 50 }).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", status: 403, outcome: "not-created", body: undefined });
  });

  test("that is too long keeps its status", async () => {
    const server = await listen(answer(500, "x".repeat(2_000)));
    const error = await failureOf(clientOf(server, { maxResponseBytes: 1_000 }).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", status: 500, body: undefined });
    expect(String(error.cause)).toContain("longer than 1000 bytes");
  });
});

test("the raw client sends nothing to another base URL than the client's", async () => {
  const elsewhere = await listen();
  const init = { params: { path: { agent_id: "agt_123" } }, baseUrl: elsewhere.url };
  const sending = clientOf(await listen()).raw.POST("/v1/agents/{agent_id}/sessions", init);
  expect((await failureOf(sending)).message).toBe("baseUrl is not known.");
  expect(elsewhere.received).toEqual([]);
});
