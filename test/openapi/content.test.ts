import { expect, test } from "vitest";
import { examplesOf, readBody, readResponses } from "../../src/openapi/content.ts";
import { DescriptionObject } from "../../src/openapi/description-object.ts";
import { Reader } from "../../src/openapi/reader.ts";

/** A reader of a description that holds a value at `/it`, and that place. */
function readerOf(value: object): [reader: Reader, place: DescriptionObject] {
  const reader = new Reader({ it: value });
  return [reader, DescriptionObject.at(reader.document, "/it")];
}

test("a body is read with its first media type of JSON, and the others beside it", () => {
  const media = { schema: { type: "object" }, example: { a: 1 } };
  const content = { "text/csv": {}, "application/merge-patch+json": media, "application/json": {} };
  const body = readBody(...readerOf({ required: true, content }));
  expect(body).toMatchObject({
    pointer: "/it",
    required: true,
    mediaType: "application/merge-patch+json",
    otherMediaTypes: ["text/csv", "application/json"],
    examples: [{ pointer: "/it/content/application~1merge-patch+json/example", value: { a: 1 } }],
  });
  expect(body?.schema.pointer).toBe("/it/content/application~1merge-patch+json/schema");
  expect(readBody(...readerOf({ content: { "application/json": {} } }))).toMatchObject({
    required: false,
    examples: [],
  });
});

test("a body without JSON is left out, or an error where it is required", () => {
  const [reader, place] = readerOf({ content: { "text/csv": {}, "text/plain": {} } });
  expect(readBody(reader, place)).toBeUndefined();
  const reason = "/it: only bodies of JSON are supported, not of text/csv, text/plain.";
  expect(reader.omissions).toEqual([{ pointer: "/it", reason }]);
  expect(() => readBody(...readerOf({ required: true, content: { "text/csv": {} } }))).toThrow("not of text/csv.");
  expect(() => readBody(...readerOf({ required: true }))).toThrow("not of nothing.");
});

test("responses are read with their media types in lower case, their header fields, and without extensions", () => {
  const headers = {
    "X-Total": { required: true, schema: { type: "integer" } },
    "X-Note": { schema: { type: "string" } },
    "X-Bad": { schema: { $ref: "#/nowhere" } },
  };
  const content = {
    "Application/JSON": { schema: { type: "object" } },
    "text/plain": { schema: { $ref: "#/nowhere" } },
  };
  const responses = { "200": { headers, content }, default: {}, "4xx": {}, "x-note": {} };
  const [reader, place] = readerOf({ responses });
  const [ok, other, range, ...more] = readResponses(reader, place);
  expect(more).toEqual([]);
  expect([ok?.status, ok?.pointer]).toEqual(["200", "/it/responses/200"]);
  expect([...(ok?.content ?? [])].map(([type, schema]) => [type, schema?.pointer])).toEqual([
    ["application/json", "/it/responses/200/content/Application~1JSON/schema"],
    ["text/plain", undefined],
  ]);
  expect(ok?.headers.map(({ name, required, pointer }) => [name, required, pointer])).toEqual([
    ["X-Total", true, "/it/responses/200/headers/X-Total"],
    ["X-Note", false, "/it/responses/200/headers/X-Note"],
  ]);
  expect(reader.omissions.map(({ pointer }) => pointer)).toEqual([
    "/it/responses/200/content/text~1plain",
    "/it/responses/200/headers/X-Bad",
  ]);
  expect(other).toMatchObject({ status: "default", content: new Map(), headers: [] });
  expect(range).toMatchObject({ status: "4XX", pointer: "/it/responses/4xx" });
});

test("examples are the one of the place, null too, and those with names that have a value", () => {
  const [, place] = readerOf({ example: null, examples: { a: { value: 1 }, b: { externalValue: "far" } } });
  expect(examplesOf(place)).toEqual([
    { pointer: "/it/example", value: null },
    { pointer: "/it/examples/a/value", value: 1 },
  ]);
  expect(examplesOf(readerOf({})[1])).toEqual([]);
});
