import { describe, expect, test } from "vitest";
import { arbitraryOf, distinctOf, samplesOf } from "../../../src/contract/values/arbitrary.ts";
import { exampleOf } from "../../../src/contract/values/example.ts";
import { canary, schemaWith } from "./support.ts";

const otherUuid = "f3b5a8e1-7d43-4f2a-9c61-0123456789ab";
const self = { $ref: "#/components/schemas/Self" };

describe("an example", () => {
  test.each<[title: string, schema: object, smallest: unknown, fullest: unknown]>([
    ["is the first value of an enum", { enum: ["a", "b"] }, "a", "a"],
    ["is recognised by the canary", { type: "string" }, "canary", "canary"],
    ["keeps the example of the description", { type: "string", examples: ["Task"] }, "Task canary", "Task canary"],
    ["is no longer than it may be", { type: "string", maxLength: 6, examples: ["Task"] }, "canary", "canary"],
    ["of a secret has the canary of secrets", { type: "string", writeOnly: true }, "secret", "secret"],
    [
      "has all properties or only the required ones",
      { type: "object", required: ["a"], properties: { a: { const: 1 }, b: { const: 2 } } },
      { a: 1 },
      { a: 1, b: 2 },
    ],
    [
      "has no property that the server sets",
      { type: "object", properties: { id: { const: 1, readOnly: true }, b: { const: 2 } } },
      {},
      { b: 2 },
    ],
    [
      "has the required names that nothing is said of",
      { type: "object", required: ["a"] },
      { a: "canary" },
      { a: "canary" },
    ],
    [
      "of a map has three entries",
      { type: "object", additionalProperties: { const: 1 } },
      {},
      { key_1: 1, key_2: 1, key_3: 1 },
    ],
    [
      "of a map has the keys of the description's example",
      { type: "object", additionalProperties: { const: 1 }, examples: [{ kind: 1 }], minProperties: 1 },
      { kind: 1 },
      { kind: 1, key_1: 1, key_2: 1 },
    ],
    ["of a list has no item, or one", { type: "array", items: { const: 1 } }, [], [1]],
    [
      "of a list has as many items as it must",
      { type: "array", items: { enum: [1, 2] }, minItems: 2, uniqueItems: true },
      [2, 1],
      [2, 1],
    ],
    [
      "of a list is recognised by the canary",
      { type: "array", items: { type: "string" }, maxItems: 1 },
      [],
      ["canary"],
    ],
    [
      "of a list of nothing in particular",
      { type: "array", minItems: 2 },
      ["canary0", "canary1"],
      ["canary0", "canary1"],
    ],
    ["of a list repeats an item where it must", { type: "array", items: { const: 7 }, minItems: 2 }, [7, 7], [7, 7]],
    [
      "of a reference is the one that the description shows",
      { type: "string", "x-reference": true, examples: ["agt_1"] },
      "agt_1",
      "agt_1",
    ],
    ["of a UUID is recognised, too", { type: "string", format: "uuid" }, canary.uuid, canary.uuid],
    [
      "of a UUID is the one that the description shows",
      { type: "string", format: "uuid", examples: [otherUuid] },
      otherUuid,
      otherUuid,
    ],
    [
      "of an address is one that no other run has",
      { type: "string", format: "email" },
      "canary@example.com",
      "canary@example.com",
    ],
    [
      "of a URI is one that no other run has",
      { type: "string", format: "uri" },
      "https://example.com/canary",
      "https://example.com/canary",
    ],
    [
      "of another format is the one that the description shows",
      { type: "string", format: "date", examples: ["2026-03-31"] },
      "2026-03-31",
      "2026-03-31",
    ],
    [
      "has the properties of one part where another part forbids the others",
      {
        type: "object",
        allOf: [
          { properties: { a: { const: 1 }, b: { const: 2 } }, additionalProperties: false },
          { properties: { a: { const: 1 }, c: { const: 3 } } },
        ],
      },
      {},
      { a: 1, b: 2 },
    ],
    [
      "of a map has no entries beside properties",
      { type: "object", properties: { a: { const: 1 } }, additionalProperties: { const: 2 } },
      {},
      { a: 1 },
    ],
    [
      "of a map has entries beside properties where it must",
      {
        type: "object",
        properties: { a: { const: 1 } },
        required: ["a"],
        additionalProperties: { const: 2 },
        minProperties: 2,
      },
      { a: 1, key_1: 2 },
      { a: 1, key_1: 2 },
    ],
    [
      "of a map has valid keys",
      {
        type: "object",
        additionalProperties: { const: 1 },
        propertyNames: { enum: ["x", "y", "__proto__"] },
        examples: [{ kind: 1, x: 2 }, "none"],
        minProperties: 1,
      },
      { x: 1 },
      { x: 1, y: 1 },
    ],
    [
      "of a map has no key of a property",
      {
        type: "object",
        properties: { a: { const: 5 } },
        additionalProperties: { const: 1 },
        examples: [{ a: 5, k: 2 }],
        minProperties: 1,
      },
      { k: 1 },
      { a: 5 },
    ],
    ["takes a branch that is valid", { oneOf: [{ type: "string", maxLength: 2 }, { const: 5 }] }, 5, 5],
  ])("%s", (_title, definition, smallest, fullest) => {
    const { inputs, schema } = schemaWith(definition);
    expect(exampleOf(inputs, schema, "smallest")).toEqual(smallest);
    expect(exampleOf(inputs, schema)).toEqual(fullest);
  });

  test("takes the branch with the smallest values where it gets too deep", () => {
    const Self = { oneOf: [{ type: "object", required: ["a"], properties: { a: self } }, { const: 7 }] };
    const { inputs, schema } = schemaWith(self, {}, { schemas: { Self } });
    expect(exampleOf(inputs, schema)).toEqual({ a: { a: { a: { a: { a: 7 } } } } });
  });

  test("names what is known to exist", () => {
    const definition = { type: "object", properties: { agent: { type: "string", "x-reference": true } } };
    const known = schemaWith(definition, { agent: "agt_1" });
    expect(exampleOf(known.inputs, known.schema)).toEqual({ agent: "agt_1" });
    const unknown = schemaWith(definition);
    expect(exampleOf(unknown.inputs, unknown.schema)).toEqual({});
  });
});

