import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { execute } from "../../scripts/lib/run.ts";
import { changed } from "../support/spec.ts";

interface Problem {
  ruleId: string;
  location: { source: { ref: string } }[];
}

const schemas = "/components/schemas";

/** The value of `pointer` becomes `value`; without a value, it is removed. */
const changes: { change: string; pointer: string; value?: unknown; rule: string }[] = [
  {
    change: "a field without a description",
    pointer: `${schemas}/CreateSessionRequest/properties/storage_binding_id/description`,
    rule: "rule/schema-description",
  },
  {
    change: "secrets that are not writeOnly",
    pointer: `${schemas}/CreateSessionRequest/properties/secrets/writeOnly`,
    rule: "rule/secret-is-write-only",
  },
  {
    change: "an LLM key whose writeOnly is false",
    pointer: `${schemas}/CreateSessionRequest/properties/llm_api_key/writeOnly`,
    value: false,
    rule: "rule/secret-is-write-only",
  },
  {
    change: "a response that forbids unknown fields",
    pointer: `${schemas}/Session/additionalProperties`,
    value: false,
    rule: "rule/response-stays-open",
  },
  {
    change: "an operation without a response for a missing key",
    pointer: "/paths/~1v1~1agents~1{agent_id}~1sessions/post/responses/401",
    rule: "rule/operation-documents-401",
  },
  {
    change: "an x-returns that names no part of the request",
    pointer: `${schemas}/Session/properties/name/x-returns`,
    value: "the name of the request",
    rule: "rule/returns-part-of-request",
  },
  {
    change: "an unknown x-generated",
    pointer: `${schemas}/Session/properties/created_at/x-generated`,
    value: "sometimes",
    rule: "rule/generated-how",
  },
  {
    change: "an x-reference of a path parameter that isn't true",
    pointer: "/components/parameters/AgentId/x-reference",
    value: "agents",
    rule: "rule/reference-is-true-on-parameter",
  },
  {
    change: "an x-reference of a field that isn't true",
    pointer: `${schemas}/CreateSessionRequest/properties/storage_binding_id/x-reference`,
    value: "bindings",
    rule: "rule/reference-is-true-on-schema",
  },
  {
    change: "an example that violates its schema",
    pointer: "/components/examples/AllFields/value/internet_access",
    value: "sometimes",
    rule: "no-invalid-media-type-examples",
  },
];

describe("the linter", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "dari-lint-"));
  let reports: { problems: Problem[] }[];

  // One run for all changes: most of a run is the start of redocly.
  beforeAll(async () => {
    const files = changes.map(({ pointer, value }, index) => {
      const file = path.join(folder, `${index}.json`);
      writeFileSync(file, JSON.stringify(changed(pointer, value)));
      return file;
    });
    const { stdout } = await execute("redocly", ["lint", "dari", ...files, "--format=json"]);
    reports = JSON.parse(`[${stdout.replaceAll(/^\}\{$/gm, "},{")}]`);
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const rulesViolatedIn = (file: string) =>
    reports
      .flatMap(({ problems }) => problems)
      .filter(({ location }) => path.basename(location[0]?.source.ref ?? "") === file)
      .map(({ ruleId }) => ruleId);

  test("finds nothing in the description", () => {
    expect(reports).toHaveLength(changes.length + 1);
    expect(rulesViolatedIn("openapi.yaml")).toEqual([]);
  });

  test.for(changes.map(({ change, rule }, index) => ({ change, rule, file: `${index}.json` })))(
    "finds $change",
    ({ file, rule }) => {
      expect(rulesViolatedIn(file)).toContain(rule);
    },
  );
});
