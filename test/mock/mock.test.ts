import { execFile } from "node:child_process";
import { request } from "node:http";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import spec from "../../generated/openapi.json" with { type: "json" };
import { type Mock, startMock } from "../../scripts/mock/server.ts";
import { createDariClient } from "../../src/index.ts";
import { examples } from "../support/spec.ts";

const path = "/v1/agents/agt_123/sessions";
const json = { "Content-Type": "application/json" };
const everyField = examples.AllFields.value;

let mock: Mock;
const log: string[] = [];
beforeAll(async () => {
  mock = await startMock({ log: (entry) => log.push(entry) });
});
afterAll(() => mock.stop());

/** Sends a request as it is given, which `fetch` would not. */
async function post(target: string, headers: object = {}, body = ""): Promise<{ status: number; body: string }> {
  const options = { method: "POST", path: target, headers: { Authorization: "Bearer key-1", ...headers } };
  return new Promise((resolve, reject) => {
    const sent = request(mock.url, options, async (response) =>
      resolve({ status: response.statusCode ?? 0, body: await text(response) }),
    );
    sent.once("error", reject);
    sent.end(body);
  });
}

const create = async (body?: object, headers: object = {}, target = path) =>
  JSON.parse((await post(target, { ...json, ...headers }, body && JSON.stringify(body))).body);

describe("a created session", () => {
  test("has what the request sent, and no secret", async () => {
    const { name, metadata, storage_binding_id, internet_access } = everyField;
    const sent = { ...everyField, name: `${name}, again`, metadata: { ...metadata, run: "7" } };
    const session = await create(sent);
    expect(session).toMatchObject({ name: sent.name, metadata: sent.metadata, storage_binding_id, internet_access });
    expect(session).not.toHaveProperty("secrets");
    expect(JSON.stringify(session)).not.toContain("example-llm-api-key");
  });

  test("belongs to the agent in the path", async () => {
    expect(await create({}, {}, "/v1/agents/agt%5F2/sessions")).toMatchObject({ agent_id: "agt_2" });
  });

  test("is empty where the request sent nothing", async () => {
    expect(await create()).toMatchObject({ name: null, metadata: {}, storage_binding_id: null });
  });

  test("has an id of its own and was created now", async () => {
    const before = Date.now();
    const [first, second] = [await create(), await create()];
    expect(first.id).toMatch(/^sess_\w{10,}$/);
    expect(second.id).not.toBe(first.id);
    expect(Date.parse(first.created_at)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(second.created_at)).toBeLessThanOrEqual(Date.now());
  });
});

describe("Prefer", () => {
  test("chooses the status code", async () => {
    expect((await post(path, { Prefer: "code=404" })).status).toBe(404);
  });

  test("chooses the example, with what was sent in it", async () => {
    const session = await create({ name: "Mine" }, { Prefer: "code=201, example=full" });
    expect(session).toMatchObject({ name: "Mine", internet_access: true, metadata: everyField.metadata });
  });

  test.for([
    ["code=302", "200, 201, 401, 403, 404, 422, 429 and, by default, any other 4xx and 5xx"],
    ["code=abc", "There are 200, 201"],
    ["example=none", "There are defaults, full."],
    ["code=404; example=full", "There are notFound."],
    ["wait=soon", "It takes seconds, up to 600."],
  ] as const)("%s is named as wrong, with the values that exist", async ([preference, values]) => {
    const response = await post(path, { Prefer: preference });
    expect(response.status).toBe(400);
    expect(JSON.parse(response.body).detail).toMatch(/^Prefer: (code|example|wait)=/);
    expect(JSON.parse(response.body).detail).toContain(values);
  });

  test("of a status code without a response of its own is told which have one", async () => {
    const response = await post(path, { Prefer: "code=418" });
    expect(response.status).toBe(418);
    expect(JSON.parse(response.body).detail).toContain("418 has no response of its own. There are 200, 201");
  });

  test("waits before the response", async () => {
    const started = performance.now();
    expect((await post(path, { Prefer: "wait=0.2" })).status).toBe(200);
    // Timers may fire a little early.
    expect(performance.now() - started).toBeGreaterThan(190);
  });

  test("loses the response of a request that was acted upon", async () => {
    log.length = 0;
    const client = createDariClient({ baseUrl: mock.url, apiKey: "key-1" });
    const lost = client.sessions.create("agt_123", {}, { headers: { Prefer: "lose-response" } });
    await expect(lost).rejects.toMatchObject({ name: "DariConnectionError", outcome: "unknown" });
    expect(log).toEqual([expect.stringMatching(/^POST \S+ 200, response lost \d+ ms$/)]);
  });

  test("that the mock does not know is ignored", async () => {
    expect((await post(path, { Prefer: "return=minimal, respond-async" })).status).toBe(200);
  });
});

