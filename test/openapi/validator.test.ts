import { describe, expect, test } from "vitest";
import type { Omission } from "../../src/openapi/pointer.ts";
import { Schema } from "../../src/openapi/schema.ts";
import { UsableSchemas } from "../../src/openapi/usable-schemas.ts";
import { Validator } from "../../src/openapi/validator.ts";

function validatorOf(schemas: Record<string, unknown>) {
  const document = { components: { schemas } };
  const omissions: Omission[] = [];
  const pointer = "/components/schemas/Root";
  const usable = new UsableSchemas(document, omissions);
  usable.read(pointer);
  const validator = new Validator(document, usable.pointers, "request");
  return { validator, omissions, schema: Schema.at(document, pointer) };
}

/** Whether a value violates only the constraint at a place of the schema `Root`. */
const violatesOnly = (schemas: Record<string, unknown>, place: string, value: unknown) => {
  const { validator, schema } = validatorOf(schemas);
  return validator.violatesOnly(`/components/schemas/${place}`, schema, value);
};

describe("a value violates one constraint only", () => {
  const named = { Root: { properties: { a: { type: "string", minLength: 2 }, b: { type: "integer" } } } };

  test("when all others hold", () => {
    expect(violatesOnly(named, "Root/properties/a/minLength", { a: "x", b: 1 })).toBe(true);
  });

  test("not when another is violated too", () => {
    expect(violatesOnly(named, "Root/properties/a/minLength", { a: "x", b: "y" })).toBe(false);
  });

  test("not when it is valid", () => {
    expect(violatesOnly(named, "Root/properties/a/minLength", { a: "xx" })).toBe(false);
  });

  test.each(["anyOf", "oneOf"])("in a branch of %s, through a reference", (choice) => {
    const schemas = {
      Root: { properties: { a: { [choice]: [{ $ref: "#/components/schemas/Text" }, { type: "null" }] } } },
      Text: { type: "string", maxLength: 3 },
    };
    expect(violatesOnly(schemas, "Text/maxLength", { a: "long text" })).toBe(true);
    expect(violatesOnly(schemas, "Text/maxLength", { a: 1 })).toBe(false);
  });

  test("not when two branches of oneOf would match without it", () => {
    const schemas = { Root: { oneOf: [{ type: "string" }, { maxLength: 3, type: "string" }] } };
    expect(violatesOnly(schemas, "Root/oneOf/1/maxLength", "abc")).toBe(false);
  });

  test("in the names of properties", () => {
    const schemas = { Root: { type: "object", propertyNames: { pattern: "^[A-Z]+$" } } };
    expect(violatesOnly(schemas, "Root/propertyNames/pattern", { GOOD: 1, bad: 1 })).toBe(true);
  });
});

describe("a schema", () => {
  test.each<[title: string, root: unknown, valid: unknown, invalid: unknown]>([
    ["allows nothing where it says false", { properties: { a: false } }, {}, { a: 1 }],
    ["of another dialect is read as one of 2020-12", { $schema: "https://example.com/own", type: "null" }, null, 1],
    ["takes a name that is required twice", { type: "object", required: ["a", "a"] }, { a: 1 }, {}],
    ["is not moved by an id of an example", { type: "null", examples: [{ $id: "http://a/" }] }, null, 1],
    ["ignores keywords of other dialects", { id: "x", type: "null", dependencies: { a: ["b"] } }, null, { a: 1 }],
  ])("%s", (_title, root, valid, invalid) => {
    const { validator, schema, omissions } = validatorOf({ Root: root });
    expect(omissions).toEqual([]);
    expect(validator.accepts(schema, valid)).toBe(true);
    expect(validator.accepts(schema, invalid)).toBe(false);
  });

  test("demands no readOnly property of a request", () => {
    const { validator, schema } = validatorOf({
      Root: { required: ["id", "name"], properties: { id: { readOnly: true }, name: {} } },
    });
    expect(validator.accepts(schema, { name: "x" })).toBe(true);
    expect(validator.accepts(schema, {})).toBe(false);
  });

  test.each<[string, unknown, string]>([
    ["a malformed keyword", { minLength: "3" }, "minLength is malformed"],
    ["a pattern that does not compile", { pattern: "(" }, "pattern is malformed"],
    ["a format that is not known", { format: "colour" }, "the format colour is not known"],
    ["nullable", { type: "string", nullable: true }, "nullable is not a keyword"],
    ["a keyword without cases", { not: { const: 1 } }, "no case is made for not"],
    ["a malformed keyword inside", { properties: { a: { type: "sting" } } }, 'type is malformed: "sting"'],
    ["properties that are no schemas", { properties: { a: 5 } }, 'properties is malformed: {"a":5}'],
    ["an empty enum", { enum: [] }, "enum is malformed: []"],
  ])("with %s says what is left out", (_title, root, reason) => {
    const { validator, omissions, schema } = validatorOf({ Root: root });
    expect(omissions.map((omission) => omission.reason).join()).toContain(reason);
    expect(validator.accepts(schema, "text")).toBe(true);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ["is a number", { Root: 5 }, /there is no schema/],
    [
      "refers into a keyword that is malformed",
      {
        Root: { allOf: [{ $ref: "#/components/schemas/Other/properties/a" }, { $ref: "#/components/schemas/Other" }] },
        Other: { properties: { a: {}, b: 5 } },
      },
      /Other\/properties\/a points at nothing/,
    ],
    ["refers to itself", { Root: { $ref: "#/components/schemas/Root" } }, /circle/],
    ["is a part of itself", { Root: { anyOf: [{ $ref: "#/components/schemas/Root" }] } }, /circle/],
    ["refers to nothing", { Root: { $ref: "#/components/schemas/Other" } }, /points at nothing/],
    ["refers to another file", { Root: { $ref: "other.yaml" } }, /leaves the description/],
    ["refers to an anchor", { Root: { $ref: "#other" } }, /not supported/],
    ["has an id", { Root: { properties: { a: { $id: "https://example.com/a" } } } }, /\$id is not supported/],
  ])("that %s is refused with its place", (_title, schemas, message) => {
    expect(() => validatorOf(schemas)).toThrow(message);
  });
});
