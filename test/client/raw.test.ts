import { getEventListeners } from "node:events";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { answer, clientOf, failureOf, listen, session } from "./server.ts";

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

  test("rejects with a contract error if a success is not JSON, and doesn't quote it", async () => {
    const server = await listen(answer(200, "oops test-key"));
    const error = await failureOf(clientOf(server).raw.POST(path, { params }));
    expect(error).toMatchObject({ name: "DariContractError", outcome: "unknown", status: 200 });
    expect(error.message).toMatch(/was answered with 200, but the body is not JSON\./);
    expect(error.message).not.toContain("test-key");
    const text = await clientOf(server).raw.POST(path, { params, parseAs: "text" });
    expect(text.data).toBe("oops test-key");
  });

  test("refuses a way to parse that openapi-fetch hasn't, before it sends anything", async () => {
    const server = await listen();
    const sending = clientOf(server).raw.POST(path, { params, parseAs: "xml" as "text" });
    expect((await failureOf(sending)).message).toBe("parseAs must be one of json, text, blob, arrayBuffer, stream.");
    expect(server.received).toEqual([]);
  });

  test.for([0, "", null, false])("rejects with the reason of the signal that aborts, even with %j", async (reason) => {
    const server = await listen(() => undefined);
    const controller = new AbortController();
    const sending = clientOf(server).raw.POST(path, { params, signal: controller.signal });
    controller.abort(reason);
    await expect(sending.catch((thrown) => ({ thrown }))).resolves.toEqual({ thrown: reason });
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

  test("gives the response as it came, whatever its status", async () => {
    const { raw } = clientOf(await listen(answer(999, '{"detail":"odd"}')));
    const { error, response } = await raw.POST(path, { params });
    expect(error).toEqual({ detail: "odd" });
    expect(response).toMatchObject({ status: 999, ok: false, url: expect.stringContaining("/v1/agents/agt_123/") });
    expect((await clientOf(await listen()).raw.POST(path, { params })).data).toEqual(session);
  });
});
