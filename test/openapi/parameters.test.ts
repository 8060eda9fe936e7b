import { expect, test } from "vitest";
import { DescriptionObject } from "../../src/openapi/description-object.ts";
import { readParameters } from "../../src/openapi/parameters.ts";
import { Reader } from "../../src/openapi/reader.ts";

/** Reads the parameters of a path, and of an operation. */
function read(ofPath: unknown, ofOperation: unknown, path = "/things") {
  const reader = new Reader({ item: { parameters: ofPath }, operation: { parameters: ofOperation } });
  const holders = ["/item", "/operation"].map((pointer) => DescriptionObject.at(reader.document, pointer));
  return { parameters: readParameters(reader, path, holders), omissions: reader.omissions };
}

test.for<[described: object, isRequired: boolean, explode: boolean, isReference: boolean]>([
  [{ in: "query" }, false, true, false],
  [{ in: "query", required: true, "x-reference": true }, true, true, true],
  [{ in: "query", required: "yes", "x-reference": "yes", explode: "no" }, false, true, false],
  [{ in: "query", explode: false }, false, false, false],
  [{ in: "query", style: "simple" }, false, false, false],
  [{ in: "query", style: "simple", explode: true }, false, true, false],
  [{ in: "header" }, false, false, false],
  [{ in: "header", style: "form" }, false, true, false],
  [{ in: "path" }, true, false, false],
])("%j is required: %s, explodes: %s, names a resource: %s", ([described, required, explode, isReference]) => {
  expect(read([{ name: "a", ...described }], undefined).parameters).toMatchObject([{ required, explode, isReference }]);
});

test("a parameter is read with its place, its schema and its examples", () => {
  const { parameters } = read([{ name: "a", in: "query", schema: { type: "string" }, example: "x" }], []);
  const [parameter, ...others] = parameters;
  expect(others).toEqual([]);
  expect(parameter).toMatchObject({ pointer: "/item/parameters/0", examples: [{ value: "x" }] });
  expect(parameter?.schema.pointer).toBe("/item/parameters/0/schema");
});

test("a parameter of an operation replaces the one of its path with the same name and location", () => {
  const ofPath = ["a", "b"].map((name) => ({ name, in: "query" }));
  const ofOperation = [
    { name: "a", in: "query", required: true },
    { name: "b", in: "header" },
  ];
  expect(read(ofPath, ofOperation).parameters.map(({ name, pointer }) => [name, pointer])).toEqual([
    ["a", "/operation/parameters/0"],
    ["b", "/item/parameters/1"],
    ["b", "/operation/parameters/1"],
  ]);
});

test("header fields that OpenAPI leaves to the media types and to the security are no parameters", () => {
  const names = ["Accept", "Content-Type", "AUTHORIZATION"];
  const inHeader = names.map((name) => ({ name, in: "header" }));
  expect(read(inHeader, undefined)).toEqual({ parameters: [], omissions: [] });
  expect(read([{ name: "accept", in: "query" }], undefined).parameters).toHaveLength(1);
});

test.for<[parameter: object, reason: string]>([
  [{ in: "cookie" }, "/item/parameters/0: parameters in cookie are not supported."],
  [{ in: "query", style: "deepObject" }, "/item/parameters/0: the style deepObject is not supported."],
  [{ in: "query", content: { "text/csv": {} } }, "/item/parameters/0: parameters of text/csv are not supported."],
])("%j is left out, or an error where it is required", ([parameter, reason]) => {
  const omissions = [{ pointer: "/item/parameters/0", reason }];
  expect(read([{ name: "a", ...parameter }], undefined)).toEqual({ parameters: [], omissions });
  expect(() => read([{ name: "a", required: true, ...parameter }], undefined)).toThrow(reason);
});

test("a path parameter that can't be sent is an error, as is one that is not described", () => {
  const styled = [{ name: "id", in: "path", style: "matrix" }];
  expect(() => read(styled, [], "/things/{id}")).toThrow("the style matrix is not supported");
  const inQuery = [{ name: "id", in: "query" }];
  const problem = "/things/{id}: the path parameter id is not described.";
  expect(() => read(inQuery, [], "/things/{id}")).toThrow(problem);
  expect(() => read([{ name: "a", in: "path" }], [], "/{a}/{id}")).toThrow("the path parameter id is not");
  expect(read([{ name: "id", in: "path" }], [], "/things/{id}").parameters).toHaveLength(1);
});
