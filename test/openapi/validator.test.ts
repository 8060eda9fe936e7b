import { describe, expect, test } from "vitest";
import { DescriptionObject } from "../../src/openapi/description-object.ts";
import { SpecError } from "../../src/openapi/pointer.ts";
import { Reader } from "../../src/openapi/reader.ts";
import { type Direction, Schema } from "../../src/openapi/schema.ts";

/** A schema that refers to `Root` of some schemas, and its validator. */
function validatorOf(schemas: Record<string, unknown>, direction: Direction = "request") {
  const reader = new Reader({ it: { schema: { $ref: "#/components/schemas/Root" } }, components: { schemas } });
  const schema = reader.schema(DescriptionObject.at(reader.document, "/it"));
  return { validator: reader.validator(direction), omissions: reader.omissions, schema };
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

  test("not when a constraint beside the choice is violated, too", () => {
    const schemas = { Root: { maxLength: 1, anyOf: [{ minLength: 5 }, { minLength: 6 }] } };
    expect(violatesOnly(schemas, "Root/anyOf/0/minLength", "abc")).toBe(false);
    expect(violatesOnly(schemas, "Root/maxLength", "abc")).toBe(false);
    expect(violatesOnly(schemas, "Root/maxLength", "abcdef")).toBe(true);
  });

  test("in a branch of a branch, and when it is the choice itself", () => {
    const inner = { oneOf: [{ const: "a" }, { minLength: 5 }] };
    const schemas = { Root: { anyOf: [{ type: "null" }, inner], maxLength: 9 } };
    expect(violatesOnly(schemas, "Root/anyOf/1/oneOf/1/minLength", "abc")).toBe(true);
    expect(violatesOnly(schemas, "Root/anyOf", "abc")).toBe(false);
    const both = { Root: { oneOf: [{ minLength: 1 }, { maxLength: 9 }] } };
    expect(violatesOnly(both, "Root/oneOf", "abc")).toBe(true);
  });

  test("when it is in each of several items, and not when one of them violates more", () => {
    const schemas = { Root: { items: { anyOf: [{ minimum: 5 }, { type: "null" }] } } };
    expect(violatesOnly(schemas, "Root/items/anyOf/0/minimum", [1, 9, 2])).toBe(true);
    expect(violatesOnly(schemas, "Root/items/anyOf/0/type", [1, 9, 2])).toBe(false);
    const named = { Root: { items: { type: "string", minLength: 2 } } };
    expect(violatesOnly(named, "Root/items/minLength", ["x", 1])).toBe(false);
    expect(violatesOnly(named, "Root/items/minLength", [1, "x"])).toBe(false);
  });

  test("in one of the places that a property has", () => {
    const root = { properties: { a: { minLength: 2 } }, allOf: [{ properties: { a: { maxLength: 3 } } }] };
    const { validator, schema } = validatorOf({ Root: root });
    const property = schema.properties.get("a") as Schema;
    const place = "/components/schemas/Root";
    expect(validator.violatesOnly(`${place}/properties/a/minLength`, property, "x")).toBe(true);
    expect(validator.violatesOnly(`${place}/allOf/0/properties/a/maxLength`, property, "x")).toBe(false);
    expect(["x", "xx", "xxxx"].map((value) => validator.accepts(property, value))).toEqual([false, true, false]);
  });

  test("in the names of properties", () => {
    const schemas = { Root: { type: "object", propertyNames: { pattern: "^[A-Z]+$" } } };
    expect(violatesOnly(schemas, "Root/propertyNames/pattern", { GOOD: 1, bad: 1 })).toBe(true);
    expect(violatesOnly(schemas, "Root/type", { GOOD: 1, bad: 1 })).toBe(false);
    const short = { Root: { type: "object", propertyNames: { pattern: "^[A-Z]+$", maxLength: 3 } } };
    expect(violatesOnly(short, "Root/propertyNames/pattern", { GOOD: 1 })).toBe(false);
    expect(violatesOnly(short, "Root/propertyNames/pattern", { long: 1 })).toBe(false);
  });
});

