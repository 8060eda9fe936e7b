import { gzipSync } from "node:zlib";
import { describe, expect, test, vi } from "vitest";
import { clientOf, created, failureOf, type Handler, listen, listenTcp, responding, session } from "./server.ts";

const json = JSON.stringify(session);
const latin1 = Buffer.from(JSON.stringify({ ...session, name: "Prüfung" }), "latin1");
const bomb = gzipSync("x".repeat(11_000_000));
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
    ["in chunks", chunked(json.slice(0, 5), json.slice(5))],
    ["compressed", body(gzipSync(json), { "Content-Encoding": "gzip" })],
    ["with a byte order mark", body(`\uFEFF${json}`)],
    ["with status 200", (response) => void response.writeHead(200).end(json)],
    ["of the wrong content type", body(json, { "Content-Type": "text/html; charset=iso-8859-1" })],
  ] as [string, Handler][])("%s is a session", async ([, handler]) => {
    expect(await clientOf(await listen(handler)).sessions.create("agt_123")).toEqual(session);
  });

  test("keeps fields that nobody documented, and letters outside ASCII", async () => {
    const more = { ...session, name: "Prüfung 試験", llm_id: "x" };
    const server = await listen(body(JSON.stringify(more)));
    expect(await clientOf(server).sessions.create("agt_123")).toEqual(more);
  });

  test("in another charset keeps its id: the session exists", async () => {
    expect((await clientOf(await listen(body(latin1))).sessions.create("agt_123")).id).toBe(session.id);
  });

  test("may arrive byte by byte", async () => {
    const odd = { ...session, name: "Prüfung 試験" };
    const server = await listen(body(JSON.stringify(odd)));
    let chunks = 0;
    const bytewise = async (url: string, init: RequestInit) => {
      const split = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          for (const byte of chunk) controller.enqueue(Uint8Array.of(byte));
          chunks += chunk.length;
        },
      });
      const { status, body } = await fetch(url, init);
      return new Response(body?.pipeThrough(split) ?? null, { status });
    };
    expect(await clientOf(server, { fetch: bytewise }).sessions.create("agt_123")).toEqual(odd);
    expect(chunks).toBe(Buffer.byteLength(JSON.stringify(odd)));
  });

  test.for([
    ["nothing", body(""), "empty"],
    ["null", body("null"), "not a session: null"],
    ["an array", body(`[${json}]`), 'not a session: [{"id":"sess_123"'],
    ["a string", body('"sess_123"'), "not a session: sess_123"],
    ["an object without id", body("{}"), "not a session: {}"],
    ["an empty id", body('{"id":""}'), 'not a session: {"id":""}'],
    ["an id that is no string", body('{"id":7}'), 'not a session: {"id":7}'],
    [
      "half of it",
      body(json.slice(0, 40), { "Content-Type": "application/json" }),
      'not JSON (application/json): {"id":"sess_123"',
    ],
    [
      "plain text",
      body("created", { "Content-Type": "text/plain; charset=utf-8" }),
      "not JSON (text/plain; charset=utf-8): created",
    ],
    [
      "a page",
      body("<h1>Welcome</h1>", { "Content-Type": "text/html" }),
      "not JSON (text/html): Welcome. Check baseUrl",
    ],
    ["a page without a media type", body("<h1>Welcome</h1>"), "not JSON (no Content-Type): Welcome. Check baseUrl"],
    ["white space", body(" \n"), "empty"],
    ["no content", responding(204), "empty"],
    ["more than 1 MB", chunked("x".repeat(600_000), "x".repeat(600_000)), "longer than 1000000 characters"],
    ["more than 1 MB, compressed", body(bomb, { "Content-Encoding": "gzip" }), "longer than 1000000 characters"],
  ] as [string, Handler, string][])("with %s violates the contract", async ([, handler, words]) => {
    const error = await failureOf(clientOf(await listen(handler)).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariContractError", outcome: "unknown", attempts: 1 });
    expect(error.message).toMatch(
      /^POST \/v1\/agents\/agt_123\/sessions responded with status 20[14], but the body is /,
    );
    expect(error.message).toContain(`the body is ${words}`);
    expect(error.message).toContain(". The session may have been created");
    expect(error["headers"]).toBeInstanceOf(Headers);
  });

  test.for([
    [{ error: "quota exceeded" }, "quota exceeded."],
    [{ status: "error", errors: [{ field: "name", message: "is too long" }] }, "name: is too long."],
    [{ state: "queued" }, '{"state":"queued"}.'],
  ])("that violates the contract quotes what the body says: %j", async ([wrong, words]) => {
    const error = await failureOf(clientOf(await listen(body(JSON.stringify(wrong)))).sessions.create("agt_123"));
    expect(error.message).toContain(`the body is not a session: ${words} The`);
  });

  test("that violates the contract has its body in the error, without secrets", async () => {
    const params = { llm_api_key: "sk-SENTINEL-1" };
    const wrong = { error: "sk-SENTINEL-1 was not used", code: 7 };
    const client = clientOf(await listen(body(JSON.stringify(wrong))));
    const error = await failureOf(client.sessions.create("agt_123", params));
    expect(error["body"]).toEqual({ error: "[redacted] was not used", code: 7 });
  });

  test.for([
    ["", undefined],
    ["<h1>Welcome</h1>", "<h1>Welcome</h1>"],
  ] as const)("that violates the contract with the text %j has it as its body", async ([text, expected]) => {
    const error = await failureOf(clientOf(await listen(body(text))).sessions.create("agt_123"));
    expect(error["body"]).toBe(expected);
  });

  test("names no more than the beginning of a long media type", async () => {
    const long = `text/${"x".repeat(400)}`;
    const error = await failureOf(
      clientOf(await listen(body("hello", { "Content-Type": long }))).sessions.create("agt_123"),
    );
    expect(error.message.length).toBeLessThan(800);
  });

  test("is passed on as it came, even where it repeats a secret that is an ordinary word", async () => {
    const odd = { ...session, metadata: { DEBUG: "true" } };
    const client = clientOf(await listen(body(JSON.stringify(odd))));
    expect(await client.sessions.create("agt_123", { secrets: { DEBUG: "true" } })).toEqual(odd);
  });

  test("of the wrong length is a broken connection", async () => {
    const server = await listenTcp((socket) =>
      socket.end(`HTTP/1.1 201 Created\r\nContent-Length: 9999\r\n\r\n${json}`),
    );
    const error = await failureOf(clientOf(server).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariConnectionError", outcome: "unknown" });
    expect(error.message).toContain(" failed: the response broke off: other side closed. The session may have been ");
  });
});

