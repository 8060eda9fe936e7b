import { describe, expect, test } from "vitest";
import { changedProperty, writtenValues } from "../../../../src/contract/state/steps/written-values.ts";
import { readDescription } from "../../../../src/openapi/document.ts";
import { describeBody } from "../../support.ts";

/** The property of the written values that a response shows otherwise, where both have this schema. */
function changed(property: object, value: unknown, shown: object, readSchema?: object): string | undefined {
  const schema = { type: "object", properties: { value: property, other: { type: "string" } } };
  const read = { "200": { description: "Shown", content: { "application/json": { schema: readSchema ?? schema } } } };
  const description = readDescription(describeBody(schema, { responses: read }));
  const [operation] = description.operations;
  const response = [...(operation?.responses[0]?.content.values() ?? [])][0];
  const written = writtenValues(operation?.body?.schema, { value }, response);
  return changedProperty(written, { body: shown, schema: response }, description.responses)?.name;
}

const text = { type: "string" };

describe("a value that was written is shown as", () => {
  test.for<[string, object, unknown, object]>([
    ["itself", text, "a", { value: "a" }],
    ["false", { type: "boolean" }, false, { value: false }],
    [
      "the same moment in another zone",
      { ...text, format: "date-time" },
      "2026-03-31T18:40:00Z",
      { value: "2026-03-31T20:40:00.000+02:00" },
    ],
    [
      "the same e-mail address in small letters",
      { ...text, format: "email" },
      "Ada@example.com",
      { value: "ada@example.com" },
    ],
    ["a missing value in place of null", { type: ["string", "null"] }, null, {}],
    ["a missing value in place of an empty list", { type: "array", items: text }, [], {}],
    ["the same tags in another order", { type: "array", items: text }, ["b", "a"], { value: ["a", "b"] }],
    [
      "an object with more than was written",
      { type: "object", properties: { a: text } },
      { a: "x" },
      { value: { a: "x", b: 1 } },
    ],
  ])("%s", ([, schema, value, shown]) => {
    expect(changed(schema, value, shown)).toBeUndefined();
  });
});

describe("a value that was written is not shown as", () => {
  test.for<[string, object, unknown, object]>([
    ["another one", text, "a", { value: "b" }],
    ["a missing one", text, "a", {}],
    ["null in place of empty text", { type: ["string", "null"] }, "", { value: null }],
    [
      "another moment",
      { ...text, format: "date-time" },
      "2026-03-31T18:40:00Z",
      { value: "2026-03-31T18:40:00+02:00" },
    ],
    ["text in place of null", { type: ["string", "null"] }, null, { value: "a" }],
    ["text in place of null that is the default", { type: ["string", "null"], default: null }, null, { value: "a" }],
    ["a shorter list", { type: "array", items: text }, ["a", "b"], { value: ["a"] }],
    ["an object without a property", { type: "object", properties: { a: text } }, { a: "x" }, { value: {} }],
  ])("%s", ([, schema, value, shown]) => {
    expect(changed(schema, value, shown)).toBe("value");
  });
});

test("of an object that the server completes, the properties that the client owns are compared", () => {
  const server = { readOnly: true, type: "string" };
  const property = { type: "object", properties: { label: text, version: text, uid: server } };
  const read = { type: "object", properties: { value: { ...property, required: ["label", "version", "uid"] } } };
  const written = { label: "a", version: "1" };
  expect(changed(property, written, { value: { label: "a", version: "2", uid: "7" } }, read)).toBeUndefined();
  expect(changed(property, written, { value: { label: "b", version: "2", uid: "7" } }, read)).toBe("value");
});

test("nothing is said of a value that the response shows in a form of its own, or in an envelope elsewhere", () => {
  const expanded = { type: "object", properties: { value: { type: "object", properties: { name: text } } } };
  expect(changed(text, "a", { value: { name: "b" } }, expanded)).toBeUndefined();
  const envelope = { type: "object", properties: { data: { type: "object", properties: { value: text } } } };
  expect(changed(text, "a", { data: { value: "a" } }, envelope)).toBeUndefined();
  expect(changed(text, "a", { data: { value: "b" } }, envelope)).toBe("value");
});
