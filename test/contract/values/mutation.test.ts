import { describe, expect, test } from "vitest";
import { mutationsOf } from "../../../src/contract/values/mutation.ts";
import { nestedMutationsOf } from "../../../src/contract/values/nested-mutation.ts";
import { schemaWith } from "./support.ts";

/** The values that violate a keyword of a schema. */
function violating(definition: object, keyword: string): unknown[] {
  const { inputs, schema } = schemaWith(definition);
  const mutations = mutationsOf(inputs, schema).filter(({ pointer }) => pointer.endsWith(`/${keyword}`));
  return mutations.map(({ value }) => value);
}

describe("values that violate one constraint", () => {
  test.each<[keyword: string, schema: object, values: unknown[]]>([
    ["minimum", { type: "integer", minimum: 2 }, [1, -998]],
    ["minimum", { type: "integer", minimum: 4, multipleOf: 2 }, [2, -1996]],
    ["maximum", { type: "integer", maximum: 9 }, [10, 1009]],
    ["exclusiveMinimum", { type: "number", exclusiveMinimum: 0 }, [0]],
    ["exclusiveMaximum", { type: "number", exclusiveMaximum: 5 }, [5]],
    ["multipleOf", { type: "number", multipleOf: 0.5 }, [0.75, 1.25, 1.75, 2.75, 3.75]],
    ["minLength", { type: "string", minLength: 2 }, ["c"]],
    ["maxLength", { type: "string", maxLength: 4 }, ["canar"]],
    ["maxLength", { type: "string", maxLength: 30_000 }, []],
    ["minLength", { type: "string", pattern: "^a*$", minLength: 2, examples: ["aaa"] }, ["a"]],
    ["enum", { enum: ["ab", 3] }, ["AB", " ab", "ab ", "ab\n", "abx", "a", "", 4, 2]],
    ["const", { const: true }, [false]],
    ["enum", { enum: [null] }, ["canary"]],
    ["minItems", { type: "array", items: { const: 7 }, minItems: 2 }, [[7]]],
    ["maxItems", { type: "array", items: { const: 7 }, maxItems: 1 }, [[7, 7]]],
    ["maxItems", { type: "array", items: { enum: [7, 8] }, maxItems: 1, uniqueItems: true }, [[8, 7]]],
    ["uniqueItems", { type: "array", items: { const: 7 }, uniqueItems: true }, [[7, 7]]],
    ["minProperties", { type: "object", additionalProperties: { const: 7 }, minProperties: 1 }, [{}]],
    ["required", { type: "object", required: ["a"], properties: { a: { const: 7 }, b: { const: 8 } } }, [{ b: 8 }]],
    [
      "additionalProperties",
      { type: "object", properties: { a: { const: 7 } }, additionalProperties: false },
      [{ a: 7, canary: "canary" }],
    ],
    ["format", { type: "integer", format: "int32", minimum: 0 }, [2 ** 31]],
  ])("%s of %j", (keyword, schema, values) => {
    expect(violating(schema, keyword)).toEqual(values);
  });

  test.each<[title: string, schema: object, some: unknown[], none: unknown[]]>([
    ["text", { type: "string" }, [12345, 0, true, null, [], ["canary"], {}], ["canary", ""]],
    ["a number", { type: "number" }, ["canary", "1", [1], true, ""], [12345, 0, 1.5]],
    ["a whole number", { type: "integer" }, [1.5, "1"], [12345, 0]],
    ["a boolean", { type: "boolean" }, [1, "true", "false", "yes", null], [true, false]],
    ["an object", { type: "object" }, [[["canary", "canary"]], [], ""], [{}]],
    ["an object or null", { type: ["object", "null"] }, ["canary"], [null]],
    ["what an older dialect allows to be null", { type: "string", nullable: true }, [0], [null]],
    ["a secret number", { type: "string", writeOnly: true }, [12321], [12345]],
  ])("the type of %s", (_title, schema, some, none) => {
    const values = violating(schema, "type");
    expect(values).toEqual(expect.arrayContaining(some));
    for (const value of none) expect(values).not.toContainEqual(value);
  });
});

