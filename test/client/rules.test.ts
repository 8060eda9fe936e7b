import { describe, expect, test } from "vitest";
import spec from "../../generated/openapi.json" with { type: "json" };
import { clientRules } from "../../scripts/client-artefacts.ts";
import type { Document } from "../../scripts/document.ts";

/** A copy of the description in which one piece of text is replaced by another. */
function changed(find: string, replace: string): Document {
  const text = JSON.stringify(spec);
  expect(text).toContain(find);
  return JSON.parse(text.replaceAll(find, () => replace));
}

describe("the rules that the client checks", () => {
  test("follow the description", () => {
    expect(clientRules(changed("^[A-Z_][A-Z0-9_]*$", "^[a-z]+$"))).toContain('"pattern": /^[a-z]+$/u');
    expect(clientRules(changed("https://api.dari.dev", "https://eu.dari.dev"))).toContain("https://eu.dari.dev");
  });

  test("are each operation's own", () => {
    const body = {
      content: { "application/json": { schema: { type: "object", properties: { note: { type: "string" } } } } },
    };
    const parameters = [{ name: "session_id", in: "path", schema: { type: "string", minLength: 5 } }];
    const document = JSON.parse(JSON.stringify(spec)) as Document;
    const operation = { operationId: "annotate", requestBody: body, responses: {} };
    document.paths["/v1/sessions/{session_id}"] = { parameters, patch: operation };
    const text = clientRules(document).replace(/\s+/g, " ");
    expect(text).toContain(
      '"PATCH /v1/sessions/{session_id}": { "parameters": { "session_id": { "type": "string", "minLength": 5 } }, "body": { "type": "object", "properties": { "note": { "type": "string" } } } }',
    );
  });

  test("can't leave out one that the client doesn't know", () => {
    const longer = changed(
      '"minLength":1,"description":"The secret value',
      '"maxLength":9,"description":"The secret value',
    );
    expect(() => clientRules(longer)).toThrow(
      "secrets/additionalProperties/maxLength: the client can't check this yet",
    );
  });
});