describe("random values", () => {
  test.each([
    { type: "integer", minimum: 3, maximum: 8, multipleOf: 2 },
    { type: "number", exclusiveMinimum: 0, maximum: 0.2 },
    { type: "string", pattern: "^[a-z]{3}$" },
    { type: "string", format: "date-time" },
    { type: "string", minLength: 2, maxLength: 3 },
    { type: "array", items: { type: "integer" }, minItems: 2, maxItems: 3, uniqueItems: true },
    { type: "object", additionalProperties: { type: "boolean" }, minProperties: 1, maxProperties: 2 },
    { type: "object", required: ["a"], properties: { a: { type: ["null", "boolean"] }, b: { const: 1 } } },
    { anyOf: [{ type: "string", maxLength: 5 }, { type: "null" }] },
  ])("are valid, and the same for the same seed: %j", (definition) => {
    const { inputs, schema } = schemaWith(definition);
    const values = samplesOf(inputs, schema, 50);
    expect(values).toHaveLength(50);
    for (const value of values) expect(inputs.validator.accepts(schema, value), JSON.stringify(value)).toBe(true);
    const again = schemaWith(definition);
    expect(samplesOf(again.inputs, again.schema, 50)).toEqual(values);
  });

  test("are different where they are asked to be", () => {
    const { inputs, schema } = schemaWith({ enum: [1, 2, 3] });
    expect(distinctOf(inputs, schema, 5).sort()).toEqual([1, 2, 3]);
    expect(distinctOf(inputs, schema, 2)).toHaveLength(2);
  });

  test.each([{ type: "string", minLength: 5, maxLength: 2 }, { type: "array", minItems: 2, maxItems: 1 }, { not: {} }])(
    "are none where no value is valid: %j",
    (definition) => {
      const { inputs, schema } = schemaWith(definition);
      expect(arbitraryOf(inputs, schema)).toBeUndefined();
    },
  );
});
