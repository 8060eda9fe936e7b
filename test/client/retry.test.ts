import type { Socket } from "node:net";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { backoff, failedBeforeSending } from "../../src/client/outcome.ts";
import { clientOf, closedPort, created, failureOf, inTurn, listen, listenTcp, responding, session } from "./server.ts";

describe("the delay before another attempt", () => {
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
});

describe("an error response", () => {
  const json = '{"detail":"No"}';
  const page = "<html><title>No</title></html>";
  const bodies = { json, page, text: "No", nothing: "" };
  const outcomeAfter = async (status: number, body: string, headers: Record<string, string> = {}) => {
    const fetch = async () => new Response(body, { status, headers });
    const client = clientOf({ url: "http://localhost" }, { fetch, maxRetries: 0 });
    return (await failureOf(client.sessions.create("agt_123")))["outcome"];
  };

  test.for([400, 402, 403, 404, 405, 406, 409, 410, 412, 415, 421, 422, 425, 428, 429, 451])(
    "%i is a refusal if it is JSON, which only the API sends",
    async (status) => {
      expect(await outcomeAfter(status, json)).toBe("not-created");
      for (const body of [page, "No", "", "404", '{"detail":']) {
        expect(await outcomeAfter(status, body, { "Content-Type": "text/plain" }), body).toBe("unknown");
      }
    },
  );

  test.for([401, 407, 411, 413, 414, 417, 431, 307, 308])("%i is a refusal, whoever sends it", async (status) => {
    for (const body of Object.values(bodies)) expect(await outcomeAfter(status, body), body).toBe("not-created");
  });

  test.for([
    ...[300, 301, 302, 303, 304, 305, 408, 460, 499],
    ...[500, 501, 502, 503, 504, 505, 507, 511, 520, 521, 522, 523, 524, 525, 526, 530, 561, 599],
  ])("%i may come after the session was created, whatever its body and header fields", async (status) => {
    for (const body of status === 304 ? [""] : Object.values(bodies)) {
      for (const headers of [{}, { "Retry-After": "0" }, { Server: "dari", "Content-Type": "application/json" }]) {
        const fetch = vi.fn(async () => new Response(body || null, { status, headers }));
        const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
        expect(error).toMatchObject({ name: "DariApiError", status, outcome: "unknown", attempts: 1 });
        expect(fetch).toHaveBeenCalledTimes(1);
      }
    }
  });

  test("that is a word or a number alone is none of the API's", async () => {
    for (const body of ['"Forbidden"', "403", "null"]) {
      expect(await outcomeAfter(403, body, { "Content-Type": "application/json" })).toBe("unknown");
    }
  });

  test("429 without Retry-After and JSON may come after the session was created", async () => {
    expect(await outcomeAfter(429, "", { "Retry-After": "1" })).toBe("not-created");
    for (const body of [page, "Slow down", ""]) expect(await outcomeAfter(429, body)).toBe("unknown");
  });
});