describe("an invalid request", () => {
  test("is refused with what is wrong with it, without its values", async () => {
    const response = await post(
      path,
      json,
      '{"internet_access":"yes","metadata":{"ok":"","a/b":17},"secrets":{"A":""}}',
    );
    expect(response.status).toBe(422);
    expect(response.body).not.toMatch(/yes|17/);
    expect(JSON.parse(response.body).detail).toEqual(
      expect.arrayContaining([
        { loc: ["body", "internet_access"], msg: "must be boolean", type: "type" },
        { loc: ["body", "metadata", "entry 2"], msg: "must be string", type: "type" },
        { loc: ["body", "secrets", "entry 1"], msg: expect.stringContaining("fewer than 1"), type: "minLength" },
      ]),
    );
  });

  test("with a wrong name of a secret is refused without the name, which may be a secret itself", async () => {
    const response = await post(path, json, '{"secrets":{"GOOD":"v","sk-live-1":"v","sk-live-2":7}}');
    expect(response.body).not.toContain("sk-live");
    expect(JSON.parse(response.body).detail).toEqual([
      { loc: ["body", "secrets", "[key]"], msg: expect.stringContaining("pattern"), type: "pattern" },
      { loc: ["body", "secrets", "[key]"], msg: expect.stringContaining("pattern"), type: "pattern" },
      { loc: ["body", "secrets", "entry 3"], msg: "must be string", type: "type" },
    ]);
  });

  test("reaches the caller of the client as from a server", async () => {
    // The client itself would refuse this body.
    const changed: typeof fetch = (...request) =>
      fetch(new Request(new Request(...request), { body: '{"internet_access":"yes"}' }));
    const client = createDariClient({ baseUrl: mock.url, apiKey: "key-1", fetch: changed });
    await expect(client.sessions.create("agt_123", {})).rejects.toThrow(/internet_access.* must be boolean/);
  });

  test.for<[string, string, object, string]>([
    ["malformed JSON", "must be JSON", json, '{"name":'],
    ["a media type that is none", "must be a media type", { "Content-Type": "x" }, "{}"],
    ["another media type", 'add -H "Content-Type: application/json"', { "Content-Type": "text/plain" }, "{}"],
  ])("of %s is refused: %s", async ([, reason, headers, body]) => {
    const response = await post(path, headers, body);
    expect(response.status).toBe(422);
    expect(JSON.parse(response.body).detail).toMatchObject([{ msg: expect.stringContaining(reason) }]);
  });

  test.for<[string, number, string, object, string]>([
    ["without credentials", 401, path, { Authorization: "" }, ""],
    ["for a path that is no URL", 404, "//", {}, ""],
    ["for an empty agent id", 404, "/v1/agents//sessions", {}, ""],
    ["for an agent id without the prefix of the example", 404, "/v1/agents/123/sessions", {}, ""],
    ["for an agent id with a hyphen", 404, "/v1/agents/agt_1-2/sessions", {}, ""],
    ["for an agent id with a slash", 404, "/v1/agents/agt_1%2F2/sessions", {}, ""],
    [
      "for an agent that does not exist, without credentials",
      401,
      "/v1/agents/123/sessions",
      { Authorization: "" },
      "",
    ],
    ["for a path with a malformed escape", 404, "/v1/agents/%ZZ/sessions", {}, ""],
    ["with a wrong property named __proto__", 422, path, json, '{"metadata":{"__proto__":1}}'],
    ["with a wrong property outside Latin-1", 422, path, json, '{"metadata":{"\u65e5\u672c":1}}'],
    ["that accepts nothing that is documented", 406, path, { Accept: "text/html" }, ""],
  ])("%s is refused with %d", async ([, status, target, headers, body]) => {
    expect((await post(target, headers, body)).status).toBe(status);
  });

  test("with more than 10 MB is refused, and the next one is read", async () => {
    const tooLong = await post(path, json, `{"name":"${"x".repeat(10_000_000)}"}`);
    expect(tooLong.status).toBe(413);
    expect(JSON.parse(tooLong.body).detail).toContain("10 MB");
    expect((await post(path, json, '{"name":"x"}')).status).toBe(200);
  });

  test("of another method is told which there are", async () => {
    const response = await fetch(mock.url + path);
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("POST");
  });
});

