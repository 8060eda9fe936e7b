import { describe, expect, test } from "vitest";
import { constraintsWithin } from "../../src/openapi/constraint-list.ts";
import { type Direction, Schema } from "../../src/openapi/schema.ts";

/** The places of the constraints in a schema. */
function placesIn(root: unknown, direction: Direction = "request"): string[] {
  const schema = Schema.at({ Root: root, Name: { type: "string", pattern: "^a" } }, "/Root");
  return constraintsWithin(schema, direction).map(({ pointer }) => pointer.replace("/Root/", ""));
}

describe("the constraints", () => {
  test.for<[root: object, places: string[]]>([
    [{ type: "string", minLength: 1, not: {} }, ["type", "minLength", "not"]],
    [{ title: "A", description: "B", "x-returns": "C", $id: "D" }, []],
    [{ minLength: 0, minItems: 0, minProperties: 0, minContains: 0 }, []],
    [{ minimum: 0, maximum: 0, maxLength: 0 }, ["minimum", "maximum", "maxLength"]],
    [{ minLength: 1, minimum: 1 }, ["minLength", "minimum"]],
    [{ type: "string", enum: ["a"] }, ["enum"]],
    [{ type: "string", const: "a" }, ["const"]],
    [{ required: [], minLength: 1 }, ["minLength"]],
    [{ required: ["a"] }, ["required"]],
    [{ uniqueItems: false, minItems: 1 }, ["minItems"]],
    [{ uniqueItems: true }, ["uniqueItems"]],
    [{ additionalProperties: false }, ["additionalProperties"]],
    [{ additionalProperties: true }, []],
  ])("of %j are %j", ([root, places]) => {
    expect(placesIn(root)).toEqual(places);
  });
});

test("constraints are known by their keyword", () => {
  const schema = Schema.at({ Root: { minLength: 1, additionalProperties: false } }, "/Root");
  expect(constraintsWithin(schema, "request")).toEqual([
    { pointer: "/Root/minLength", keyword: "minLength" },
    { pointer: "/Root/additionalProperties", keyword: "additionalProperties" },
  ]);
});

describe("constraints are found in", () => {
  test.for<[title: string, root: object, places: string[]]>([
    [
      "allOf and references, once",
      { allOf: [{ $ref: "#/Name" }, { $ref: "#/Name" }] },
      ["/Name/type", "/Name/pattern"],
    ],
    ["each branch", { anyOf: [{ minLength: 1 }, { minimum: 1 }] }, ["anyOf/0/minLength", "anyOf/1/minimum"]],
    ["properties", { properties: { a: { minLength: 1 } } }, ["properties/a/minLength"]],
    ["items", { items: { type: "string" } }, ["items/type"]],
    ["other properties", { additionalProperties: { type: "string" } }, ["additionalProperties/type"]],
    ["names, which are text anyway", { propertyNames: { type: "string", minLength: 1 } }, ["propertyNames/minLength"]],
  ])("%s", ([_title, root, places]) => {
    expect(placesIn(root)).toEqual(places);
  });
});

test("properties that only the other direction has are left out", () => {
  const properties = { a: { type: "string", readOnly: true }, b: { type: "string", writeOnly: true } };
  expect(placesIn({ properties }, "request")).toEqual(["properties/b/type"]);
  expect(placesIn({ properties }, "response")).toEqual(["properties/a/type"]);
});

test("a schema is looked into as deep as cases are made for", () => {
  const nested = { items: { items: { items: { items: { type: "array", items: { type: "string" } } } } } };
  expect(placesIn(nested)).toEqual(["items/items/items/items/type"]);
  expect(placesIn({ type: "object", properties: { a: { $ref: "#/Root" } } })).toEqual(["type"]);
});
