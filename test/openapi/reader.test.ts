import { expect, test } from "vitest";
import { DescriptionObject } from "../../src/openapi/description-object.ts";
import { SpecError } from "../../src/openapi/pointer.ts";
import { Reader } from "../../src/openapi/reader.ts";

test("a description is read in a copy, in which no two places are one object", () => {
  const schema = { minLength: "2" };
  const description = { a: { schema }, b: { schema } };
  const reader = new Reader(description);
  reader.schema(DescriptionObject.at(reader.document, "/a"));
  expect(reader.document).toEqual({ a: { schema: {} }, b: { schema } });
  expect(description).toEqual({ a: { schema }, b: { schema } });
});

test("what can't be used is among the omissions, and any other error is thrown", () => {
  const reader = new Reader({});
  const failWith = (error: Error) => () => {
    throw error;
  };
  expect(reader.unlessUnusable("/a", () => 1)).toBe(1);
  expect(reader.unlessUnusable("/a", failWith(new SpecError("it is wrong")))).toBeUndefined();
  expect(reader.omissions).toEqual([{ pointer: "/a", reason: "it is wrong" }]);
  expect(() => reader.unlessUnusable("/a", failWith(new Error("a mistake")))).toThrow("a mistake");
});

test("a schema that is read can be validated by, in both directions", () => {
  const schema = { required: ["a", "b"], properties: { a: { readOnly: true }, b: { writeOnly: true } } };
  const reader = new Reader({ it: { schema } });
  const read = reader.schema(DescriptionObject.at(reader.document, "/it"));
  const accepted = (["request", "response"] as const).map((direction) => {
    const validator = reader.validator(direction);
    return [{ a: 1 }, { b: 1 }].map((value) => validator.accepts(read, value));
  });
  expect(accepted).toEqual([
    [false, true],
    [true, false],
  ]);
});

test("a place without a schema has one that every value is valid for", () => {
  const reader = new Reader({ it: {} });
  const schema = reader.schema(DescriptionObject.at(reader.document, "/it"));
  expect([schema.pointer, schema.roots]).toEqual(["/it/schema", []]);
});

test("a schema is an error each time it is read, where it applies one that can't be used", () => {
  const reader = new Reader({ it: { schema: { items: { $ref: "#/bad" } } }, bad: { $id: "B", minLength: "1" } });
  const place = DescriptionObject.at(reader.document, "/it");
  for (const _ of [1, 2]) expect(() => reader.schema(place)).toThrow("/bad/$id: $id is not supported.");
  expect(reader.omissions).toEqual([]);
});

test("what is left out of a schema is told once", () => {
  const reader = new Reader({ it: { schema: { allOf: [{ $ref: "#/other" }] } }, other: { minLength: "1" } });
  const place = DescriptionObject.at(reader.document, "/it");
  expect(reader.schema(place).keyword("minLength")).toBeUndefined();
  reader.schema(place);
  expect(reader.omissions).toEqual([{ pointer: "/other/minLength", reason: 'minLength is malformed: "1"' }]);
});

test("a schema inside a keyword that is left out later can't be used any more", () => {
  const reader = new Reader({
    part: { schema: { $ref: "#/whole/schema/properties/a" } },
    whole: { schema: { properties: { a: { type: "string" }, b: 5 } } },
  });
  const [part, whole] = ["/part", "/whole"].map((pointer) =>
    reader.schema(DescriptionObject.at(reader.document, pointer)),
  );
  const validator = reader.validator("request");
  expect(whole && validator.accepts(whole, { a: 1 })).toBe(true);
  expect(() => part && validator.accepts(part, 1)).toThrow(SpecError);
});
