import { describe, expect, test } from "vitest";
import { readDescription } from "../../src/openapi/document.ts";
import {
  isSameSchema,
  listSchemaOf,
  objectsWithin,
  propertiesWithin,
  valuesWithin,
} from "../../src/openapi/resources/envelopes.ts";
import { Schema } from "../../src/openapi/schema.ts";
import { describeOperations, json, object } from "./support.ts";

const schemaOf = (root: object, others: object = {}) => Schema.at({ Root: root, ...others }, "/Root");
const placesOf = (held: readonly { place: string }[]) => held.map(({ place }) => place);

describe("the objects of a body are", () => {
  test.for<[title: string, schema: object, places: string[]]>([
    ["the body itself", object("id"), [""]],
    ["none, if the body is a text", { type: "string" }, []],
    ["what an envelope holds, too", { properties: { data: object("id"), note: {} } }, ["", "/data"]],
    ["each of its choices", { oneOf: [object("id"), { properties: { todo: object("id") } }] }, ["", "", "/todo"]],
    [
      "no deeper than an envelope within an envelope",
      { properties: { a: { properties: { b: { properties: { c: object("id") } } } } } },
      ["", "/a", "/a/b"],
    ],
  ])("%s", ([_title, schema, places]) => {
    expect(placesOf(objectsWithin(schemaOf(schema)))).toEqual(places);
  });
});

describe("a request body has the values of an item in", () => {
  const type = { const: "todos" };
  test.for<[title: string, schema: object, places: string[]]>([
    ["itself", object("title", "done"), [""]],
    ["an envelope", { properties: { todo: object("title") } }, ["/todo"]],
    [
      "an envelope within an envelope",
      { properties: { data: { properties: { todo: object("title") } } } },
      ["/data/todo"],
    ],
    [
      "the attributes of JSON:API",
      { properties: { data: { properties: { type, id: {}, attributes: object("title") } } } },
      ["/data/attributes"],
    ],
    [
      "these attributes beside relationships, too",
      { properties: { type: { enum: ["todos"] }, relationships: object("user"), attributes: object("title") } },
      ["/attributes"],
    ],
    ["itself beside an object", { properties: { title: {}, address: object("city") } }, [""]],
    ["itself if it has several objects", { properties: { home: object("city"), work: object("city") } }, [""]],
    ["itself if a request chooses its type", { properties: { type: { enum: ["a", "b"] }, data: object("x") } }, [""]],
    ["each of its choices", { oneOf: [object("title"), { properties: { todo: object("title") } }] }, ["", "/todo"]],
    ["no place if it is a text", { type: "string" }, []],
  ])("%s", ([_title, schema, places]) => {
    expect(placesOf(valuesWithin(schemaOf(schema)))).toEqual(places);
  });
});

test("the names of properties are those of objects, lists and choices", () => {
  const owner = { oneOf: [object("user_id"), object("team_id")] };
  const schema = { properties: { owner, lines: { type: "array", items: object("product_id") } } };
  expect(propertiesWithin(schemaOf(schema)).map(([name]) => name)).toEqual([
    "owner",
    "lines",
    "user_id",
    "team_id",
    "product_id",
  ]);
});

test("the names of properties end where a body is too deep", () => {
  const nested = (names: readonly string[]): object =>
    names.reduceRight<object>((schema, name) => ({ properties: { [name]: schema } }), {});
  expect(propertiesWithin(schemaOf(nested(["a", "b", "c", "d", "e", "f"]))).map(([name]) => name)).toEqual([
    "a",
    "b",
    "c",
    "d",
    "e",
  ]);
});

describe("a response is", () => {
  const items = object("id", "title");
  const list = { type: "array", items };
  const texts = { type: "array", items: { type: "string" } };
  /** Where the list of an operation is whose successes have these schemas. */
  function placeOf(...schemas: object[]) {
    const responses = Object.fromEntries(schemas.map((schema, index) => [200 + index, json(schema)]));
    const [operation] = readDescription(describeOperations({ "GET /todos": { responses } })).operations;
    const found = operation && listSchemaOf(operation);
    return found && [found.place, ...found.schema.properties.keys()];
  }

  test.for<[title: string, schema: object, place: string]>([
    ["a list", list, ""],
    ["a list as one of its choices", { oneOf: [{ type: "string" }, list] }, ""],
    ["a list in an envelope", { properties: { total: {}, data: list } }, "/data"],
    ["a list beside a list of texts", { properties: { links: texts, data: list } }, "/data"],
    ["a list two envelopes deep", { properties: { data: { properties: { todos: list } } } }, "/data/todos"],
    [
      "a list whose envelope says whose it is",
      { properties: { data: { properties: { user: object("id"), list } } } },
      "/data/list",
    ],
  ])("%s", ([_title, schema, place]) => {
    expect(placeOf(schema)).toEqual([place, "id", "title"]);
  });

  test("a list if another success has none", () => {
    expect(placeOf(object("message"), list)).toEqual(["", "id", "title"]);
  });

  test.for<[title: string, schema: object]>([
    ["a list of texts", texts],
    ["a list of texts in an envelope", { properties: { data: texts } }],
    ["an item that has a list", { properties: { id: {}, steps: list } }],
    ["an item that has a list, in an envelope", { properties: { todo: { properties: { id: {}, steps: list } } } }],
    ["an object", object("id")],
  ])("no list of objects: %s", ([_title, schema]) => {
    expect(placeOf(schema)).toBeUndefined();
  });
});

test("two schemas are the same by reference, or as one place, and not by what they say", () => {
  const document = { Todo: object("id"), Alike: object("id"), One: { $ref: "#/Todo" }, Two: { $ref: "#/Todo" } };
  const at = (name: string) => Schema.at(document, `/${name}`);
  expect(isSameSchema(at("One"), at("Two"))).toBe(true);
  expect(isSameSchema(at("One"), at("Todo"))).toBe(true);
  expect(isSameSchema(at("Todo"), at("Alike"))).toBe(false);
  expect(isSameSchema(at("Todo"), undefined)).toBe(false);
  expect(isSameSchema(undefined, undefined)).toBe(false);
  expect(isSameSchema(Schema.any(document, "/Todo"), Schema.any(document, "/Todo"))).toBe(false);
});
