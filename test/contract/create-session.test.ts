import { describe, expect, inject, test } from "vitest";
import { type CreateSessionParams, createDariClient, DariApiError } from "../../src/index.ts";
import { operation, schemaValidator } from "../support/spec.ts";

const baseUrl = inject("contractBaseUrl");
const onMock = inject("contractMock");
const apiKey = onMock ? "mock-key" : process.env["DARI_API_KEY"];
const agentId = process.env["DARI_AGENT_ID"] ?? "agt_123";
const url = `${baseUrl.replace(/\/+$/, "").replace(/\/v1$/, "")}/v1/agents/${agentId}/sessions`;

const isSession = schemaValidator("Session");
const isError = schemaValidator("Error");

function post(body?: string, headers: Record<string, string> = {}): Promise<Response> {
  const authorization = { Authorization: `Bearer ${apiKey}`, ...headers };
  const type = body === undefined ? {} : { "Content-Type": "application/json" };
  const signal = AbortSignal.timeout(5000);
  return fetch(url, {
    method: "POST",
    headers: { ...type, ...authorization },
    signal,
    ...(body !== undefined && { body }),
  });
}

async function expectError(response: Response, status: (status: number) => boolean): Promise<void> {
  expect(status(response.status), `status ${response.status}`).toBe(true);
  expect(response.headers.get("Content-Type")).toMatch(/^application\/json\b/);
  expect(isError(await response.json()), JSON.stringify(isError.errors)).toBe(true);
}

describe("a valid request", () => {
  const client = createDariClient({ baseUrl, apiKey });
  const examples = operation.requestBody.content["application/json"].examples;

  test.for<[string, CreateSessionParams | undefined]>([
    ["no body", undefined],
    ["an empty object", examples.defaults.value],
    ["every field", examples.full.value],
    ["a name", { name: "n" }],
    ["metadata", { metadata: { kind: "evaluation" } }],
    ["secrets", { secrets: { _A1: "x" } }],
    ["an LLM key", { llm_api_key: "k" }],
    ["internet access", { internet_access: false }],
  ])("with %s creates a session", async ([, params]) => {
    const session = await client.sessions.create(agentId, params);
    expect(isSession(session), JSON.stringify(isSession.errors)).toBe(true);
  });
});

describe("an invalid request", () => {
  test.for<[string, unknown]>([
    ["a name that is a number", { name: 1 }],
    ["a storage binding that is a list", { storage_binding_id: [] }],
    ["metadata that is a string", { metadata: "kind" }],
    ["a metadata value that is a number", { metadata: { task_index: 17 } }],
    ["a lower-case secret name", { secrets: { token: "x" } }],
    ["a secret name that starts with a digit", { secrets: { "1A": "x" } }],
    ["an empty secret value", { secrets: { A: "" } }],
    ["an LLM key that is an object", { llm_api_key: {} }],
    ["internet access as a word", { internet_access: "sometimes" }],
    ["a list for a body", []],
  ])("with %s is refused", async ([, body]) => {
    await expectError(await post(JSON.stringify(body)), (status) => status >= 400 && status < 500);
  });
});

describe("a request without a valid credential", () => {
  test.for<[string, Record<string, string>]>([
    ["no key", { Authorization: "" }],
    ["another scheme", { Authorization: "Basic bW9jazprZXk=" }],
  ])("with %s is refused", async ([, headers]) => {
    await expectError(await post(undefined, headers), (status) => status === 401 || status === 403);
  });
});

describe.runIf(onMock)("each documented answer", () => {
  const prefer = (preference: string) => post(undefined, { Prefer: preference });

  test.for(["code=200, example=defaults", "code=200, example=full", "code=201, example=full"])(
    "%s",
    async (preference) => {
      const response = await prefer(preference);
      expect(`code=${response.status}`).toBe(preference.split(",")[0]);
      expect(isSession(await response.json()), JSON.stringify(isSession.errors)).toBe(true);
    },
  );

  test.for([401, 403, 404, 422, 429, 500])("%d", async (code) => {
    await expectError(await prefer(`code=${code}`), (status) => status === code);
  });

  test("429 says how long to wait", async () => {
    expect((await prefer("code=429")).headers.get("Retry-After")).toBe("30");
  });

  test("an error reaches the caller of the client as one", async () => {
    const client = createDariClient({ baseUrl, apiKey });
    const refused = client.sessions.create(agentId, undefined, { headers: { Prefer: "code=404" } });
    await expect(refused).rejects.toThrow(DariApiError);
    await expect(refused).rejects.toMatchObject({ status: 404, detail: "Agent not found" });
  });
});
