import { describe, expect, test } from "vitest";
import { readDescription } from "../../src/openapi/document.ts";
import { sentFor } from "../../src/openapi/relations.ts";

const json = (schema: object) => ({ content: { "application/json": { schema } } });

/** An operation whose successes have a schema. */
function operationOf(success: object, operation: object = {}) {
  const responses = { "200": json({ $ref: "#/Success" }), "2XX": json({ $ref: "#/Success" }), "400": json(success) };
  const post = { operationId: "send", responses, ...operation };
  return { openapi: "3.1.1", paths: { "/things": { post } }, Success: success };
}

const relationsOf = (...operation: Parameters<typeof operationOf>) =>
  readDescription(operationOf(...operation)).operations[0]?.relations;

/** The relations of a property `p`. */
const relationsOfProperty = (property: object, operation: object = {}) =>
  relationsOf({ properties: { p: property } }, operation);

const requestBody = json({ properties: { name: { properties: { first: {} } } } });

test("a property that returns a part of the request has one relation, whatever successes share it", () => {
  const success = { required: ["p"], properties: { p: { type: "string", "x-returns": "$request.body#/name" } } };
  expect(relationsOf(success, { requestBody })).toEqual([
    {
      kind: "returns",
      pointer: "/Success/properties/p/x-returns",
      place: "/p",
      from: "$request.body#/name",
      unsent: undefined,
      required: true,
    },
  ]);
});

test.for(["unique", "now", "stable"])("a property that the server generates is %s", (kind) => {
  const pointer = "/Success/properties/p/x-generated";
  expect(relationsOfProperty({ "x-generated": kind })).toEqual([
    { kind, pointer, place: "/p", from: "", unsent: undefined, required: false },
  ]);
});

test("nothing is said of a value that is generated in another way", () => {
  expect(relationsOfProperty({ "x-generated": "often" })).toEqual([]);
});

test("a property may be returned and be stable", () => {
  const property = { "x-returns": "$request.body#/name", "x-generated": "stable" };
  expect(relationsOfProperty(property, { requestBody })?.map(({ kind }) => kind)).toEqual(["returns", "stable"]);
});

describe("what is returned for nothing is", () => {
  test.for<[schema: object, unsent: { value: unknown } | undefined]>([
    [{ type: ["string", "null"] }, { value: null }],
    [{ type: ["array", "null"] }, { value: null }],
    [{ type: "object", additionalProperties: {} }, { value: {} }],
    [{ type: "object", properties: {} }, undefined],
    [{ type: "array" }, { value: [] }],
    [{ type: "array", additionalProperties: {} }, { value: [] }],
    [{ type: "string" }, undefined],
  ])("of %j %j", ([schema, unsent]) => {
    const property = { ...schema, "x-returns": "$request.body#/name" };
    expect(relationsOfProperty(property, { requestBody })?.[0]?.unsent).toEqual(unsent);
  });
});

describe("an expression", () => {
  const parameters = ["query", "header"].map((location) => ({ name: "limit", in: location }));
  test.for<[expression: string, isRelated: boolean]>([
    ["$request.query.limit", true],
    ["$request.header.limit", true],
    ["$request.query.offset", false],
    ["$request.path.limit", false],
    ["$request.body#/name", false],
  ])("%s is of an operation with the parameter limit: %s", ([expression, isRelated]) => {
    expect(relationsOfProperty({ "x-returns": expression }, { parameters })).toHaveLength(isRelated ? 1 : 0);
  });

  test("can name a value deeper in the body", () => {
    expect(relationsOfProperty({ "x-returns": "$request.body#/name/first" }, { requestBody })).toHaveLength(1);
  });

  test.for<[expression: unknown, problem: string]>([
    [1, "1 is no expression such as $request.body#/name."],
    ["name", '"name" is no expression such as $request.body#/name.'],
    ["$request.body", '"$request.body" is no expression such as $request.body#/name.'],
    ["a $request.body#/name", '"a $request.body#/name" is no expression such as $request.body#/name.'],
    ["$request.cookie.a", '"$request.cookie.a" is no expression such as $request.body#/name.'],
    ["$request.query.", '"$request.query." is no expression such as $request.body#/name.'],
    ["$request.body#/title", '"$request.body#/title" names no property of the body of send.'],
    ["$request.body#/title/last", '"$request.body#/title/last" names no property of the body of send.'],
    ["$request.body#/name/last", '"$request.body#/name/last" names no property of the body of send.'],
  ])("%j is an error that says why", ([expression, problem]) => {
    const read = () => relationsOfProperty({ "x-returns": expression }, { requestBody });
    expect(read).toThrow(`/Success/properties/p/x-returns: ${problem}`);
  });
});

test("relations are found at every depth of a body that is looked into, and in each place of a schema", () => {
  const unique = { "x-generated": "unique" };
  const deep = { properties: { b: { properties: { c: { properties: { d: { properties: { e: {} } } } } } } } };
  deep.properties.b.properties.c.properties.d.properties.e = { ...unique, properties: { f: unique } };
  const twice = { properties: { x: { $ref: "#/Success/properties/a" }, y: { $ref: "#/Success/properties/a" } } };
  expect(relationsOf({ properties: { a: deep } })?.map(({ place }) => place)).toEqual(["/a/b/c/d/e"]);
  const shared = { properties: { a: { properties: { "b/c": unique } }, two: twice } };
  expect(relationsOf(shared)?.map(({ place }) => place)).toEqual(["/a/b~1c", "/two/x/b~1c", "/two/y/b~1c"]);
});

test("a relation says what was sent for its expression", () => {
  const sent = { body: { name: { first: "A" } }, parameters: { "query.limit": 5 } };
  const expressions = [
    "$request.body#/name/first",
    "$request.query.limit",
    "$request.path.limit",
    "$request.body#/b",
    "",
  ];
  expect(expressions.map((expression) => sentFor(expression, sent))).toEqual(["A", 5, undefined, undefined, undefined]);
});
