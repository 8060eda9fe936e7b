import { expect, test } from "vitest";
import { compiles, usableSchema } from "../../src/openapi/usable-schema.ts";

test.for<[schema: unknown, usable: object, omitted: Record<string, string>]>([
  [true, {}, {}],
  [false, { not: {} }, {}],
  [{ type: "string", title: "A" }, { type: "string", title: "A" }, {}],
  [{ minLength: "3", maxLength: 5 }, { maxLength: 5 }, { "/minLength": 'minLength is malformed: "3"' }],
  [{ enum: "x".repeat(100) }, {}, { "/enum": `enum is malformed: "${"x".repeat(79)}` }],
  [{ not: {} }, { not: {} }, { "/not": "no case is made for not" }],
  [{ not: 1 }, {}, { "/not": "not is malformed: 1" }],
  [{ nullable: true }, { nullable: true }, { "/nullable": "nullable is not a keyword of OpenAPI 3.1: it is ignored" }],
  [{ format: "date" }, { format: "date" }, {}],
  [{ format: "int32" }, { format: "int32" }, {}],
  [{ format: "toString" }, { format: "toString" }, { "/format": "the format toString is not known" }],
  [{ format: "colour" }, { format: "colour" }, { "/format": "the format colour is not known" }],
  [{ format: 1 }, {}, { "/format": "format is malformed: 1" }],
])("of %j %j can be used", ([schema, usable, omitted]) => {
  const omissions = Object.entries(omitted).map(([place, reason]) => ({ pointer: `/it${place}`, reason }));
  expect(usableSchema(schema, "/it")).toEqual({ usable, omissions });
});

test.for<[schema: unknown, problem: string]>([
  [5, "/it: there is no schema."],
  [undefined, "/it: there is no schema."],
  [[], "/it: there is no schema."],
  [{ type: "string", $anchor: "a" }, "/it/$anchor: $anchor is not supported."],
])("%j can't be used: %s", ([schema, problem]) => {
  expect(() => usableSchema(schema, "/it")).toThrow(problem);
});

test.for<[schema: Record<string, unknown>, keywords: string[]]>([
  [{}, []],
  [{ $schema: "https://example.com/own", type: "text" }, ["type"]],
  [{ minLength: -1, maxLength: "2", pattern: 1 }, ["minLength", "maxLength", "pattern"]],
  [{ pattern: "(" }, ["pattern"]],
  [{ pattern: "\\-" }, []],
  [{ patternProperties: { "(": {} } }, ["patternProperties"]],
  [{ enum: [] }, ["enum"]],
  [{ enum: [null] }, []],
  [{ required: ["a", "a"] }, []],
  [{ required: [1, 2] }, ["required"]],
  [{ required: ["a", 1] }, ["required"]],
  [{ properties: 1, items: 1, allOf: {} }, ["properties", "items", "allOf"]],
  [{ properties: { a: 1 } }, ["properties"]],
  [{ properties: { a: { type: "text" } }, items: { minimum: "1" }, allOf: [{ items: 1 }] }, []],
  [{ title: 1, description: 2 }, []],
])("malformed in %j: %j", ([schema, keywords]) => {
  const { usable } = usableSchema(schema, "/it");
  expect(Object.keys(schema).filter((name) => !(name in usable))).toEqual(keywords);
});

test("a regular expression may compile with a flag, or without it only", () => {
  expect([compiles("^a$", "u"), compiles("\\-", "u"), compiles("\\-", ""), compiles("(", "")]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
