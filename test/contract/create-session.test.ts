/** The contract of the server at CONTRACT_BASE_URL; without one, of the mock. */
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import spec from "../../generated/openapi.json" with { type: "json" };
import { mockIgnore } from "../../scripts/contract.ts";
import { startMock } from "../../scripts/mock/server.ts";
import { contractTests } from "../../src/contract/vitest.ts";
import { createDariClient, DariApiError } from "../../src/index.ts";
import { examples, schemaValidator } from "../support/spec.ts";

const given = process.env["CONTRACT_BASE_URL"];
const log: string[] = [];
const mock = given ? undefined : await startMock({ log: (text) => log.push(text) });
const onMock = mock !== undefined;
const baseUrl = (mock?.url ?? given ?? "").replace(/\/+$/, "").replace(/\/v1$/, "");
const apiKey = onMock ? "mock-key" : process.env["DARI_API_KEY"];
const agentId = (onMock ? undefined : process.env["DARI_AGENT_ID"]) ?? "agt_123";
const isSession = schemaValidator("Session");
const isError = schemaValidator("ErrorResponse");

afterAll(() => mock?.stop());

beforeEach(({ onTestFailed }) => {
  const before = log.length;
  onTestFailed(() => {
    if (mock) console.error(["The mock logged:", ...log.slice(before)].join("\n"));
  });
});

contractTests({ spec, baseUrl, apiKey, known: { agent_id: agentId }, ignore: onMock ? mockIgnore : [] });

test("the client creates a session", async () => {
  const { value } = examples.AllFields;
  const { name, metadata } = value;
  // A real server takes neither the example's storage binding nor its secrets.
  const params = onMock ? value : { name, metadata };
  const session = await createDariClient({ baseUrl, apiKey }).sessions.create(agentId, params);
  expect(isSession(session), JSON.stringify(isSession.errors)).toBe(true);
});

describe("each documented response of the mock", () => {
  beforeEach(({ skip }) => skip(!onMock, "The server at CONTRACT_BASE_URL chooses its responses itself."));

  const prefer = (preference: string) =>
    fetch(`${baseUrl}/v1/agents/${agentId}/sessions`, {
      method: "POST",
      headers: { Authorization: `Bearer ${apiKey}`, Prefer: preference },
      signal: AbortSignal.timeout(5000),
    });

  test.for(["code=200, example=defaults", "code=200, example=full", "code=201, example=full"])(
    "%s",
    async (preference) => {
      const response = await prefer(preference);
      expect(`code=${response.status}`).toBe(preference.split(",")[0]);
      expect(isSession(await response.json()), JSON.stringify(isSession.errors)).toBe(true);
    },
  );

  test.for([401, 403, 404, 422, 429, 500])("%d", async (code) => {
    const response = await prefer(`code=${code}`);
    expect(response.status).toBe(code);
    expect(isError(await response.json()), JSON.stringify(isError.errors)).toBe(true);
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
