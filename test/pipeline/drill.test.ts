import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operationPages } from "../../scripts/docs/reference.ts";
import { startMock } from "../../scripts/mock/server.ts";
import { reportOn } from "../support/gate.ts";
import { ProjectCopy } from "../support/project-copy.ts";
import { apiKey, sessionServer } from "../support/servers/sessions.ts";
import { storing } from "../support/servers/stored-sessions.ts";
import { operations, route } from "../support/session-operations.ts";

const property = (name: string) => `      properties:
        ${name}:
          type: string
          description: A property that was added to see it arrive everywhere.
          examples: [soon]
`;

let copy: ProjectCopy;

function succeed(command: string, ...args: string[]): string {
  const { status, out } = copy.run(command, ...args);
  expect(status, out).toBe(0);
  return out;
}

/** Adds a property at the head of a schema's. */
function add(schema: string, name: string): void {
  const file = "openapi/openapi.yaml";
  const [before = "", after = ""] = copy.read(file).split(`    ${schema}:\n`);
  copy.write(file, `${before}    ${schema}:\n${after.replace("      properties:\n", property(name))}`);
}

beforeAll(() => {
  copy = new ProjectCopy();
  copy.replace("openapi/openapi.yaml", "paths:\n", operations);
});

afterAll(() => copy.remove());

test("three operations, added to the description alone, pass the tests of the description and of what it makes", () => {
  succeed("npm", "run", "generate");
  const folders = ["test/spec", "test/mock", "test/testing", "test/contract/create-session.test.ts"];
  succeed("vitest", "run", "--config", "test/vitest.config.ts", ...folders);
}, 300_000);

describe("two properties and three operations, added to the description alone, reach", () => {
  beforeAll(() => {
    add("CreateSessionRequest", "urgency");
    add("Session", "due");
    succeed("npm", "run", "generate");
  });

  test("the types", () => {
    copy.write(
      "test/drill.ts",
      `import { createDariClient } from "../src/index.ts";
const client = createDariClient({ apiKey: "key" });
const { due } = await client.sessions.create("agt_123", { urgency: "high" });
const { data } = await client.raw.GET("${route}", { params: { path: { session_id: "sess_123" } } });
export const both: (string | undefined)[] = [due, data?.due];
`,
    );
    succeed("tsc", "--incremental", "false");
  });

  test("the package's bundle", () => {
    const bundle = JSON.parse(copy.read("generated/openapi.json"));
    expect(bundle.paths[route].get.operationId).toBe("readSession");
    expect(bundle.components.schemas.CreateSessionRequest.properties.urgency.type).toBe("string");
    expect(bundle.components.schemas.Session.properties.due.type).toBe("string");
  });

  test("the reference in the documentation", () => {
    const pages = JSON.stringify(operationPages(JSON.parse(copy.read("generated/openapi.json")), {}));
    for (const word of [route, "Read a session", "urgency", "due"]) expect(pages).toContain(word);
  });

  test("the mock", async () => {
    const mock = await startMock({ description: path.join(copy.folder, "generated/openapi.json") });
    const send = (url: string, init: RequestInit) =>
      fetch(mock.url + url, { ...init, headers: { Authorization: "Bearer any" }, signal: AbortSignal.timeout(10_000) });
    try {
      expect((await send("/v1/sessions/sess_123", {})).status).toBe(200);
      const body = new Blob(['{"urgency":1}'], { type: "application/json" });
      expect((await send("/v1/agents/agt_123/sessions", { method: "POST", body })).status).toBe(422);
    } finally {
      await mock.stop();
    }
  });

  test("the client", () => {
    copy.write(
      "drill.ts",
      `import { createDariClient } from "./src/index.ts";
const client = createDariClient({
  apiKey: "key",
  fetch: async (...[request, init]: [Request | string, RequestInit?]) => {
    console.log(typeof request === "string" ? request : request.url, init?.body ?? "");
    return Response.json({ id: "sess_123", due: "soon" });
  },
});
console.log((await client.sessions.create("agt_123", { urgency: "high" })).due);
console.log((await client.raw.GET("${route}", { params: { path: { session_id: "a/b" } } })).data?.due);
`,
    );
    expect(succeed("node", "drill.ts")).toBe(`https://api.dari.dev/v1/agents/agt_123/sessions {"urgency":"high"}
soon
https://api.dari.dev/v1/sessions/a%2Fb${" "}
soon
`);
  });

  test("the cases of the contract gate", () => {
    const cases = succeed("npm", "run", "--silent", "contract", "--", "--list");
    for (const word of ["readSession", "listSessions", "deleteSession", "urgency", "session_id"]) {
      expect(cases).toContain(word);
    }
  });

  test("the contract gate, which the mock passes", () => {
    expect(succeed("npm", "run", "--silent", "contract")).toContain("PASSED");
  });

  test("the contract gate, which reads, lists and deletes what a small server stores", async () => {
    const spec = JSON.parse(copy.read("generated/openapi.json"));
    const report = await reportOn((clock) => sessionServer(storing(["urgency"]), clock).handler, { spec, apiKey });
    expect(report.findings.map(({ title, exchange }) => `${title} ${exchange.curl}`)).toEqual([]);
    expect([report.verdict, report.skipped, report.created]).toEqual(["passed", [], []]);
    const sequences = report.cases.filter(({ id }) => id.includes("/state/"));
    expect(sequences.map(({ outcome }) => outcome)).toEqual(Array.from({ length: sequences.length }, () => "passed"));
    expect(sequences.length).toBeGreaterThan(5);
  });
});
