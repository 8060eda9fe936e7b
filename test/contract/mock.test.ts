import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Mock, startMock } from "../../scripts/mock.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock();
}, 30_000);
afterAll(() => mock.stop());

/** Sends what fetch would not, and resolves to the status. */
function post(path: string, headers: Record<string, string>, body = ""): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { method: "POST", path, headers: { Authorization: "Bearer key", ...headers }, timeout: 8000 };
    const sent = request(mock.url, options, (response) => {
      response.resume().once("end", () => resolve(response.statusCode));
    });
    sent.once("timeout", () => sent.destroy(new Error("no answer")));
    sent.once("error", reject);
    sent.end(body);
  });
}

const path = "/v1/agents/agt_123/sessions";
const json = { "Content-Type": "application/json" };

test.for<[string, number, string, Record<string, string>, string]>([
  ["an Accept that names no media type", 200, path, { Accept: "x" }, ""],
  ["a wrong property with a name outside Latin-1", 422, path, json, '{"metadata":{"\u65e5\u672c":1}}'],
  ["malformed JSON", 400, path, json, '{"name":'],
])("the mock answers %s", async ([, status, where, headers, body]) => {
  expect(await post(where, headers, body)).toBe(status);
});

test.for<[string, string, Record<string, string>, string]>([
  ["a path that is no URL", "//", {}, ""],
  ["a path with a broken escape", "/v1/agents/%ZZ/sessions", {}, ""],
  ["a media type that is none", path, { "Content-Type": "x" }, "{}"],
  ["a property named __proto__", path, json, '{"metadata":{"__proto__":1}}'],
])("the mock survives %s", async ([, where, headers, body]) => {
  await post(where, headers, body);
  expect(await post(path, {})).toBe(200);
});