test("the constraints that a value violates are known by their place, where the value is, and what is wrong", () => {
  const { validator, schema } = validatorOf({
    Root: { properties: { "a/b": { items: { $ref: "#/components/schemas/Text" } } } },
    Text: { type: "string", maxLength: 2 },
  });
  expect(validator.violations(schema, { "a/b": ["a", 1, "long"] })).toEqual([
    { pointer: "/components/schemas/Text/type", place: "/a~1b/1", message: "must be string" },
    {
      pointer: "/components/schemas/Text/maxLength",
      place: "/a~1b/2",
      message: "must NOT have more than 2 characters",
    },
  ]);
  expect(validator.violations(schema, { "a/b": [] })).toEqual([]);
});

test("every value is valid where the description says nothing", () => {
  const { validator } = validatorOf({ Root: {} });
  expect(validator.accepts(Schema.any({}, "/nowhere"), 1)).toBe(true);
  expect(validator.violations(Schema.any({}, "/nowhere"), 1)).toEqual([]);
});

describe("of the values", () => {
  test.for<[schema: object, valid: unknown[], invalid: unknown[]]>([
    [{ format: "date" }, ["2024-02-29", 1], ["2023-02-29", "today"]],
    [{ format: "colour" }, ["blue"], []],
    [
      { format: "date-time" },
      ["2024-02-29T23:59:59Z", "2024-02-29t23:59:59.5z", "2024-02-29T23:59:59+05:30"],
      ["2024-02-29 23:59:59Z", "2024-02-29T23:59:59+0530", "2023-02-29T23:59:59Z", "x2024-02-29T23:59:59Z"],
    ],
    [{ pattern: "^\\p{Lu}$" }, ["Ä"], ["ä"]],
    [{ pattern: "^.$" }, ["😀"], ["😀😀"]],
    [{ pattern: "^\\-$" }, ["-"], ["\\-"]],
    [{ const: { a: [1] } }, [{ a: [1] }], [{ a: [2] }]],
    [{ properties: { "😀%/~b": { type: "null" } } }, [{ "😀%/~b": null }], [{ "😀%/~b": 1 }]],
  ])("of %j %j are valid, and %j are not", ([root, valid, invalid]) => {
    const { validator, schema } = validatorOf({ Root: { allOf: [root] } });
    const inner = Schema.at(schema.document, "/components/schemas/Root/allOf/0");
    for (const value of valid) expect(validator.accepts(inner, value), JSON.stringify(value)).toBe(true);
    for (const value of invalid) expect(validator.accepts(schema, value), JSON.stringify(value)).toBe(false);
    const property = inner.properties.get("😀%/~b");
    if (property) expect(validator.accepts(property, 1)).toBe(false);
  });
});

test("0.3 is a multiple of 0.1 in a response, and is sent in no request", () => {
  const accepts = (direction: Direction, value: number) => {
    const { validator, schema } = validatorOf({ Root: { multipleOf: 0.1 } }, direction);
    return validator.accepts(schema, value);
  };
  expect([accepts("response", 0.3), accepts("response", 0.35), accepts("request", 0.3)]).toEqual([true, false, false]);
});

test("a schema that Ajv can't compile is an error with its place", () => {
  const { validator, schema } = validatorOf({ Root: { $async: true } });
  expect(() => validator.accepts(schema, 1)).toThrow(
    new SpecError("/it/schema: this schema can't be used: async schema referenced by sync schema"),
  );
});

