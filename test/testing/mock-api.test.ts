import { describe, expect, test } from "vitest";
import { createDariClient } from "../../src/index.ts";
import { createMockApi } from "../../src/testing/index.ts";
import { examples, schemaValidator } from "../support/spec.ts";

const everyField = examples.AllFields.value;
const url = "https://api.dari.dev/v1/agents/agt_123/sessions";

function setUp(options: { maxRetries?: number; timeout?: number } = {}) {
  const api = createMockApi();
  return { api, client: createDariClient({ apiKey: "test-key", fetch: api.fetch, ...options }) };
}

describe("a session", () => {
  test("is what the description says, with what was sent and no secret", async () => {
    const { client } = setUp();
    const session = await client.sessions.create("agt_1/2", everyField);
    const isSession = schemaValidator("Session");
    expect(isSession(session), JSON.stringify(isSession.errors)).toBe(true);
    const { secrets: _, llm_api_key: __, ...returned } = everyField;
    expect(session).toMatchObject({ ...returned, agent_id: "agt_1/2" });
    expect(session).not.toHaveProperty("secrets");
  });

  test("is new each time, and empty where nothing was sent", async () => {
    const { api, client } = setUp();
    const before = Date.now();
    const [first, second] = [await client.sessions.create("agt_123"), await client.sessions.create("agt_123")];
    expect(first).toMatchObject({ name: null, metadata: {}, storage_binding_id: null });
    expect(first.id).not.toBe(second.id);
    expect(Date.parse(first.created_at)).toBeGreaterThanOrEqual(before);
    expect(api.created).toEqual([first, second]);
  });
});

describe("a request", () => {
  const send = async (body: string | undefined, init: RequestInit = {}, target = url) => {
    const headers = { Authorization: "Bearer test-key", "Content-Type": "application/json" };
    const response = await createMockApi().fetch(target, { method: "POST", headers, ...(body && { body }), ...init });
    return { status: response.status, body: await response.json() };
  };

  test("to a base URL with a path finds its operation, and a path with a malformed escape finds none", async () => {
    const api = createMockApi();
    const client = createDariClient({ apiKey: "key", baseUrl: "https://gateway.example.com/dari/", fetch: api.fetch });
    expect(await client.sessions.create("agt_123")).toMatchObject({ agent_id: "agt_123" });
    expect((await send(undefined, {}, "https://api.dari.dev/v1/agents/%ZZ/sessions")).status).toBe(404);
  });

  test("is recorded with its body", async () => {
    const { api, client } = setUp();
    await client.sessions.create("agt_123", { name: "Nightly" });
    expect(api.requests).toEqual([{ method: "POST", url, body: { name: "Nightly" } }]);
  });

  test("that is invalid is refused with the constraint, without the value", async () => {
    const refused = await send('{"internet_access":"secret"}');
    expect(refused).toMatchObject({ status: 422, body: { detail: [{ loc: ["body", "internet_access"] }] } });
    expect(JSON.stringify(refused)).not.toContain("secret");
  });

  test("with an invalid secret name is refused with its position, as the mock does", async () => {
    const refused = await send('{"secrets":{"A":"1","github-token":"2"}}');
    expect(refused.body).toMatchObject({ detail: [{ loc: ["body", "secrets", "entry 2", "[key]"] }] });
  });

  test.for<[string, number, string | undefined, RequestInit]>([
    ["malformed JSON", 422, "{", {}],
    ["no API key", 401, undefined, { headers: {} }],
    ["another method", 404, undefined, { method: "DELETE" }],
  ])("with %s is refused with %d", async ([, status, body, init]) => {
    expect(await send(body, init)).toMatchObject({ status, body: { detail: expect.anything() } });
  });
});

describe("the next response", () => {
  test("is the status code that a test asks for, once, with the description's own detail", async () => {
    const { api, client } = setUp();
    api.respondWith(404);
    await expect(client.sessions.create("agt_123")).rejects.toMatchObject({ status: 404, detail: "Agent not found" });
    await client.sessions.create("agt_123");
    expect(api.created).toHaveLength(1);
  });

  test("has the header fields and the body that a test asks for", async () => {
    const { api, client } = setUp();
    api.respondWith(418, { "X-Request-Id": "req_1" }, { detail: "I'm a teapot" });
    await expect(client.sessions.create("agt_123")).rejects.toMatchObject({ status: 418, detail: "I'm a teapot" });
  });

  test("that asks to retry is followed by the retry", async () => {
    const { api, client } = setUp();
    api.respondWith(429, { "Retry-After": "0" });
    const session = await client.sessions.create("agt_123", { name: "Nightly" });
    expect(session.name).toBe("Nightly");
    expect(api.requests.map(({ body }) => body)).toEqual([{ name: "Nightly" }, { name: "Nightly" }]);
    expect(api.created).toEqual([session]);
  });

  test("can be lost after the session was created", async () => {
    const { api, client } = setUp();
    api.loseResponse();
    const lost = client.sessions.create("agt_123", { metadata: { job: "7" } });
    await expect(lost).rejects.toMatchObject({ name: "DariConnectionError", outcome: "unknown" });
    expect(api.created).toMatchObject([{ metadata: { job: "7" } }]);
  });

  test("can be slow, and is given up at the client's timeout", async () => {
    const { api, client } = setUp({ timeout: 50 });
    api.delayResponse(60_000);
    await expect(client.sessions.create("agt_123")).rejects.toMatchObject({ name: "DariTimeoutError" });
    const { api: patient, client: waiting } = setUp();
    patient.delayResponse(1);
    expect(await waiting.sessions.create("agt_123")).toMatchObject({ agent_id: "agt_123" });
  });
});
