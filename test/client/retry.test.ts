import type { Socket } from "node:net";
import { describe, expect, test, vi } from "vitest";
import { asksToRetry, backoff, outcomeOf, retryAfter, wasNeverSent } from "../../src/retry.ts";
import { answer, clientOf, closedPort, created, failureOf, inTurn, listen, listenTcp, session } from "./server.ts";

describe("the wait before another attempt", () => {
  test.for([
    [1, 0, 500],
    [1, 1, 250],
    [2, 0, 1_000],
    [3, 0.5, 1_500],
    [5, 0, 8_000],
    [50, 0, 8_000],
    [50, 1, 4_000],
  ] as const)("after attempt %i, with the random number %d, is %i ms", ([attempt, random, delay]) => {
    expect(backoff(attempt, random)).toBe(delay);
  });

  const now = Date.parse("2026-03-31T18:40:00Z");
  test.for([
    ["0", 0],
    ["30", 30_000],
    ["Tue, 31 Mar 2026 18:40:10 GMT", 10_000],
    ["Tuesday, 31-Mar-26 18:40:10 GMT", 10_000],
    ["Tue, 31 Mar 2026 18:39:00 GMT", 0],
    [null, undefined],
    ["", undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["soon", undefined],
    ["30 seconds", undefined],
    ["2026-03-31T18:40:10Z", undefined],
  ] as const)("that Retry-After: %s asks for is %s ms", ([value, delay]) => {
    expect(retryAfter(value, now)).toBe(delay);
  });
});

describe("an answer that isn't a success", () => {
  test.for([
    [400, "not-created"],
    [401, "not-created"],
    [409, "not-created"],
    [422, "not-created"],
    [429, "not-created"],
    [307, "not-created"],
    [308, "not-created"],
    [408, "unknown"],
    [499, "unknown"],
    [301, "unknown"],
    [302, "unknown"],
    [303, "unknown"],
    [500, "unknown"],
    [502, "unknown"],
    [503, "unknown"],
    [504, "unknown"],
  ] as const)("%i leaves the session %s", ([status, outcome]) => {
    expect(outcomeOf(status, new Headers())).toBe(outcome);
  });

  test("503 is a refusal, to be repeated, only with Retry-After", () => {
    const busy = new Headers({ "Retry-After": "1" });
    expect(outcomeOf(503, busy)).toBe("not-created");
    expect([asksToRetry(503, busy), asksToRetry(503, new Headers()), asksToRetry(500, busy)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("a failure to send", () => {
  const failed = (cause: unknown) => new TypeError("fetch failed", { cause });
  const coded = (code: string, syscall?: string) => Object.assign(new Error(code), { code, syscall });

  test.for([
    ["no such name", failed(coded("ENOTFOUND", "getaddrinfo"))],
    ["no name server", failed(coded("EAI_AGAIN", "getaddrinfo"))],
    ["nobody listens", failed(coded("ECONNREFUSED", "connect"))],
    ["no way there", failed(coded("ENETUNREACH", "connect"))],
    ["no answer to the first packet", failed(coded("ETIMEDOUT", "connect"))],
    ["undici gave up connecting", failed(coded("UND_ERR_CONNECT_TIMEOUT"))],
    [
      "all addresses refused",
      failed(new AggregateError([coded("ECONNREFUSED", "connect"), coded("ETIMEDOUT", "connect")])),
    ],
    ["the server's certificate is its own", failed(coded("DEPTH_ZERO_SELF_SIGNED_CERT"))],
    ["the server's certificate has expired", failed(coded("CERT_HAS_EXPIRED"))],
    ["the server's certificate is another name's", failed(coded("ERR_TLS_CERT_ALTNAME_INVALID"))],
    ["the server's certificate has no known issuer", failed(coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE"))],
    ["Bun: nobody listens", coded("ConnectionRefused")],
    ["Deno: no connection", new TypeError("error sending request for url (http://x/): client error (Connect): tcp")],
  ] as const)("is certain when %s", ([, error]) => {
    expect(wasNeverSent(error)).toBe(true);
  });

  test.for([
    ["the connection was reset", failed(coded("ECONNRESET", "read"))],
    ["the way was lost later", failed(coded("EHOSTUNREACH", "read"))],
    ["the other side closed", failed(coded("UND_ERR_SOCKET"))],
    ["the server refuses our certificate", failed(coded("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"))],
    ["one of several is unclear", failed(new AggregateError([coded("ECONNREFUSED", "connect"), coded("ECONNRESET")]))],
    ["there is a list of errors that is none", Object.assign(new Error("invalid"), { errors: "name" })],
    ["nothing is said", new TypeError("Failed to fetch")],
    ["it is no error at all", "refused"],
  ] as const)("is not when %s", ([, error]) => {
    expect(wasNeverSent(error)).toBe(false);
  });

  test("is not when causes go in a circle", () => {
    const error = new Error("round");
    error.cause = error;
    expect(wasNeverSent(error)).toBe(false);
  });
});

describe("a create is sent again", () => {
  test.for([
    [429, {}],
    [429, { "Retry-After": "0" }],
    [429, { "Retry-After": "soon" }],
    [503, { "Retry-After": "0" }],
  ] as const)("after %i with %j, and then succeeds", async ([status, headers]) => {
    const server = await listen(inTurn(answer(status, "{}", headers), created));
    expect(await clientOf(server).sessions.createWithResponse("agt_123")).toMatchObject({ session, attempts: 2 });
    expect(server.received).toHaveLength(2);
    expect(server.received[1]).toEqual(server.received[0]);
  });

  test("with the same body and a fresh connection attempt, when nobody listened", async () => {
    const url = await closedPort();
    const told: string[] = [];
    const client = clientOf({ url }, { onEvent: ({ type }) => told.push(type), maxRetries: 1 });
    const error = await failureOf(client.sessions.create("agt_123"));
    expect(told).toEqual(["attempt", "failure", "retry", "attempt", "failure"]);
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "not-created", attempts: 2 });
    const reason = `the server could not be reached (connect ECONNREFUSED ${new URL(url).host})`;
    expect(error.message).toBe(`POST /v1/agents/agt_123/sessions failed: ${reason}.`);
  });

  test("when fetch refuses the port", async () => {
    const sending = clientOf({ url: "http://127.0.0.1:1" }, { maxRetries: 0 }).sessions.create("agt_123");
    const error = await failureOf(sending);
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "not-created", attempts: 1 });
    expect(error.message).toBe("POST /v1/agents/agt_123/sessions failed: the server could not be reached (bad port).");
  });

  test("when the name is not resolved", async () => {
    const error = await failureOf(
      clientOf({ url: "https://nowhere.invalid" }, { maxRetries: 0 }).sessions.create("agt_123"),
    );
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "not-created", attempts: 1 });
  });

  test("twice by default, as often as the client says, or as the call says", async () => {
    const server = await listen(answer(429, "{}", { "Retry-After": "0" }));
    expect(await failureOf(clientOf(server).sessions.create("a"))).toMatchObject({ status: 429, attempts: 3 });
    const once = clientOf(server, { maxRetries: 1 });
    expect(await failureOf(once.sessions.create("a"))).toMatchObject({ attempts: 2 });
    expect(await failureOf(once.sessions.create("a", {}, { maxRetries: 0 }))).toMatchObject({ attempts: 1 });
    expect(server.received).toHaveLength(6);
  });

  test("through the raw client, too", async () => {
    const server = await listen(inTurn(answer(429, "{}", { "Retry-After": "0" }), created));
    const { raw } = clientOf(server);
    const path = { agent_id: "agt_123" };
    const { data } = await raw.POST("/v1/agents/{agent_id}/sessions", { params: { path }, body: { name: "n" } });
    expect(data).toEqual(session);
    expect(server.received.map(({ body }) => body)).toEqual(['{"name":"n"}', '{"name":"n"}']);
  });
});

describe("a create is not sent again", () => {
  test.for([400, 401, 403, 404, 408, 409, 422, 500, 502, 503, 504])("after %i", async (status) => {
    const server = await listen(answer(status, "{}"));
    expect(await failureOf(clientOf(server).sessions.create("agt_123"))).toMatchObject({ status, attempts: 1 });
    expect(server.received).toHaveLength(1);
  });

  test("when a fetch of the caller's fails to connect: it may have been to something else, or after an answer", async () => {
    const server = await listen();
    const elsewhere = await closedPort();
    const logging = async (url: string, init: RequestInit) => {
      const response = await fetch(url, init);
      await fetch(elsewhere);
      return response;
    };
    const error = await failureOf(clientOf(server, { fetch: logging }).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "unknown", attempts: 1 });
    expect(server.received).toHaveLength(1);
  });

  test("when the connection breaks before, or in, the answer", async () => {
    const reset = vi.fn((socket: Socket) => void socket.resetAndDestroy());
    const breakOff = vi.fn((socket: Socket) => void socket.end("HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{"));
    const beforeIt = await listenTcp(reset);
    const error = await failureOf(clientOf(beforeIt).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "unknown", attempts: 1 });
    expect(error.message).toContain("The session may exist: look for it by its metadata.");
    const inIt = await listenTcp(breakOff);
    expect(await failureOf(clientOf(inIt).sessions.create("agt_123"))).toMatchObject({
      name: "DariConnectionError",
      outcome: "unknown",
    });
    expect([reset.mock.calls.length, breakOff.mock.calls.length]).toEqual([1, 1]);
  });

  test("when the wait that the server asks for would outlast the deadline", async () => {
    const server = await listen(answer(429, "{}", { "Retry-After": "60" }));
    const started = performance.now();
    expect(await failureOf(clientOf(server).sessions.create("agt_123"))).toMatchObject({ status: 429, attempts: 1 });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test("when it could hardly end before the deadline, so that what is certain stays certain", async () => {
    const server = await listen((response) => {
      setTimeout(() => response.writeHead(429, { "Retry-After": "0" }).end("{}"), 400);
    });
    const error = await failureOf(clientOf(server, { timeout: 700 }).sessions.create("agt_123"));
    expect(error).toMatchObject({ status: 429, outcome: "not-created", attempts: 1 });
  });
});

describe("an option of a dangerous name", () => {
  test("repeats a create even if it may have been acted upon, and never claims that it wasn't", async () => {
    const options = { dangerouslyRetryUnknownOutcomes: true };
    const failing = await listen(inTurn(answer(500, "{}", { "Retry-After": "0" }), created));
    expect(await clientOf(failing, options).sessions.createWithResponse("agt_123")).toMatchObject({ attempts: 2 });
    const refusing = await listen(inTurn((response) => void response.destroy(), answer(422, "{}")));
    const error = await failureOf(clientOf(refusing, options).sessions.create("agt_123"));
    expect(error).toMatchObject({ status: 422, attempts: 2, outcome: "unknown" });
  });

  test("does not repeat one that was answered with success", async () => {
    const server = await listen(answer(201, "<h1>Created</h1>"));
    const client = clientOf(server, { dangerouslyRetryUnknownOutcomes: true });
    expect(await failureOf(client.sessions.create("agt_123"))).toMatchObject({
      name: "DariContractError",
      attempts: 1,
    });
    expect(server.received).toHaveLength(1);
  });
});