describe("a reason phrase", () => {
  const answer = (head: string, text: string) =>
    listenTcp((socket) =>
      socket.end(Buffer.from(`${head}\r\nContent-Length: ${text.length}\r\n\r\n${text}`, "latin1")),
    );

  test.for(["Erstellt für Sie", "作成", "\u0001", ""])("of a success may be %j", async (phrase) => {
    const head = `HTTP/1.1 201 ${phrase}\r\nContent-Length: ${json.length}\r\n\r\n`;
    for (const encoding of ["utf8", "latin1"] as const) {
      const server = await listenTcp((socket) => socket.end(Buffer.from(head + json, encoding)));
      expect(await clientOf(server).sessions.create("agt_123")).toEqual(session);
    }
  });

  test("of an error may have letters outside ASCII", async () => {
    const server = await answer("HTTP/1.1 404 Non trouvé", '{"detail":"Agent not found"}');
    const error = await failureOf(clientOf(server).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", status: 404, detail: "Agent not found" });
  });

  test("says what happened if there is no body, without secrets", async () => {
    const server = await answer("HTTP/1.1 400 Bad test-key", "");
    const error = await failureOf(clientOf(server).sessions.create("agt_123"));
    expect(error.message).toContain(
      " failed with status 400: Bad [redacted]. Check baseUrl, the network and any proxy.",
    );
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
    const server = await listen(responding(status, "", { Location: `${elsewhere.url}/v1/agents/agt_123/sessions` }));
    const creating = clientOf(server).sessions.create("agt_123", { secrets: { TOKEN: "s3cret-s3cret" } });
    const error = await failureOf(creating);
    expect(error).toMatchObject({ name: "DariApiError", status, outcome, attempts: 1 });
    expect(error.message).toContain("Check baseUrl: redirects are not followed.");
    expect([server.received.length, elsewhere.received.length]).toEqual([1, 0]);
  });

  test("is not followed by the raw client either, nor where its address is hidden", async () => {
    const elsewhere = await listen(created);
    const server = await listen(responding(307, "", { Location: elsewhere.url }));
    const params = { path: { agent_id: "agt_123" } };
    const { response } = await clientOf(server).raw.POST("/v1/agents/{agent_id}/sessions", { params });
    expect([response.status, elsewhere.received.length]).toEqual([307, 0]);
    const opaque = { type: "opaqueredirect", status: 0, ok: false, headers: new Headers(), body: null };
    const client = clientOf(server, { fetch: async () => opaque as Response });
    expect(await failureOf(client.sessions.create("agt_123"))).toMatchObject({
      name: "DariConnectionError",
      outcome: "unknown",
      message: expect.stringContaining("failed: redirects are not followed."),
    });
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
    const error = await failureOf(clientOf(await listen(responding(502, text))).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", status: 502, outcome: "unknown", attempts: 1 });
    expect([error["body"], error["detail"]]).toEqual([parsed, detail]);
  });

  test("says what the server said even if the rest of it never comes", async () => {
    // On a socket, the status could come after the timeout when the machine is busy.
    const fetch = async () => new Response(new ReadableStream(), { status: 403 });
    const client = clientOf({ url: "http://localhost" }, { fetch, attemptTimeout: 50 });
    const error = await failureOf(client.sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", status: 403, outcome: "unknown", attempts: 1 });
    expect(error["body"]).toBeUndefined();
  });

  test("is read up to a limit, and its connection is closed", async () => {
    const closed = vi.fn();
    const server = await listen((response) => {
      response.on("close", closed).writeHead(500);
      const write = () => {
        while (response.write("x".repeat(65_536)));
      };
      response.on("drain", write);
      write();
    });
    const error = await failureOf(clientOf(server).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariApiError", status: 500 });
    expect(error["body"]).toHaveLength(1_000_000);
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
  });
});

describe("a response of a custom fetch", () => {
  const clientWith = (fetch: () => Promise<Response>) => clientOf({ url: "http://localhost" }, { fetch });

  test("may be as long as the limit allows", async () => {
    const named = (length: number) => {
      const text = JSON.stringify({ ...session, name: "" });
      return text.replace('"name":""', `"name":"${"x".repeat(length - text.length)}"`);
    };
    const largest = clientWith(async () => new Response(named(999_999), { status: 201 }));
    expect((await largest.sessions.create("agt_123")).name).toMatch(/^x+$/);
    const detail = "x".repeat(999_999 - '{"detail":""}'.length);
    const error = await failureOf(
      clientWith(async () => Response.json({ detail }, { status: 422 })).sessions.create("agt_123"),
    );
    expect(error["detail"]).toBe(detail);
  });

  test("may have no web stream, and its error is cut at the same limit", async () => {
    const withoutStream = (status: number, text: string) =>
      clientWith(async () => {
        const response = { status, ok: status < 400, headers: new Headers(), body: {}, text: async () => text };
        return response as unknown as Response;
      });
    expect(await withoutStream(201, json).sessions.create("agt_123")).toEqual(session);
    const error = await failureOf(withoutStream(500, "x".repeat(1_300_000)).sessions.create("agt_123"));
    expect(error["body"]).toHaveLength(1_000_000);
  });

  test("that someone else is reading is refused by name", async () => {
    const reading = async () => {
      const response = new Response(json, { status: 201 });
      response.body?.getReader();
      return response;
    };
    const error = await failureOf(clientWith(reading).sessions.create("agt_123"));
    expect(error.message).toContain("fetch returned a Response that was already read.");
  });

  test("is cancelled when the call is aborted, though that fetch ignores the signal", async () => {
    const cancelled = vi.fn();
    const controller = new AbortController();
    const endless = async () =>
      new Response(new ReadableStream({ pull: () => controller.abort(), cancel: cancelled }, { highWaterMark: 0 }));
    const { signal } = controller;
    await failureOf(clientWith(endless).sessions.create("agt_123", {}, { signal }));
    await vi.waitFor(() => expect(cancelled).toHaveBeenCalled());
  });
});