describe("a schema", () => {
  test.each<[title: string, root: unknown, valid: unknown, invalid: unknown]>([
    ["allows nothing where it says false", { properties: { a: false } }, {}, { a: 1 }],
    ["of another dialect is read as one of 2020-12", { $schema: "https://example.com/own", type: "null" }, null, 1],
    ["takes a name that is required twice", { type: "object", required: ["a", "a"] }, { a: 1 }, {}],
    ["is not moved by an id of an example", { type: "null", example: { $id: "http://a/" } }, null, 1],
    [
      "may have examples with one anchor",
      { properties: { a: { type: "null", example: { $anchor: "a", b: 1 } }, b: { example: { $anchor: "a" } } } },
      { a: null },
      { a: 1 },
    ],
    [
      "may have a property that is named as an id",
      { properties: { $id: { type: "null" } } },
      { $id: null },
      { $id: 1 },
    ],
    ["allows everything where it says true", { properties: { a: true, b: false } }, { a: 1 }, { b: 1 }],
    ["ignores an id of another dialect", { id: "x", type: "null" }, null, 1],
    ["ignores dependencies", { type: "object", dependencies: { a: ["b"] } }, { a: 1 }, 1],
  ])("%s", (_title, root, valid, invalid) => {
    const { validator, schema, omissions } = validatorOf({ Root: root });
    expect(omissions).toEqual([]);
    expect(validator.accepts(schema, valid)).toBe(true);
    expect(validator.accepts(schema, invalid)).toBe(false);
  });

  test.for<[direction: Direction, valid: object]>([
    ["request", { pin: 1, name: "x" }],
    ["response", { id: 1, name: "x" }],
  ])("demands of a %s no property that only the other direction has", ([direction, valid]) => {
    const properties = { id: { $ref: "#/components/schemas/Id" }, pin: { writeOnly: true }, name: {} };
    const root = { required: ["id", "pin", "name", "other"], properties };
    const { validator, schema } = validatorOf({ Root: root, Id: { readOnly: true } }, direction);
    expect(validator.accepts(schema, { ...valid, other: 1 })).toBe(true);
    expect(validator.violations(schema, {}).map(({ message }) => message)).toHaveLength(3);
  });

  test.each<[string, unknown, string]>([
    ["a malformed keyword", { minLength: "3" }, "minLength is malformed"],
    ["a pattern that does not compile", { pattern: "(" }, "pattern is malformed"],
    ["a format that is not known", { format: "colour" }, "the format colour is not known"],
    ["nullable", { type: "string", nullable: true }, "nullable is not a keyword"],
    ["nullable and no type", { nullable: true }, "nullable is not a keyword"],
    ["a keyword without cases", { not: { const: 1 } }, "no case is made for not"],
    ["a malformed keyword inside", { properties: { a: { type: "sting" } } }, 'type is malformed: "sting"'],
    ["properties that are no schemas", { properties: { a: 5 } }, 'properties is malformed: {"a":5}'],
    ["an empty enum", { enum: [] }, "enum is malformed: []"],
  ])("with %s says what is left out", (_title, root, reason) => {
    const { validator, omissions, schema } = validatorOf({ Root: root });
    expect(omissions.map((omission) => omission.reason).join()).toContain(reason);
    expect(validator.accepts(schema, "text")).toBe(true);
  });

  test("may be within itself, in a value inside", () => {
    const next = { $ref: "#/components/schemas/Root" };
    const { validator, schema } = validatorOf({ Root: { type: "object", properties: { next }, required: ["next"] } });
    expect(validator.violations(schema, { next: { next: 1 } }).map(({ place }) => place)).toEqual(["/next/next"]);
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
    ["is nothing", {}, /^\/it\/schema: .* points at nothing/],
    ["refers to itself", { Root: { $ref: "#/components/schemas/Root" } }, /circle/],
    [
      "leads into a circle",
      {
        Root: { items: { allOf: [{ $ref: "#/components/schemas/A" }] } },
        A: { not: { $ref: "#/components/schemas/A" } },
      },
      /^\/components\/schemas\/A: its references go round in a circle\.$/,
    ],
    ["is a part of itself", { Root: { anyOf: [{ $ref: "#/components/schemas/Root" }] } }, /circle/],
    ["refers to nothing", { Root: { $ref: "#/components/schemas/Other" } }, /points at nothing/],
    ["refers to another file", { Root: { $ref: "other.yaml" } }, /leaves the description/],
    ["refers to an anchor", { Root: { $ref: "#other" } }, /not supported/],
    ["has an id", { Root: { properties: { a: { $id: "https://example.com/a" } } } }, /\$id is not supported/],
  ])("that %s is refused with its place", (_title, schemas, message) => {
    expect(() => validatorOf(schemas)).toThrow(message);
  });
});
