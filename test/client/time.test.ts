import { getEventListeners } from "node:events";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { DariTimeoutError } from "../../src/index.ts";
import { clientOf, created, failureOf, inTurn, listen, listenTcp, responding, session } from "./server.ts";

const head = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n";

/** Servers that never finish, by how far they get. */
const stalls = {
  "before its head": () => listenTcp(() => undefined),
  "in its body": () => listenTcp((socket) => socket.write(`${head}{"id":`)),
  "in a body without a length": () => listen((response) => void response.writeHead(201).write('{"id":')),
};

describe.for(Object.entries(stalls))("a response that stalls %s", ([, stall]) => {
  test("ends at the timeout of the attempt", async () => {
    const error = await failureOf(clientOf(await stall(), { attemptTimeout: 50 }).sessions.create("agt_123"));
    expect(error).toBeInstanceOf(DariTimeoutError);
    expect(error).toMatchObject({ name: "DariTimeoutError", outcome: "unknown", attempts: 1 });
    expect(error.message).toContain("got no complete response within 50 ms (attemptTimeout)");
  });

  test("ends at the timeout of the call, the call's own before the client's", async () => {
    const client = clientOf(await stall(), { timeout: 60 });
    expect((await failureOf(client.sessions.create("agt_123"))).message).toContain("within 60 ms (timeout)");
    const error = await failureOf(client.sessions.create("agt_123", {}, { timeout: 40 }));
    expect(error.message).toContain("within 40 ms (timeout)");
  });

  test("ends when the caller aborts, with the caller's own reason", async () => {
    const controller = new AbortController();
    const reason = new Error("The user closed the page.");
    const creating = failureOf(clientOf(await stall()).sessions.create("agt_123", {}, { signal: controller.signal }));
    setTimeout(() => controller.abort(reason), 50);
    expect(await creating).toBe(reason);
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
  });
});

describe("the timeout of a call", () => {
  test("covers a key function that never returns, when nothing has been sent", async () => {
    const server = await listen();
    const client = clientOf(server, { apiKey: () => new Promise<string>(() => undefined), timeout: 50 });
    const error = await failureOf(client.sessions.create("a"));
    expect(error).toMatchObject({ name: "DariTimeoutError", outcome: "not-created" });
    expect(error.message).toBe("POST /v1/agents/a/sessions got no API key within 50 ms (timeout).");
    expect(server.received).toEqual([]);
  });

  test("lets nothing be sent after it, even if the delay before an attempt took too long", async () => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(0);
    onTestFinished(() => clock.mockRestore());
    const fetch = vi.fn(async () => {
      setTimeout(() => clock.mockReturnValue(1_000));
      return new Response("{}", { status: 429, headers: { "Retry-After": "0.05" } });
    });
    const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch, timeout: 900 }).sessions.create("a"));
    expect(error).toMatchObject({ name: "DariTimeoutError", outcome: "not-created", attempts: 1 });
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  test("doesn't follow a wall clock that is set", async () => {
    const server = await listen(inTurn(responding(429, "{}", { "Retry-After": "0" }), created));
    const apiKey = () => {
      vi.setSystemTime(vi.getMockedSystemTime() ? new Date("2020-01-01") : new Date("2040-01-01"));
      return "key";
    };
    vi.useFakeTimers({ toFake: ["Date"], now: new Date() });
    onTestFinished(() => void vi.useRealTimers());
    expect(await clientOf(server, { apiKey }).sessions.create("a")).toEqual(session);
  });

  test("lets a key that comes too late send nothing", async () => {
    let give: (key: string) => void = () => undefined;
    const key = new Promise<string>((resolve) => {
      give = resolve;
    });
    const send = vi.fn(fetch);
    const client = clientOf(await listen(), { apiKey: () => key, timeout: 20, fetch: send });
    await failureOf(client.sessions.create("a"));
    give("late");
    await new Promise((resolve) => setImmediate(resolve));
    expect(send).not.toHaveBeenCalled();
  });

  test("leaves no timer behind, so that the process can end", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    const before = timers();
    const fetch = async () => Response.json(session);
    await clientOf({ url: "http://localhost" }, { fetch }).sessions.create("a");
    expect(timers()).toBe(before);
  });

  test("is the one that is named when the timeout of an attempt is as long", async () => {
    const fetch = () => new Promise<Response>(() => undefined);
    const client = clientOf({ url: "http://localhost" }, { fetch, timeout: 30, attemptTimeout: 30 });
    expect((await failureOf(client.sessions.create("a"))).message).toContain("within 30 ms (timeout)");
  });

  test("cancels the body of a response that comes after it", async () => {
    const cancel = vi.fn();
    let respond: (response: Response) => void = () => undefined;
    const fetch = () => new Promise<Response>((resolve) => (respond = resolve));
    await failureOf(clientOf({ url: "http://localhost" }, { fetch, timeout: 20 }).sessions.create("a"));
    respond(new Response(new ReadableStream({ cancel })));
    await vi.waitFor(() => expect(cancel).toHaveBeenCalled());
  });

  test("says nothing of a session for a request that only reads", async () => {
    const { raw } = clientOf({ url: "http://localhost" }, { fetch: () => new Promise(() => undefined), timeout: 20 });
    const url = "/v1/agents/agt_123/sessions" as never;
    for (const reading of [raw.GET(url), raw.HEAD(url)]) {
      expect(await failureOf(reading)).toMatchObject({ name: "DariTimeoutError", outcome: "not-created" });
    }
  });

  test("covers a fetch that ignores its signal", async () => {
    const client = clientOf({ url: "http://localhost" }, { fetch: () => new Promise(() => undefined), timeout: 50 });
    expect(await failureOf(client.sessions.create("a"))).toBeInstanceOf(DariTimeoutError);
  });
});