describe("the host", () => {
  test("can be another one, and every address has a URL that works", async () => {
    for (const host of ["localhost", "0.0.0.0"]) {
      const other = await startMock({ host });
      const response = await fetch(other.url).finally(other.stop);
      expect(response.status, other.url).toBe(200);
    }
  });

  test("that this machine does not have is named", async () => {
    await expect(startMock({ host: "203.0.113.9" })).rejects.toThrow(/can't listen on 203\.0\.113\.9, port 0: /);
  });
});

describe("a look at the mock", () => {
  test("shows what it is, and a curl command that works", async () => {
    const page = await (await fetch(mock.url)).text();
    expect(page).toContain("This is a mock");
    expect(page).toContain("POST /v1/agents/{agent_id}/sessions");
    const command = /^curl .*(\n {5}.*)*/m.exec(page)?.[0] ?? "";
    const { stdout } = await promisify(execFile)("bash", ["-c", `${command} --silent --fail`], { timeout: 5000 });
    expect(JSON.parse(stdout)).toBeTypeOf("object");
  });

  test("has the description", async () => {
    expect(await (await fetch(`${mock.url}/openapi.json`)).json()).toEqual(spec);
  });
});

describe("the log", () => {
  test("has colours on a terminal alone", async () => {
    const statusOn = async (terminal: PassThrough) => {
      const lines: string[] = [];
      const other = await startMock({ log: (line) => lines.push(line), terminal });
      await fetch(other.url).finally(other.stop);
      return lines[0];
    };
    expect(await statusOn(Object.assign(new PassThrough(), { isTTY: true }))).toContain("\u001b[32m200\u001b[39m");
    expect(await statusOn(new PassThrough())).toMatch(/^GET \/ 200 \d+ ms$/);
  });

  test("says what became of a request and why, and holds no key, query, body or control character", async () => {
    log.length = 0;
    await post(`${path}?note=secret-query`, { ...json, Authorization: "Bearer secret-key" }, '{"name":"secret-name"}');
    await post(path, json, '{"internet_access":"secret-value","metadata":{"\\u001b[2J":1}}');
    await post(path, { Prefer: "code=\u009b2J" });
    expect(log[0]).toMatch(/^POST \/v1\/agents\/agt_123\/sessions 200 \d+ ms$/);
    expect(log[1]).toMatch(/^POST \S+ 422 \d+ ms\n {2}The request: body\.metadata\.entry 1 must be string\n/);
    expect(log[1]).toContain("\n  The request: body.internet_access must be boolean");
    expect(log[2]).toContain("Prefer: code=?2J");
    expect(log.join()).not.toContain("secret-");
  });
});

describe("the requests of the API's own command-line client", () => {
  const headers = { ...json, Accept: "application/json", "User-Agent": "dari-cli/1.0", "Accept-Encoding": "gzip" };

  test.for<[string, object]>([
    ["no option", {}],
    ["a name", { name: "Nightly" }],
    ["internet access", { internet_access: true }],
    ["a name, secrets and internet access", { name: "Nightly", secrets: { GITHUB_TOKEN: "x" }, internet_access: true }],
  ])("with %s create a session", async ([, body]) => {
    const { secrets: _, ...returned } = { secrets: {}, ...body };
    expect(await create(body, headers)).toMatchObject({ ...returned, agent_id: "agt_123" });
  });

  test("without a body, as the API documents them, create a session with the agent's defaults", async () => {
    const [absent, empty] = [await create(undefined, { ...headers, "Content-Type": "" }), await create({}, headers)];
    expect(absent).toEqual({ ...empty, id: expect.any(String), created_at: expect.any(String) });
  });

  test("with a body and no Content-Type, which the API documents as optional, create what the body says", async () => {
    const response = await post(path, {}, '{"name":"Nightly"}');
    expect(JSON.parse(response.body)).toMatchObject({ name: "Nightly" });
  });

  test("for an agent whose id is percent-encoded as one segment create its session", async () => {
    expect(await create({}, headers, "/v1/agents/%61gt_9/sessions")).toMatchObject({ agent_id: "agt_9" });
  });

  test("find their errors' detail", async () => {
    expect(await create({ secrets: { A: "" } }, headers)).toMatchObject({
      detail: [{ loc: ["body", "secrets", "entry 1"] }],
    });
    expect(await create({}, { ...headers, Authorization: "" })).toEqual({ detail: "Missing or invalid API key" });
    expect(await create({}, headers, "/v1/agents/none/sessions")).toEqual({ detail: "Agent not found" });
  });
});

describe("a page of another origin", () => {
  const origin = { Origin: "http://localhost:5173" };
  const asksFor = { "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,prefer" };

  test("may send what it asks for", async () => {
    const preflight = await fetch(mock.url + path, { method: "OPTIONS", headers: { ...origin, ...asksFor } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(preflight.headers.get("Access-Control-Allow-Methods")).toBe("POST");
    expect(preflight.headers.get("Access-Control-Allow-Headers")).toBe("authorization,prefer");
  });

  test.for([
    ["a session", { Authorization: "Bearer key-1" }],
    ["an error", {}],
  ] as const)("may read %s", async ([, headers]) => {
    const response = await fetch(mock.url + path, { method: "POST", headers: { ...origin, ...headers } });
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(response.headers.get("Access-Control-Expose-Headers")).toBe("*");
  });

  test("gets 405 for OPTIONS itself, which the description does not have", async () => {
    expect((await fetch(mock.url + path, { method: "OPTIONS", headers: origin })).status).toBe(405);
  });
});
