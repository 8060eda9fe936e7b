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
    ["maximum", { type: "integer", maximum: 8, multipleOf: 4 }, [12, 4008]],
    ["exclusiveMinimum", { type: "number", exclusiveMinimum: 0 }, [0]],
    ["exclusiveMaximum", { type: "number", exclusiveMaximum: 5 }, [5]],
    ["multipleOf", { type: "number", multipleOf: 0.5 }, [0.75, 1.25, 1.75, 2.75, 3.75]],
    ["minLength", { type: "string", minLength: 2 }, ["c"]],
    ["maxLength", { type: "string", maxLength: 4 }, ["canar"]],
    ["maxLength", { type: "string", maxLength: 19_999 }, ["canary".padEnd(20_000, "y")]],
    ["maxLength", { type: "string", maxLength: 20_000 }, []],
    ["minLength", { type: "string", minLength: 0 }, []],
    ["minLength", { type: "string", writeOnly: true, minLength: 3 }, ["se"]],
    ["maxLength", { type: "string", format: "email", maxLength: 18 }, [`canary@example.comm`]],
    ["minLength", { type: "string", pattern: "^a*$", minLength: 2, examples: ["aaa"] }, ["a"]],
    ["enum", { enum: ["abc", 3] }, ["ABC", " abc", "abc ", "abc\n", "abcx", "ab", "", 4, 2]],
    ["const", { const: true }, [false]],
    ["enum", { enum: [null] }, ["canary"]],
    ["minItems", { type: "array", items: { const: 7 }, minItems: 2 }, [[7]]],
    ["minItems", { type: "array", minItems: 3 }, [["canary0", "canary1"]]],
    ["minItems", { type: "array", items: { const: 7 }, minItems: 0 }, []],
    ["minProperties", { type: "object", additionalProperties: { const: 7 }, minProperties: 0 }, []],
    ["maxItems", { type: "array", items: { const: 7 }, maxItems: 999 }, [Array(1000).fill(7)]],
    ["maxItems", { type: "array", items: { const: 7 }, maxItems: 1000 }, []],
    ["maxItems", { type: "array", items: { const: 7 }, maxItems: 1 }, [[7, 7]]],
    ["maxItems", { type: "array", items: { enum: [7, 8] }, maxItems: 1, uniqueItems: true }, [[8, 7]]],
    ["uniqueItems", { type: "array", items: { const: 7 }, uniqueItems: true }, [[7, 7]]],
    ["uniqueItems", { type: "array", items: { enum: [7, 8, 9] }, uniqueItems: true, minItems: 3 }, [[8, 7, 8]]],
    ["uniqueItems", { type: "array", uniqueItems: true }, [["canary0", "canary0"]]],
    ["minProperties", { type: "object", additionalProperties: { const: 7 }, minProperties: 1 }, [{}]],
    [
      "minProperties",
      { type: "object", properties: { a: { const: 7 }, b: { const: 8 } }, minProperties: 2 },
      [{ a: 7 }],
    ],
    [
      "maxProperties",
      { type: "object", additionalProperties: { const: 7 }, maxProperties: 1 },
      [{ key_1: 7, key_2: 7 }],
    ],
    [
      "maxProperties",
      { type: "object", properties: { a: { const: 7 } }, maxProperties: 1 },
      [{ a: 7, key_1: "canary" }],
    ],
    ["maxProperties", { type: "object", additionalProperties: { const: 7 }, maxProperties: 1000 }, []],
    ["required", { type: "object", required: ["a"], properties: { a: { const: 7 }, b: { const: 8 } } }, [{ b: 8 }]],
    [
      "additionalProperties",
      { type: "object", properties: { a: { const: 7 } }, additionalProperties: false },
      [{ a: 7, canary: "canary" }],
    ],
    [
      "additionalProperties",
      { type: "object", properties: { a: { const: 7 } }, additionalProperties: { type: "integer" } },
      [],
    ],
    [
      "required",
      { type: "object", required: ["a", "b"], properties: { a: { const: 7 } } },
      [{ b: "canary" }, { a: 7 }],
    ],
    ["format", { type: "integer", format: "int32" }, [2 ** 31, -(2 ** 31) - 1]],
    ["format", { type: "integer", format: "int64" }, []],
    [
      "format",
      { type: "string", format: "date" },
      [
        "not a value of that format",
        "2026-02-30T25:61:00Z",
        "2026-03-31 18:40",
        "2026-13-01",
        "@",
        "http://",
        "1.2.3.4.5",
      ],
    ],
  ])("%s of %j", (keyword, schema, values) => {
    expect(violating(schema, keyword)).toEqual(values);
  });

  const anyObject = { canary: "canary" };
  test.each<[title: string, schema: object, values: unknown[]]>([
    ["text", { type: "string" }, [12345, 0, true, false, null, [], ["canary"], {}, anyObject]],
    [
      "a number",
      { type: "number" },
      [true, false, null, [], ["canary"], {}, anyObject, "canary", "1", [1], [true], ""],
    ],
    [
      "a whole number",
      { type: "integer" },
      [true, false, null, [], ["canary"], {}, anyObject, "canary", 1.5, "1", [1], [true], ""],
    ],
    [
      "a boolean",
      { type: "boolean" },
      [
        ...[12345, 0, null, [], ["canary"], {}, anyObject, "canary", 1],
        ...["true", "false", "yes", 1.5, "1", [1], [true], ""],
      ],
    ],
    [
      "an object",
      { type: "object", properties: { a: { const: 7 } } },
      [12345, 0, true, false, null, [], ["canary"], "canary", [["canary", "canary"]], [{ a: 7 }], '{"a":7}', ""],
    ],
    ["null", { type: "null" }, [12345, 0, true, false, [], ["canary"], {}, anyObject, "canary", ""]],
    ["text or null", { type: ["string", "null"] }, [12345, 0, true, false, [], ["canary"], {}, anyObject]],
    [
      "what an older dialect allows to be null",
      { type: "string", nullable: true },
      [12345, 0, true, false, [], ["canary"], {}, anyObject],
    ],
    [
      "a secret",
      { type: "string", writeOnly: true },
      [12321, 0, true, false, null, [], ["secret"], {}, { secret: "secret" }],
    ],
  ])("the type of %s", (_title, schema, values) => {
    expect(violating(schema, "type")).toEqual(values);
  });

  test("are called by what is special about them", () => {
    const { inputs, schema } = schemaWith({
      type: ["object", "boolean"],
      maxProperties: 1,
      required: ["a"],
      additionalProperties: false,
      properties: { a: { const: 7 } },
    });
    expect(mutationsOf(inputs, schema).map(({ title }) => title)).toEqual([
      "12345 (a number)",
      "0",
      "null",
      "an empty array",
      "an array",
      '"canary" (text)',
      "1",
      '"true"',
      '"false"',
      '"yes"',
      "1.5 (a fraction)",
      '"1"',
      "an array of a number",
      "an array of true",
      "an array of pairs",
      "an array of a valid object",
      '"{\\"a\\":7}" (a valid object as JSON in text)',
      '"" (empty text)',
      "without a",
    ]);
    const titles = schemaWith({ type: "null" });
    expect(mutationsOf(titles.inputs, titles.schema).map(({ title }) => title)).toEqual(
      expect.arrayContaining(["an empty object", "an object"]),
    );
    const titleOf = (definition: object, keyword: string) => {
      const other = schemaWith(definition);
      return mutationsOf(other.inputs, other.schema).find(({ pointer }) => pointer.endsWith(keyword))?.title;
    };
    const array = { type: "array", items: { const: 7 }, uniqueItems: true };
    expect(titleOf(array, "uniqueItems")).toBe("the same item twice");
    expect(titleOf({ type: "array", items: { enum: [7, 8] }, minItems: 2 }, "minItems")).toBe("one item too few");
    expect(titleOf({ type: "array", maxItems: 1 }, "maxItems")).toBe("one item too many");
    expect(titleOf({ type: "object", minProperties: 1 }, "minProperties")).toBe("one entry too few");
    expect(titleOf({ type: "object", maxProperties: 1 }, "maxProperties")).toBe("one entry too many");
    expect(titleOf({ type: "object", additionalProperties: false }, "additionalProperties")).toBe(
      "an unknown property",
    );
    expect(titleOf({ type: "string", minLength: 2 }, "minLength")).toBe('"c" (1 character)');
    expect(titleOf({ enum: [null] }, "enum")).toBe('"canary" (text)');
  });

  test("come once each, for every alternative, and of no value that is too deep", () => {
    const values = violating(
      {
        anyOf: [
          { type: "string", maxLength: 3 },
          { type: "string", maxLength: 3, minLength: 1 },
        ],
      },
      "maxLength",
    );
    expect(values).toEqual(["cana", "cana"]);
    expect(violating({ enum: ["a", "A"] }, "enum")).toEqual([" a", "a ", "a\n", "ax", "", " A", "A ", "A\n", "Ax"]);
    let { inputs, schema } = schemaWith({
      type: "array",
      items: { type: "array", items: { type: "array", items: { type: "array", items: { type: "array", items: {} } } } },
    });
    for (let depth = 0; depth < 4; depth++) schema = schema.items ?? schema;
    expect(mutationsOf(inputs, schema)).not.toEqual([]);
    expect(nestedMutationsOf(inputs, schema).length).toBe(mutationsOf(inputs, schema).length);
    expect(mutationsOf(inputs, schema.items ?? schema)).toEqual([]);
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

  test("a property stands beside those that are required, or beside all", () => {
    const found = nested({
      type: "object",
      required: ["b"],
      properties: { a: { const: "A" }, b: { const: "B" }, c: { const: "C" }, id: { const: 1, readOnly: true } },
    });
    expect(found.find(({ title }) => title.startsWith('a: "a"'))?.value).toEqual({ a: "a", b: "B" });
    const others = found.filter(({ title }) => title.endsWith(", with other properties"));
    expect(others.map(({ value }) => Object.keys(value as object))).toEqual(others.map(() => ["a", "b", "c"]));
  });

  test("a wrong entry stands beside valid ones under names of their own", () => {
    const found = nested({
      type: "object",
      additionalProperties: { type: "integer", maximum: 5, examples: [3] },
      minProperties: 1,
    });
    const wrong = found.filter(({ title }) => title.startsWith("a value: 6"));
    expect(wrong.map(({ value }) => JSON.stringify(value))).toEqual([
      '{"key_1":3,"key_4":6}',
      `{"key_1":3,"key_2":3,"key_3":3,${Array.from({ length: 12 }, (_, index) => `"key_1_${index}":3`).join()},"key_4":6}`,
      '{"key_4":6,"key_1":3,"key_2":3,"key_3":3}',
      '{"key_1":3,"key_4":6,"key_2":3,"key_3":3}',
    ]);
  });

  test("a wrong entry is left out where there is no room for one more", () => {
    const found = nested({ type: "object", additionalProperties: { type: "integer", maximum: 5 }, maxProperties: 3 });
    const titles = found.map(({ title }) => title).filter((title) => title.startsWith("a value: 6"));
    expect(titles).toEqual(["a value: 6"]);
  });

  test("names of properties that say no map have no wrong entries", () => {
    const names = { maxLength: 3 };
    const titles = nested({ type: "object", propertyNames: names, properties: { a: {} } }).map(({ title }) => title);
    expect(titles.filter((title) => title.includes("the key"))).toEqual([]);
  });

  test("items stand beside as many valid ones as there must be", () => {
    const found = nested({ type: "array", items: { enum: [1, 2, 3] }, minItems: 3 });
    const first = found.find(({ title }) => title === "an item: 4");
    expect(first?.value).toHaveLength(3);
    const last = found.find(({ title }) => title.endsWith(", after valid items"));
    expect(last?.value).toHaveLength(4);
  });

  test("are in every alternative, and in no value that is too deep", () => {
    const found = nested({
      anyOf: [
        { type: "array", items: { maximum: 5, type: "integer" } },
        { type: "object", properties: { a: { maximum: 5, type: "integer" } } },
      ],
    });
    expect(found.map(({ title }) => title)).toEqual(expect.arrayContaining(["an item: 6", "a: 6"]));
    let deep: object = { type: "integer", maximum: 5 };
    for (let depth = 0; depth < 4; depth++) deep = { type: "array", items: deep };
    expect(nested(deep).map(({ value }) => JSON.stringify(value))).toContain("[[[[6]]]]");
    const self = { $ref: "#/components/schemas/Self" };
    const endless = schemaWith(self, {}, { schemas: { Self: { type: "array", items: self, maxItems: 1 } } });
    const tooMany = nestedMutationsOf(endless.inputs, endless.schema).map(({ value }) => JSON.stringify(value));
    expect(tooMany.filter((json) => !/[^[\],]/.test(json)).length).toBeGreaterThan(3);
    expect(nested({ type: "array", items: deep }).map(({ value }) => JSON.stringify(value))).not.toContain(
      "[[[[[6]]]]]",
    );
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
    expect(nested(open).filter(({ expects }) => expects === "unspecified").length).toBe(
      nested(open).filter(({ value }) => (value as { a?: unknown } | null)?.a === null).length,
    );
    expect(ofNull({ ...open, "x-unstated": [] })).toBe("refused");
    expect(ofNull({ ...open, required: ["a"] })).toBe("refused");
  });
});
