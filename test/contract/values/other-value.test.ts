import { describe, expect, test } from "vitest";
import { emptyValues, otherValue } from "../../../src/contract/values/other-value.ts";
import { schemaWith } from "./support.ts";

describe("another value", () => {
  test.each<[schema: object, value: unknown, other: unknown]>([
    [{ enum: ["a", "b"] }, "a", "b"],
    [{ type: "boolean" }, true, false],
    [{ type: "boolean" }, false, true],
    [{ type: "integer" }, 3, 4],
    [{ type: "integer", maximum: 3 }, 3, 2],
    [{ type: "number", multipleOf: 0.5 }, 2, 2.5],
    [{ type: "integer", minimum: 10 }, "none", 10],
    [{ type: "integer", maximum: -10 }, "none", -10],
    [{ type: "string" }, "Task", "schema canary"],
    [{ type: "string", writeOnly: true }, "Task", "schema secret"],
    [{ type: "string", format: "email" }, "a@example.com", "other-canary@example.com"],
    [{ type: "string", format: "date-time" }, "2026-03-31T18:40:00Z", "2031-05-06T07:08:09Z"],
    [
      { type: "object", properties: { a: { type: "boolean" }, b: { const: 1 } } },
      { a: true, b: 1 },
      { a: false, b: 1 },
    ],
    [{ type: "object", properties: { a: { type: "boolean" }, b: { type: "boolean" } } }, { b: true }, { b: false }],
    [
      { type: "object", properties: { a: { type: "boolean", readOnly: true }, b: { type: "boolean" } } },
      { a: true, b: true },
      { a: true, b: false },
    ],
    [{ anyOf: [{ const: 1 }, { type: "boolean" }] }, 1, true],
    [{ type: ["null", "boolean"] }, false, true],
  ])("of %j than %j is %j", (definition, value, other) => {
    const { inputs, schema } = schemaWith(definition);
    expect(otherValue(inputs, schema, value)).toEqual(other);
  });

  test.each<[schema: object, value: unknown]>([
    [{ type: "string", format: "uuid" }, "0b5a8e1c-7d43-4f2a-9c61-000000000000"],
    [{ type: "string", format: "date" }, "2026-03-31"],
    [{ type: "string", pattern: "^[a-z]{3}$" }, "abc"],
    [{ type: "array", items: { type: "integer" } }, [1]],
    [{ type: "object", additionalProperties: { type: "integer" } }, { a: 1 }],
  ])("of %j than %j is a random one", (definition, value) => {
    const { inputs, schema } = schemaWith(definition);
    const other = otherValue(inputs, schema, value);
    expect(inputs.validator.accepts(schema, other)).toBe(true);
    expect(other).not.toEqual(value);
  });

  test.each<[schema: object, value: unknown]>([
    [{ const: "a" }, "a"],
    [{ type: ["null"] }, 1],
  ])("of %j than %j is not found", (definition, value) => {
    const { inputs, schema } = schemaWith(definition);
    expect(otherValue(inputs, schema, value)).toBeUndefined();
  });
});

test.each<[schema: object, values: unknown[]]>([
  [{}, [false, 0, "", [], null]],
  [{ type: ["integer", "null"] }, [0, null]],
  [{ type: "string", minLength: 1 }, []],
])("the values of %j that a server may take for a missing one are %j", (definition, values) => {
  const { inputs, schema } = schemaWith(definition);
  expect(emptyValues(inputs, schema)).toEqual(values);
});