describe("a request that failed without a response", () => {
  const failed = (cause: unknown) => new TypeError("fetch failed", { cause });
  const coded = (code: string, syscall?: string) => Object.assign(new Error(code), { code, syscall });
  const withSocket = (bytesWritten: number) =>
    failed(Object.assign(coded("UND_ERR_SOCKET"), { socket: { bytesWritten } }));

  test.for([
    ["the name is unknown", failed(coded("ENOTFOUND", "getaddrinfo"))],
    ["there is no name server", failed(coded("EAI_AGAIN", "getaddrinfo"))],
    ["nobody listens", failed(coded("ECONNREFUSED", "connect"))],
    ["there is no route", failed(coded("ENETUNREACH", "connect"))],
    ["connecting timed out", failed(coded("ETIMEDOUT", "connect"))],
    ["undici gave up connecting", failed(coded("UND_ERR_CONNECT_TIMEOUT"))],
    [
      "all addresses refused",
      failed(new AggregateError([coded("ECONNREFUSED", "connect"), coded("ETIMEDOUT", "connect")])),
    ],
    ["the proxy refused the tunnel", failed(new Error("Proxy response (407) !== 200 when HTTP Tunneling"))],
    ["a new connection broke before a byte was written", withSocket(0)],
    ["it comes with an empty list of errors", Object.assign(coded("ENOTFOUND", "getaddrinfo"), { errors: [] })],
    ["Bun: nobody listens", coded("ConnectionRefused")],
    ["Bun: nobody listens, by the code of Node.js alone", coded("ECONNREFUSED")],
    ["the name is unknown, by the code alone", coded("ENOTFOUND")],
    ["there is no name server, by the code alone", coded("EAI_AGAIN")],
    ["Deno: no connection", new TypeError("error sending request for url (http://x/): client error (Connect): tcp")],
  ] as const)("was not sent when %s", ([, error]) => {
    expect(failedBeforeSending(error)).toBe(true);
  });

  test.for([
    ...[
      ...["DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "CERT_HAS_EXPIRED", "HOSTNAME_MISMATCH"],
      ...["ERR_TLS_CERT_ALTNAME_INVALID", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNKNOWN_CERTIFICATE_VERIFICATION_ERROR"],
      ...["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG", "ERR_SSL_HTTP_REQUEST"],
      ...["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE"],
      ...["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL"],
      ...["ERR_SSL_UNSUPPORTED_PROTOCOL", "ERR_SSL_TLSV1_UNRECOGNIZED_NAME"],
    ].map((code) => [`the TLS handshake fails with ${code}`, failed(coded(code))] as const),
    ["Deno: the certificate is not trusted", new TypeError("error: invalid peer certificate: UnknownIssuer")],
    ["fetch refuses the port", failed(new Error("bad port"))],
  ] as const)("was not sent either when %s", ([, error]) => {
    expect(failedBeforeSending(error)).toBe(true);
  });

  test.for([
    ["the connection was reset", failed(coded("ECONNRESET", "read"))],
    ["the route was lost later", failed(coded("EHOSTUNREACH", "read"))],
    ["the other side closed", failed(coded("UND_ERR_SOCKET"))],
    ["a connection broke after bytes were written", withSocket(1)],
    ["the server refuses our certificate", failed(coded("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"))],
    [
      "one of several errors is unclear",
      failed(new AggregateError([coded("ECONNREFUSED", "connect"), coded("ECONNRESET")])),
    ],
    ["`errors` is something else", Object.assign(new Error("invalid"), { errors: "name" })],
    ["nothing is said", new TypeError("Failed to fetch")],
    ["it is no error at all", "refused"],
    ["it is null", null],
    ["the socket is null", Object.assign(coded("UND_ERR_SOCKET"), { socket: null })],
  ] as const)("may have been sent when %s", ([, error]) => {
    expect(failedBeforeSending(error)).toBe(false);
  });

  test("may have been sent when causes go in a circle", () => {
    const error = new Error("round");
    error.cause = error;
    expect(failedBeforeSending(error)).toBe(false);
    const list = new AggregateError([]);
    list.errors.push(list);
    expect(failedBeforeSending(list)).toBe(false);
  });
});

describe("a create is retried", () => {
  test.for([
    ["{}", {}],
    ["", { "Retry-After": "0" }],
    ["<title>Too many requests</title>", { "Retry-After": "0" }],
    ["{}", { "Retry-After": "soon" }],
  ] as const)("after 429 with the body %j and %j, and then succeeds", async ([body, headers]) => {
    const server = await listen(inTurn(responding(429, body, headers), created));
    expect(await clientOf(server).sessions.create("agt_123")).toEqual(session);
    expect(server.received).toHaveLength(2);
    expect(server.received[1]).toEqual(server.received[0]);
  });

  test("with a Response that has no web stream, as node-fetch returns it", async () => {
    const responses = [{ status: 429, ok: false, headers: new Headers(), body: {}, text: async () => "{}" }];
    const fetch = async () => (responses.shift() ?? Response.json(session)) as Response;
    expect(await clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123")).toEqual(session);
  });

  test.for([
    ["", {}],
    [", though the runtime's own fetch was given", { fetch: globalThis.fetch }],
  ] as const)("when nobody listened%s", async ([, options]) => {
    const url = await closedPort();
    const error = await failureOf(clientOf({ url }, { maxRetries: 1, ...options }).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "not-created", attempts: 2 });
    const reason = `connect ECONNREFUSED ${new URL(url).host}`;
    const advice = "Check baseUrl, the network and any proxy.";
    expect(error.message).toBe(`POST /v1/agents/agt_123/sessions failed: ${reason}. ${advice}`);
  });

  test("when the host name is unknown", async () => {
    const error = await failureOf(
      clientOf({ url: "https://nowhere.invalid" }, { maxRetries: 1 }).sessions.create("agt_123"),
    );
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "not-created", attempts: 2 });
  });

  test("when fetch refuses the port, or the server doesn't speak TLS", async () => {
    const server = await listenTcp((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    for (const [url, reason] of [
      ["http://127.0.0.1:1", "bad port"],
      [server.url.replace("http:", "https:"), "wrong version number"],
    ] as const) {
      const error = await failureOf(clientOf({ url }, { maxRetries: 1 }).sessions.create("agt_123"));
      expect(error).toMatchObject({ name: "DariConnectionError", outcome: "not-created", attempts: 2 });
      expect(error.message).toContain(` failed: ${reason}. Check baseUrl, `);
    }
  });

  test("twice by default, as often as the client says, or as the call says", async () => {
    const server = await listen(responding(429, "{}", { "Retry-After": "0" }));
    expect(await failureOf(clientOf(server).sessions.create("a"))).toMatchObject({ status: 429, attempts: 3 });
    const once = clientOf(server, { maxRetries: 1 });
    expect(await failureOf(once.sessions.create("a"))).toMatchObject({ attempts: 2 });
    expect(await failureOf(once.sessions.create("a", {}, { maxRetries: 0 }))).toMatchObject({ attempts: 1 });
    expect(server.received).toHaveLength(6);
  });

  test("not before the time that Retry-After names has passed, and at once when the call is aborted", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const fetch = vi.fn(async () => new Response("{}", { status: 429, headers: { "Retry-After": "3" } }));
    const controller = new AbortController();
    const client = clientOf({ url: "http://localhost" }, { fetch, timeout: 120_000 });
    const failure = failureOf(client.sessions.create("agt_123", {}, { signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch).toHaveBeenCalledTimes(2);
    controller.abort(new Error("No longer needed."));
    expect(await failure).toMatchObject({ message: "No longer needed." });
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test("on the same connection", async () => {
    const connections = new Set<unknown>();
    const server = await listen((response, number, request) => {
      connections.add(response.socket);
      const handler = number === 0 ? responding(429, "{}", { "Retry-After": "0" }) : created;
      handler(response, number, request);
    });
    await clientOf(server).sessions.create("agt_123");
    expect([server.received.length, connections.size]).toEqual([2, 1]);
  });

  test("though the body of the 429 never comes", async () => {
    const server = await listen(
      inTurn((response) => void response.writeHead(429, { "Retry-After": "0" }).write('{"detail":'), created),
    );
    expect(await clientOf(server).sessions.create("agt_123")).toEqual(session);
  });

  test("after a date in Retry-After by the clock of the server", async () => {
    vi.useFakeTimers({ now: Date.parse("2026-03-31T19:40:00Z") });
    onTestFinished(() => void vi.useRealTimers());
    const headers = { "Retry-After": "Tue, 31 Mar 2026 18:40:03 GMT", Date: "Tue, 31 Mar 2026 18:40:00 GMT" };
    const fetch = vi.fn(async () => new Response("{}", { status: 429, headers }));
    const failure = failureOf(clientOf({ url: "http://localhost" }, { fetch, maxRetries: 1 }).sessions.create("a"));
    await vi.advanceTimersByTimeAsync(2_999);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch).toHaveBeenCalledTimes(2);
    await failure;
  });

  test.for(["Tue, 31 Mar 2026 18:00:00 GMT", "soon", "-1", "30, 60"])(
    "after the ordinary backoff when Retry-After is %j",
    async (value) => {
      vi.useFakeTimers();
      onTestFinished(() => void vi.useRealTimers());
      const fetch = vi.fn(async () => new Response("{}", { status: 429, headers: { "Retry-After": value } }));
      const failure = failureOf(clientOf({ url: "http://localhost" }, { fetch, maxRetries: 1 }).sessions.create("a"));
      await vi.advanceTimersByTimeAsync(249);
      expect(fetch).toHaveBeenCalledTimes(1);
      await vi.advanceTimersByTimeAsync(252);
      expect(fetch).toHaveBeenCalledTimes(2);
      await failure;
    },
  );

  test("through the raw client, too", async () => {
    const server = await listen(inTurn(responding(429, "{}", { "Retry-After": "0" }), created));
    const { raw } = clientOf(server);
    const path = { agent_id: "agt_123" };
    const { data } = await raw.POST("/v1/agents/{agent_id}/sessions", { params: { path }, body: { name: "n" } });
    expect(data).toEqual(session);
    expect(server.received.map(({ body }) => body)).toEqual(['{"name":"n"}', '{"name":"n"}']);
  });
});

describe("a create is not retried", () => {
  test.for([400, 401, 403, 404, 408, 409, 422, 500, 502, 503, 504])("after %i", async (status) => {
    const server = await listen(responding(status, "{}"));
    expect(await failureOf(clientOf(server).sessions.create("agt_123"))).toMatchObject({ status, attempts: 1 });
    expect(server.received).toHaveLength(1);
  });

  test("after a bare 429, which a gateway may send after the response of the server", async () => {
    const server = await listen(responding(429));
    const error = await failureOf(clientOf(server).sessions.create("agt_123"));
    expect(error).toMatchObject({ status: 429, outcome: "unknown", attempts: 1 });
    expect(server.received).toHaveLength(1);
  });

  test("after 503 with Retry-After, which Varnish sends when the server is late", async () => {
    const server = await listen(responding(503, "<title>503 Backend fetch failed</title>", { "Retry-After": "0" }));
    const error = await failureOf(clientOf(server).sessions.create("agt_123"));
    expect(error).toMatchObject({ status: 503, outcome: "unknown", attempts: 1 });
    expect(server.received).toHaveLength(1);
  });

  test("when a custom fetch fails to connect: it may have been to another server, or after the response", async () => {
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

  test("when the connection breaks before or in the response", async () => {
    const reset = vi.fn((socket: Socket) => void socket.resetAndDestroy());
    const breakOff = vi.fn((socket: Socket) => void socket.end("HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{"));
    const beforeIt = await listenTcp(reset);
    const error = await failureOf(clientOf(beforeIt).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "unknown", attempts: 1 });
    expect(error.message).toContain(
      "The session may have been created: look for it by its metadata before you create it again.",
    );
    const inIt = await listenTcp(breakOff);
    expect(await failureOf(clientOf(inIt).sessions.create("agt_123"))).toMatchObject({
      name: "DariConnectionError",
      outcome: "unknown",
    });
    expect([reset.mock.calls.length, breakOff.mock.calls.length]).toEqual([1, 1]);
  });

  test("when the delay that the server asks for would outlast the timeout", async () => {
    const server = await listen(responding(429, "{}", { "Retry-After": "60" }));
    const started = performance.now();
    expect(await failureOf(clientOf(server).sessions.create("agt_123"))).toMatchObject({ status: 429, attempts: 1 });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  test("when it could hardly end before the timeout, so that a certain outcome stays certain", async () => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    onTestFinished(() => clock.mockRestore());
    const fetch = async () => {
      clock.mockReturnValue(400);
      return new Response("{}", { status: 429, headers: { "Retry-After": "0" } });
    };
    const client = clientOf({ url: "http://localhost" }, { fetch, timeout: 700 });
    const error = await failureOf(client.sessions.create("agt_123"));
    expect(error).toMatchObject({ status: 429, outcome: "not-created", attempts: 1 });
  });
});
