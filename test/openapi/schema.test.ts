import { describe, expect, test } from "vitest";
import { maxDepth, Schema } from "../../src/openapi/schema.ts";

/** The schema `Root` of some schemas. */
function schemaOf(root: unknown, others: Record<string, unknown> = {}): Schema {
  return Schema.at({ Root: root, ...others }, "/Root");
}

const pointersOf = (parts: readonly { pointer: string }[]) => parts.map(({ pointer }) => pointer);

describe("a schema is made of", () => {
  test.for<[title: string, root: unknown, parts: string[]]>([
    ["itself", { type: "string" }, ["/Root"]],
    ["what it refers to, and so on", { $ref: "#/A" }, ["/Root", "/A", "/B"]],
    ["the entries of its allOf", { allOf: [{}, { $ref: "#/B" }] }, ["/Root", "/Root/allOf/0", "/Root/allOf/1", "/B"]],
    ["each of them once", { $ref: "#/B", allOf: [{ $ref: "#/B" }] }, ["/Root", "/B", "/Root/allOf/0"]],
  ])("%s", ([_title, root, parts]) => {
    expect(pointersOf(schemaOf(root, { A: { $ref: "#/B" }, B: {} }).parts)).toEqual(parts);
  });

  test("nothing that is no schema", () => {
    expect(() => schemaOf({ allOf: [5] })).toThrow("/Root/allOf/0: there is no schema.");
    expect(() => schemaOf({ $ref: "#/A" })).toThrow("#/A points at nothing");
  });

  test("nothing, where the description says nothing of a value", () => {
    const schema = Schema.any({ Root: { type: "string" } }, "/Root");
    expect([schema.pointer, schema.roots, schema.parts]).toEqual(["/Root", [], []]);
  });
});

test("a keyword has the statements of all parts, and the value of the first", () => {
  const schema = schemaOf({ allOf: [{ minLength: 1 }, { minLength: null }] });
  expect(schema.constraints("minLength")).toEqual([
    { pointer: "/Root/allOf/0/minLength", value: 1 },
    { pointer: "/Root/allOf/1/minLength", value: null },
  ]);
  expect([schema.constraint("minLength")?.pointer, schema.keyword("minLength")]).toEqual([
    "/Root/allOf/0/minLength",
    1,
  ]);
  expect([schema.constraint("toString"), schema.keyword("maxLength")]).toEqual([undefined, undefined]);
});

test.for<[keyword: string, values: number[], limit: number | undefined]>([
  ["minimum", [1, 3, 2], 3],
  ["exclusiveMinimum", [1, 3, 2], 3],
  ["minItems", [1, 3], 3],
  ["maximum", [3, 1, 2], 1],
  ["exclusiveMaximum", [3, 1, 2], 1],
  ["maxLength", [], undefined],
])("the strictest %s of %j is %s", ([keyword, values, limit]) => {
  const schema = schemaOf({ allOf: values.map((value) => ({ [keyword]: value })) });
  expect(schema.limit(keyword)).toBe(limit);
});

const every = ["null", "boolean", "number", "string", "array", "object"];

test.for<[root: unknown, types: string[]]>([
  [{}, every],
  [{ type: "string" }, ["string"]],
  [{ type: ["string", "null"] }, ["string", "null"]],
  [{ properties: {} }, ["object"]],
  [{ required: ["a"] }, ["object"]],
  [{ allOf: [{ properties: {} }, { title: "A" }] }, ["object"]],
  [{ type: "array", properties: {} }, ["array"]],
  [{ const: null }, ["null"]],
  [{ const: [1] }, ["array"]],
  [{ enum: ["a", "b", 1, 1.5, true, {}] }, ["string", "integer", "number", "boolean", "object"]],
  [{ type: ["string", "null"], enum: ["a"] }, ["string"]],
  [{ type: "number", enum: [1] }, ["integer"]],
  [{ allOf: [{ type: "number" }, { type: ["integer", "string"] }] }, ["integer"]],
  [{ allOf: [{ type: "integer" }, { type: "string" }] }, []],
])("%j has the types %j", ([root, types]) => {
  expect(schemaOf(root).types).toEqual(types);
});

test("the place of the type is that of the schema, where there is none", () => {
  expect(schemaOf({ allOf: [{ type: "string" }] }).typePointer).toBe("/Root/allOf/0/type");
  expect(schemaOf({ enum: [1] }).typePointer).toBe("/Root");
});

describe("the alternatives of a schema", () => {
  test("are itself, where it has no choice", () => {
    const schema = schemaOf({ type: "string" });
    expect(schema.alternatives).toEqual([schema]);
  });

  test.for(["anyOf", "oneOf"])("are the branches of %s, each with all the rest", (choice) => {
    const schema = schemaOf({ [choice]: [{ type: "string" }, { maxLength: 2 }], minLength: 1, writeOnly: true });
    expect(pointersOf(schema.alternatives)).toEqual([`/Root/${choice}/0`, `/Root/${choice}/1`]);
    expect(schema.alternatives.map((branch) => branch.roots)).toEqual([
      ["/Root", `/Root/${choice}/0`],
      ["/Root", `/Root/${choice}/1`],
    ]);
    expect(schema.alternatives.map((branch) => branch.keyword("minLength"))).toEqual([1, 1]);
    expect(schema.alternatives.map((branch) => branch.keyword("maxLength"))).toEqual([undefined, 2]);
    expect(schema.alternatives.map((branch) => [branch.isSecret, branch.depth, branch.body])).toEqual([
      [true, 0, schema],
      [true, 0, schema],
    ]);
    expect(schema.alternatives.map((branch) => branch.constraint(choice))).toEqual([undefined, undefined]);
    expect(schema.alternatives).toBe(schema.alternatives);
  });

  test("are those of every choice, one after the other", () => {
    const inner = { oneOf: [{ minimum: 1 }, { minimum: 2 }] };
    const schema = schemaOf({ anyOf: [inner, { maximum: 1 }], allOf: [{ anyOf: [{ const: 1 }, { const: 2 }] }] });
    const shown = schema.alternatives.map((branch) =>
      ["minimum", "maximum", "const"].map((name) => branch.keyword(name)),
    );
    expect(shown).toEqual([
      [1, undefined, 1],
      [2, undefined, 1],
      [1, undefined, 2],
      [2, undefined, 2],
      [undefined, 1, 1],
      [undefined, 1, 2],
    ]);
  });

  test.for<[title: string, sizes: number[], count: number]>([
    ["one choice, however large", [150], 150],
    ["several, up to a hundred together", [10, 10], 100],
    ["the first, where all would be too many", [10, 11], 10],
    ["the first two, where a third would be too much", [5, 5, 5], 25],
  ])("are those of %s", ([_title, sizes, count]) => {
    const choices = sizes.map((size) => ({ anyOf: Array.from({ length: size }, (_, index) => ({ const: index })) }));
    expect(schemaOf({ allOf: choices }).alternatives).toHaveLength(count);
  });
});