describe("an abort", () => {
  test("of a signal that two calls share ends the second after the first has ended", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const fetch = async (url: string) => {
      if (url.includes("agt_1")) return Response.json(session);
      return new Promise<Response>(() => undefined);
    };
    const { sessions } = clientOf({ url: "http://localhost" }, { fetch });
    const second = failureOf(sessions.create("agt_2", {}, { signal }));
    await sessions.create("agt_1", {}, { signal });
    controller.abort("enough");
    expect(await second).toBe("enough");
  });

  test("that came before the call asks for no API key", async () => {
    const apiKey = vi.fn(() => "key");
    const { sessions } = clientOf({ url: "http://localhost" }, { apiKey });
    expect(await failureOf(sessions.create("agt_123", {}, { signal: AbortSignal.abort("no") }))).toBe("no");
    expect(apiKey).not.toHaveBeenCalled();
  });

  test("that came before the call sends nothing", async () => {
    const server = await listen();
    const signal = AbortSignal.abort("not needed any more");
    expect(await failureOf(clientOf(server).sessions.create("agt_123", {}, { signal }))).toBe("not needed any more");
    expect(server.received).toEqual([]);
  });

  test("ends the delay before another attempt", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const server = await listen((response) => {
      response.on("close", () => setTimeout(() => controller.abort("enough"), 20));
      response.writeHead(429, { "Retry-After": "4" }).end("{}");
    });
    const started = performance.now();
    expect(await failureOf(clientOf(server).sessions.create("agt_123", {}, { signal }))).toBe("enough");
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(server.received).toHaveLength(1);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("on one signal of many calls aborts all of them, without a warning", async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error) => warnings.push(warning);
    process.on("warning", warn);
    onTestFinished(() => void process.off("warning", warn));
    const controller = new AbortController();
    const { signal } = controller;
    const { sessions } = clientOf(await listen(() => undefined));
    const calls = Array.from({ length: 20 }, (_, index) => failureOf(sessions.create(`agt_${index}`, {}, { signal })));
    controller.abort("enough");
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["enough"]));
    expect(warnings).toEqual([]);
  });

  test("while the body of an error arrives rejects with the caller's own reason", async () => {
    const server = await listen((response) => void response.writeHead(500).write('{"detail":"par'));
    const controller = new AbortController();
    const creating = failureOf(clientOf(server).sessions.create("agt_123", {}, { signal: controller.signal }));
    setTimeout(() => controller.abort("enough"), 100);
    expect(await creating).toBe("enough");
  });

  test("leaves no listener behind after a success", async () => {
    const { signal } = new AbortController();
    const client = clientOf(await listen());
    await client.sessions.create("agt_123", {}, { signal });
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("of the raw client's call works, too", async () => {
    const client = clientOf(await stalls["before its head"]());
    const params = { path: { agent_id: "agt_123" } };
    const signal = AbortSignal.timeout(30);
    expect(await failureOf(client.raw.POST("/v1/agents/{agent_id}/sessions", { params, signal }))).toMatchObject({
      name: "TimeoutError",
    });
  });
});
