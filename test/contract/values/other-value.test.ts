import { describe, expect, test } from "vitest";
import { emptyValues, otherValue, unusualText } from "../../../src/contract/values/other-value.ts";
import { schemaWith } from "./support.ts";

describe("another value", () => {
  test.each<[schema: object, value: unknown, other: unknown]>([
    [{ enum: ["a", "b", "c", "d", "e", "f"] }, "a", "b"],
    [{ type: "boolean" }, true, false],
    [{ type: "boolean" }, false, true],
    [{ type: "integer" }, 3, 4],
    [{ type: "integer", maximum: 3 }, 3, 2],
    [{ type: "number", multipleOf: 0.5 }, 2, 2.5],
    [{ type: "integer", minimum: 100, maximum: 900 }, "none", 100],
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

const special = " <b>canary</b> & 'x' \"y\" \\ %41 é 😀 ";

test.each<[kind: "long" | "special", schema: object, text: string | undefined]>([
  ["long", {}, "canary".padEnd(64, " and so on")],
  ["long", { maxLength: 10 }, "canary and"],
  ["long", { maxLength: 1001 }, "canary".padEnd(1000, " and so on")],
  ["special", {}, special],
  ["special", { maxLength: 20 }, " <canary> & 'é' "],
  ["special", { maxLength: 6 }, "<&'é\">"],
  ["special", { maxLength: 5 }, "<&é"],
  ["special", { maxLength: 2 }, undefined],
  ["special", { format: "colour" }, undefined],
  ["special", { writeOnly: true, maxLength: 20 }, " <secret> & 'é' "],
])("%s text of %j is %j", (kind, definition, text) => {
  const { inputs, schema } = schemaWith({ type: "string", ...definition });
  expect(unusualText(inputs, schema, kind)).toBe(text);
});
