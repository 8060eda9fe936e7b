import { describe, expect, test } from "vitest";
import spec from "../../generated/openapi.json" with { type: "json" };
import { examples, operation, schemaValidator, valueAt } from "../support/spec.ts";

const session = operation.responses["200"].$ref;
const { SessionDefaults: defaults, SessionAllFields: full } = spec.components.examples;

describe("a request body", () => {
  const accepts = schemaValidator("CreateSessionRequest");

  test.for<[string, unknown]>([
    ["no field", {}],
    ["every field", examples.AllFields.value],
    ["a field that the description does not know", { llm_id: "example-model" }],
    ["empty metadata", { metadata: {} }],
    ["an empty metadata value", { metadata: { kind: "" } }],
    ["a secret name of one letter", { secrets: { A: "x" } }],
    ["a secret name of one underscore", { secrets: { _: "x" } }],
    ["a secret name that ends in a digit", { secrets: { _Z9: "x" } }],
    ["internet access refused", { internet_access: false }],
  ])("may have %s", ([, body]) => {
    expect(accepts(body), JSON.stringify(accepts.errors)).toBe(true);
  });

  test.for<[string, unknown]>([
    ["a secret name that starts in lower case", { secrets: { aB: "x" } }],
    ["a secret name with a letter in lower case", { secrets: { Ab: "x" } }],
    ["a secret name that starts with a digit", { secrets: { "1A": "x" } }],
    ["a secret name with a hyphen", { secrets: { "A-B": "x" } }],
    ["an empty secret name", { secrets: { "": "x" } }],
    ["an empty secret value", { secrets: { A: "" } }],
    ["a secret value that is a number", { secrets: { A: 1 } }],
    ["a metadata value that is a number", { metadata: { task_index: 17 } }],
    ["metadata that is a list", { metadata: [] }],
    ["a name that is a number", { name: 1 }],
    ["a storage binding that is a number", { storage_binding_id: 1 }],
    ["an LLM key that is a number", { llm_api_key: 1 }],
    ["internet access as a word", { internet_access: "true" }],
    ["a list for a body", []],
  ])("may not have %s", ([, body]) => {
    expect(accepts(body)).toBe(false);
  });

  test("has one media type", () => {
    expect(Object.keys(operation.requestBody.content)).toEqual(["application/json"]);
  });
});

describe("a session", () => {
  const accepts = schemaValidator("Session");

  test.for<[string, object]>([
    ["a status nobody has seen yet", { status: "hibernating" }],
    ["a message status nobody has seen yet", { last_message_status: "streaming" }],
    ["a property that the description does not know", { llm_id: "example-model" }],
  ])("may have %s", ([, change]) => {
    expect(accepts({ ...full.value, ...change }), JSON.stringify(accepts.errors)).toBe(true);
  });

  test.for<[string, object]>([
    ["a status of null", { status: null }],
    ["an empty id", { id: "" }],
    ["internet access of null", { internet_access: null }],
    ["metadata of null", { metadata: null }],
    ["a metadata value that is a number", { metadata: { task_index: 17 } }],
    ["a creation time without a zone", { created_at: "2026-03-31T18:40:00" }],
    ["a name that is a number", { name: 1 }],
  ])("may not have %s", ([, change]) => {
    expect(accepts({ ...full.value, ...change })).toBe(false);
  });

  test.for(Object.keys(defaults.value))("may not lack %s", (property) => {
    expect(accepts({ ...defaults.value, [property]: undefined })).toBe(false);
  });

  test("is the response body of 200 and of 201", () => {
    expect(operation.responses["201"].$ref).toBe(session);
  });
});

/** The examples of a response, by name. */
function examplesOf(status: string): Record<string, { description?: string; value: object }> {
  const pointer = `/paths/~1v1~1agents~1{agent_id}~1sessions/post/responses/${status}/content/application~1json/examples`;
  const names = Object.keys(valueAt(pointer) as object);
  return Object.fromEntries(names.map((name) => [name, exampleAt(`${pointer}/${name}`)]));
}

function exampleAt(pointer: string): { description?: string; value: object } {
  const [description, value] = ["description", "value"].map((key) => valueAt(`${pointer}/${key}`));
  return { ...(typeof description === "string" && { description }), value: value as object };
}

test("no secret is in the schema or the examples of a response", () => {
  const shown = Object.keys(operation.responses).map((status) => Object.values(examplesOf(status)));
  expect(shown.flat().length).toBeGreaterThan(8);
  const responses = [spec.components.responses, spec.components.schemas.Session, shown];
  expect(JSON.stringify(responses)).not.toMatch(/"(secrets|llm_api_key)"/);
});

describe("errors", () => {
  test.for(["401", "403", "404", "422", "429", "default"] as const)("%s: an undocumented text is marked", (status) => {
    const undocumented = Object.values(examplesOf(status)).filter(
      ({ value }) => !("detail" in value && value.detail === "Missing or invalid API key"),
    );
    expect(undocumented.length).toBeGreaterThanOrEqual(status === "401" ? 0 : 1);
    for (const { description } of undocumented) expect(description).toContain("An illustration.");
  });

  test.for<[string, unknown]>([
    ["a string", "Agent not found"],
    ["an array", [{ msg: "too long" }]],
    ["an object", { code: 1 }],
    ["null", null],
  ])("may have %s for a detail", ([, detail]) => {
    expect(schemaValidator("ErrorResponse")({ detail })).toBe(true);
  });

  test("may not lack a detail", () => {
    expect(schemaValidator("ErrorResponse")({ error: "no" })).toBe(false);
  });

  test("429 says when to come back", () => {
    expect(Object.keys(spec.components.responses.TooManyRequests.headers)).toEqual(["Retry-After"]);
  });
});
