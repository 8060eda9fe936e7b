import { describe, expect, test } from "vitest";
import { boundariesOf } from "../../../src/contract/values/boundary.ts";
import type { TextCount } from "../../../src/contract/values/text-boundary.ts";
import type { GeneratedValue } from "../../../src/contract/values/value.ts";
import { schemaWith } from "./support.ts";

function boundaries(definition: object, texts?: TextCount): GeneratedValue[] {
  const { inputs, schema } = schemaWith(definition);
  return boundariesOf(inputs, schema, texts);
}

describe("valid values at the boundaries", () => {
  test.each<[keyword: string, schema: object, values: unknown[]]>([
    ["minimum", { type: "integer", minimum: 2, maximum: 9 }, [2]],
    ["maximum", { type: "integer", minimum: 2, maximum: 9 }, [9]],
    ["exclusiveMinimum", { type: "number", exclusiveMinimum: 0, multipleOf: 0.5 }, [0.5]],
    ["exclusiveMaximum", { type: "integer", exclusiveMaximum: 5 }, [4]],
    ["multipleOf", { type: "number", multipleOf: 0.5, minimum: 0 }, [0.5]],
    ["type", { type: "integer", minimum: -1 }, [0, 1, -1]],
    ["type", { type: "boolean" }, [true, false]],
    ["type", { type: "null" }, [null]],
    ["enum", { enum: ["ab", 3] }, ["ab", 3]],
    ["const", { const: 5 }, [5]],
    ["maxLength", { type: "string", maxLength: 4 }, ["cana", "😀😀😀😀"]],
    ["maxLength", { type: "string", maxLength: 9000 }, []],
    ["minLength", { type: "string", minLength: 3 }, ["xxx"]],
    ["minItems", { type: "array", items: { const: 7 }, minItems: 1 }, [[7]]],
    ["maxItems", { type: "array", items: { enum: [7, 8] }, maxItems: 2, uniqueItems: true }, [[8, 7]]],
  ])("of %s in %j", (keyword, schema, values) => {
    const found = boundaries(schema, "few").filter(({ pointer }) => pointer.endsWith(`/${keyword}`));
    expect(found.map(({ value }) => value)).toEqual(values);
    expect(new Set(found.map(({ expects }) => expects))).toEqual(new Set(values.length > 0 ? ["accepted"] : []));
  });

  test("of a property stand in a small object", () => {
    const found = boundaries({ type: "object", properties: { a: { type: "boolean" }, b: { const: "B" } } });
    expect(found.map(({ title, value }) => [title, value])).toEqual([
      ["a: true", { a: true }],
      ["a: false", { a: false }],
      ['b: "B"', { b: "B" }],
      ["its smallest form", {}],
    ]);
  });

  test("of the length of a map", () => {
    const found = boundaries({
      type: "object",
      additionalProperties: { const: 1 },
      minProperties: 2,
      maxProperties: 3,
    });
    const sizes = (keyword: string) =>
      found.filter(({ pointer }) => pointer.endsWith(keyword)).map(({ value }) => Object.keys(value as object).length);
    expect(sizes("/maxProperties")).toEqual([3]);
    expect(found.find(({ title }) => title === "its smallest form")?.value).toEqual({ key_1: 1, key_2: 1 });
  });

  test("what may be refused all the same is ambiguous", () => {
    const ambiguous = (schema: object) =>
      boundaries(schema)
        .filter(({ expects }) => expects === "ambiguous")
        .map(({ title }) => title);
    expect(ambiguous({ type: "string" })).toEqual(["empty text", "1,000 characters", "a space", "a NUL character"]);
    expect(ambiguous({ type: "string", maxLength: 8 })).toEqual(["empty text", "a space", "a NUL character"]);
    const reference = boundaries({ type: "string", "x-reference": true });
    expect(reference.every(({ expects }) => expects === "ambiguous")).toBe(true);
  });

  test("texts that look false to a language are tried for secrets and entries of maps, too", () => {
    const secrets = boundaries({ type: "string", writeOnly: true }).map(({ value }) => value);
    expect(secrets).toEqual(expect.arrayContaining(["0", "false", "null", "no", " "]));
    const entries = boundaries({ type: "object", additionalProperties: { type: "string" } }).flatMap(({ value }) =>
      Object.values(value as object),
    );
    expect(entries).toEqual(expect.arrayContaining(["0", "false", "null", "no", " "]));
  });
});
