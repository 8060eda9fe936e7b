import { describe, expect, test } from "vitest";
import spec from "../../generated/openapi.json" with { type: "json" };
import { clientConstraints } from "../../scripts/generate/client-constraints.ts";
import { type Constraints, checkPathSegment, issuesOf } from "../../src/client/constraints.ts";

/** A copy of the description in which one piece of text is replaced by another. */
function changed(find: string, replace: string): unknown {
  const text = JSON.stringify(spec);
  expect(text).toContain(find);
  return JSON.parse(text.replaceAll(find, () => replace));
}

describe("the constraints that the client checks", () => {
  test("follow the description", () => {
    expect(clientConstraints(changed("^[A-Z_][A-Z0-9_]*$", "^[a-z]+$"))).toContain('"pattern": /^[a-z]+$/u');
    expect(clientConstraints(changed("https://api.dari.dev", "https://eu.dari.dev"))).toContain("https://eu.dari.dev");
  });

  test("belong to their operation, and leave to the server what the client doesn't check", () => {
    const properties = { note: { type: "string", maxLength: 9 }, count: { type: "integer", minimum: 1 } };
    const body = { content: { "application/json": { schema: { type: "object", properties } } } };
    const parameters = [{ name: "session_id", in: "path", schema: { type: "string", minLength: 5 } }];
    const document = structuredClone(spec);
    const operation = { operationId: "annotate", requestBody: body, responses: { 409: { description: "Conflict" } } };
    Object.assign(document.paths, { "/v1/sessions/{session_id}": { parameters, patch: operation } });
    const text = clientConstraints(document).replace(/\s+/g, " ");
    expect(text).toContain(
      '"PATCH /v1/sessions/{session_id}": { "parameters": { "session_id": { "type": "string", "minLength": 5 } }, "body": { "type": "object", "properties": { "note": { "type": "string" }, "count": {} } } }',
    );
    expect(text).toMatch(/documentedErrors = \[ 401, 403, 404, 409, 422, 429 \]/);
  });
});

describe("a value that violates constraints, which a later description may have, has an issue for", () => {
  const text: Constraints = { type: "string", minLength: 3 };
  test.for<[string, unknown, Constraints, { field: string; message: string }[]]>([
    ["a length", "ab", text, [{ field: "note", message: "must have at least 3 characters" }]],
    [
      "a property of a property",
      { address: { city: "a" } },
      { type: "object", properties: { address: { type: "object", properties: { city: text } } } },
      [{ field: "note.address.city", message: "must have at least 3 characters" }],
    ],
    [
      "an entry of a map in a property",
      { tags: { a: 5 } },
      { properties: { tags: { additionalProperties: text } } },
      [{ field: "note.tags entry 1", message: "must be of type string, not number" }],
    ],
    ["nothing where no type is stated", [null, "", 5], { minLength: 3, properties: {} }, []],
    ["nothing where null is of any type", null, { minLength: 3, properties: { a: text } }, []],
    ["nothing where text is of any type", "abc", { minLength: 3, additionalProperties: text }, []],
  ])("%s", ([, value, constraints, issues]) => {
    expect(issuesOf(value, constraints, "note")).toEqual(issues);
  });

  test.for(["", undefined, null])("a path parameter that is %j", (value) => {
    expect(checkPathSegment("id", value)).toEqual([{ field: "id", message: 'must not be empty, "." or ".."' }]);
  });
});