describe("the values inside a schema", () => {
  test("are its properties, from all parts", () => {
    const parts = [{ properties: { a: {}, "b/c": {} } }, { properties: { a: {} } }];
    const schema = schemaOf({ properties: { a: { minLength: 1 } }, allOf: parts });
    expect([...schema.properties].map(([name, { roots }]) => [name, roots])).toEqual([
      ["a", ["/Root/properties/a", "/Root/allOf/0/properties/a", "/Root/allOf/1/properties/a"]],
      ["b/c", ["/Root/allOf/0/properties/b~1c"]],
    ]);
    expect(schema.properties.get("a")?.pointer).toBe("/Root/allOf/1/properties/a");
    expect(schema.properties).toBe(schema.properties);
  });

  test("are required where a part says so", () => {
    expect(schemaOf({ required: ["a"], allOf: [{ required: ["a", "b"] }] }).required).toEqual(new Set(["a", "b"]));
    expect(schemaOf({}).required).toEqual(new Set());
  });

  test.for(["items", "additionalProperties", "propertyNames"] as const)("are those under %s", (keyword) => {
    const schema = schemaOf({ [keyword]: { minLength: 1 }, allOf: [{ [keyword]: {} }, { [keyword]: false }] });
    expect(schema[keyword]?.roots).toEqual([`/Root/${keyword}`, `/Root/allOf/0/${keyword}`]);
    expect(schemaOf({ [keyword]: false })[keyword]).toBeUndefined();
    expect(schemaOf({})[keyword]).toBeUndefined();
  });

  test("know how deep they are, their body, and whether they are secret", () => {
    const schema = schemaOf({
      properties: { a: { writeOnly: true, properties: { b: { items: {} } } }, c: { writeOnly: "yes" } },
    });
    const inner = schema.properties.get("a")?.properties.get("b")?.items;
    expect([inner?.depth, inner?.isSecret, inner?.body]).toEqual([3, true, schema]);
    expect([schema.depth, schema.isSecret, schema.body]).toEqual([0, false, schema]);
    expect(schema.properties.get("c")?.isSecret).toBe(false);
    expect(schema.alternatives[0]?.properties.get("c")?.alternatives[0]?.depth).toBe(1);
  });

  test("are one object where they are used twice at the same depth, and others where only one is secret", () => {
    const schema = schemaOf(
      { properties: { a: { $ref: "#/A" }, b: { $ref: "#/A" }, c: { $ref: "#/A", writeOnly: true } } },
      { A: { properties: { inner: {} } } },
    );
    const [a, b, c] = ["a", "b", "c"].map((name) => schema.properties.get(name)?.properties.get("inner"));
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  test("can be the schema itself again, one level deeper", () => {
    const schema = schemaOf({ properties: { next: { $ref: "#/Root" } } });
    let inner: Schema | undefined = schema;
    for (let depth = 0; depth <= maxDepth; depth++) inner = inner?.properties.get("next");
    expect([inner?.depth, inner === schema]).toEqual([maxDepth + 1, false]);
  });
});

test.for<[root: unknown, isMap: boolean, isReference: boolean, isFreeText: boolean]>([
  [{ type: "object", additionalProperties: {} }, true, false, false],
  [{ type: "object", additionalProperties: false }, false, false, false],
  [{ type: "array", additionalProperties: {} }, false, false, false],
  [{ type: "string" }, false, false, true],
  [{}, false, false, true],
  [{ type: "string", "x-reference": true }, false, true, false],
  [{ type: "string", "x-reference": "yes" }, false, false, true],
  [{ type: "string", enum: ["a"] }, false, false, false],
  [{ const: "a" }, false, false, false],
  [{ type: "string", pattern: "a" }, false, false, false],
  [{ type: "string", format: "date" }, false, false, false],
  [{ type: "integer" }, false, false, false],
])("%j is a map: %s, a reference: %s, free text: %s", ([root, isMap, isReference, isFreeText]) => {
  const schema = schemaOf(root);
  expect([schema.isMap, schema.isReference, schema.isFreeText]).toEqual([isMap, isReference, isFreeText]);
});

test("the values that a schema shows are its constant, example, default, examples and enum", () => {
  expect(schemaOf({ enum: [6, 7], examples: [4, 5], default: 3, example: null, const: 1 }).examples).toEqual([
    ...[1, null, 3, 4, 5, 6, 7],
  ]);
  expect(schemaOf({}).examples).toEqual([]);
});