describe("wrong values inside others", () => {
  const nested = (definition: object) => {
    const { inputs, schema } = schemaWith(definition);
    return nestedMutationsOf(inputs, schema).map(({ title, value, expects, pointer }) => ({
      title,
      value,
      expects,
      keyword: pointer.split("/schema").at(-1),
    }));
  };

  test("few of a constraint stand alone and beside others", () => {
    const found = nested({ type: "object", properties: { a: { type: "integer", minimum: 1 }, b: { const: "B" } } });
    const wrong = found.filter(({ keyword }) => keyword === "/properties/a/minimum");
    expect(wrong.map(({ title }) => title)).toEqual([
      "a: 0",
      "a: 0, with other properties",
      "a: -999",
      "a: -999, with other properties",
    ]);
    expect(wrong[0]?.value).toEqual({ a: 0 });
    expect(wrong[1]?.value).toEqual({ a: 0, b: "B" });
  });

  test("many of a constraint stand in one place each, in turn", () => {
    const found = nested({ type: "object", properties: { a: { type: "boolean" }, b: { const: "B" } } });
    const wrong = found.filter(({ keyword }) => keyword === "/properties/a/type");
    expect(wrong[0]?.value).toEqual({ a: 12345 });
    expect(wrong[1]?.value).toEqual({ a: 0, b: "B" });
    expect(new Set(wrong.map(({ title }) => title)).size).toBe(wrong.length);
  });

  test("entries of a map stand alone, and after, before and between valid ones", () => {
    const found = nested({ type: "object", additionalProperties: { type: "integer", maximum: 5, examples: [3] } });
    const wrong = found.filter(({ title }) => title.startsWith("a value: 6"));
    expect(wrong.map(({ title }) => title)).toEqual([
      "a value: 6",
      "a value: 6, after valid entries",
      "a value: 6, before valid entries",
      "a value: 6, between valid entries",
    ]);
    const values = wrong.map(({ value }) => Object.values(value as object));
    expect(values.map((entries) => entries.indexOf(6) - entries.length)).toEqual([-1, -1, -4, -3]);
    expect(values[1]?.length).toBeGreaterThan(12);
  });

  test("the names of a map are wrong with a valid value", () => {
    const found = nested({ type: "object", propertyNames: { maxLength: 3 }, additionalProperties: { const: 1 } });
    const wrong = found.find(({ keyword }) => keyword === "/propertyNames/maxLength");
    expect(wrong?.title).toBe('the key "cana" (4 characters)');
    expect(wrong?.value).toEqual({ cana: 1 });
  });

  test("items stand first and after valid ones", () => {
    const found = nested({ type: "array", items: { type: "integer", maximum: 5 } });
    const wrong = found.filter(({ title }) => title.startsWith("an item: 6"));
    expect(wrong.map(({ title }) => title)).toEqual(["an item: 6", "an item: 6, after valid items"]);
    expect(wrong.map(({ value }) => (value as number[]).indexOf(6))).toEqual([0, 1]);
  });

  test("a place is not said twice", () => {
    const inner = { type: "object", properties: { b: { type: "integer", maximum: 5 }, c: { const: 1 } } };
    const titles = nested({ type: "object", properties: { a: inner, d: { const: 2 } } }).map(({ title }) => title);
    expect(titles).toContain("a: b: 6, with other properties");
    expect(titles.filter((title) => /with other properties.*with other properties/.test(title))).toEqual([]);
  });

  test("null is unspecified where the description leaves it open, and only there", () => {
    const open = { type: "object", properties: { a: { type: "string" } }, "x-unstated": ["null"] };
    const ofNull = (schema: object) =>
      nested(schema).find(({ value }) => (value as { a?: unknown } | null)?.a === null)?.expects;
    expect(ofNull(open)).toBe("unspecified");
    expect(ofNull({ ...open, "x-unstated": [] })).toBe("refused");
    expect(ofNull({ ...open, required: ["a"] })).toBe("refused");
  });
});
