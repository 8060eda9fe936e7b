import { registerSchema, unregisterSchema, validate } from "@hyperjump/json-schema/draft-2020-12";
import { describe, expect, test } from "vitest";
import type { TestCase } from "../../../src/contract/generate/test-case.ts";
import { casesOfBody } from "../support.ts";

const schemaId = "https://example.com/tested";

/** Whether a second validator takes a body; `undefined` for bodies that are not JSON. */
async function secondOpinion(schema: object): Promise<(testCase: TestCase) => boolean | undefined> {
  unregisterSchema(schemaId);
  registerSchema(structuredClone(schema) as never, schemaId, "https://json-schema.org/draft/2020-12/schema");
  const isValid = await validate(schemaId);
  return ({ template: { body } }) => {
    try {
      return isValid(JSON.parse(body ?? "")).valid;
    } catch {
      return undefined;
    }
  };
}

const text = { type: "string", minLength: 2, maxLength: 5 };

/** Ordinary schemas, and the constraints that must have negative cases. */
const schemas: [title: string, schema: object, constraints: string[]][] = [
  ["a bare object", { type: "object" }, ["/type"]],
  ["a bare array", { type: "array" }, ["/type"]],
  ["no constraint at all", {}, []],
  ["text of a length", text, ["/type", "/minLength", "/maxLength"]],
  [
    "a pattern with lengths",
    { type: "string", pattern: "^[a-z]+$", minLength: 3, maxLength: 40 },
    ["/pattern", "/minLength"],
  ],
  ["a large whole number", { type: "integer", minimum: 5e9, maximum: 6e9 }, ["/minimum", "/maximum", "/type"]],
  ["a small range", { type: "number", exclusiveMinimum: 0, maximum: 0.2 }, ["/exclusiveMinimum", "/maximum"]],
  ["multiples", { type: "number", multipleOf: 0.01, minimum: 0, maximum: 1 }, ["/multipleOf"]],
  ["const", { const: "fixed" }, ["/const"]],
  ["an enum of several types", { enum: ["a", 1, null, true] }, ["/enum"]],
  [
    "a long array",
    { type: "array", items: { type: "integer" }, minItems: 12, maxItems: 30 },
    ["/minItems", "/maxItems"],
  ],
  ["an array of arrays", { type: "array", items: { type: "array", items: text } }, ["/items/items/minLength"]],
  [
    "different items",
    { type: "array", items: { type: "integer" }, uniqueItems: true, minItems: 2 },
    ["/uniqueItems", "/items/type"],
  ],
  [
    "a map of maps",
    { type: "object", additionalProperties: { type: "object", additionalProperties: text } },
    ["/additionalProperties/additionalProperties/maxLength"],
  ],
  [
    "a map of some entries",
    { type: "object", additionalProperties: { type: "integer" }, minProperties: 2, maxProperties: 4 },
    ["/minProperties", "/maxProperties"],
  ],
  ["required names without a property", { type: "object", required: ["a"] }, ["/required"]],
  [
    "a closed object",
    { type: "object", properties: { a: text }, additionalProperties: false },
    ["/additionalProperties", "/properties/a/maxLength"],
  ],
  [
    "parts that state one property",
    { allOf: [{ properties: { a: { minLength: 2 } } }, { properties: { a: { type: "string", minLength: 4 } } }] },
    ["/allOf/1/properties/a/minLength"],
  ],
  [
    "closed parts",
    {
      type: "object",
      allOf: [
        { properties: { a: { type: "string" }, b: {} }, additionalProperties: false },
        { properties: { a: { type: "string" }, c: {} } },
      ],
    },
    ["/allOf/0/additionalProperties"],
  ],
  [
    "something or null",
    { type: "object", properties: { a: { anyOf: [text, { type: "null" }] } } },
    ["/properties/a/anyOf/0/maxLength"],
  ],
  [
    "a choice beside properties",
    {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "integer" } },
      anyOf: [{ required: ["a"] }, { required: ["b"] }],
    },
    ["/properties/b/type"],
  ],
  [
    "a discriminated choice",
    {
      type: "object",
      required: ["kind"],
      properties: { kind: { type: "string" } },
      oneOf: [
        { properties: { kind: { const: "cat" }, lives: { type: "integer", maximum: 9 } }, required: ["lives"] },
        { properties: { kind: { const: "dog" }, tricks: { type: "array", items: text } } },
      ],
    },
    ["/oneOf/0/properties/lives/maximum", "/oneOf/1/properties/tricks/items/minLength"],
  ],
  [
    "names that every object of JavaScript has",
    { type: "object", properties: { constructor: {}, valueOf: { type: "string" } } },
    ["/properties/valueOf/type"],
  ],
  ["a constraint without cases", { type: "object", dependentRequired: { a: ["b"] }, properties: { a: {}, b: {} } }, []],
  [
    "patternProperties",
    { type: "object", patternProperties: { "^x": { type: "integer" } }, properties: { xa: {} } },
    [],
  ],
  ["items by place", { type: "array", prefixItems: [{ type: "integer" }], items: { type: "string" } }, []],
];

describe("a second validator agrees on the cases of", () => {
  test.each(schemas)("%s", async (_title, schema, constraints) => {
    const { cases } = casesOfBody(schema);
    const isValid = await secondOpinion(schema);
    const bodies = (expects: string) => cases.filter((one) => one.expects === expects && isValid(one) !== undefined);
    expect(bodies("accepted").length).toBeGreaterThan(5);
    expect(bodies("accepted").filter((one) => !isValid(one))).toEqual([]);
    expect(bodies("refused").filter(isValid)).toEqual([]);
    const place = "/paths/~1things/post/requestBody/content/application~1json/schema";
    const tested = new Set(bodies("refused").map(({ pointer }) => pointer.slice(place.length)));
    expect([...tested]).toEqual(expect.arrayContaining(constraints));
  });
});

describe("generation ends, and says why there is no case, for", () => {
  const self = "#/components/schemas/Self";
  const recursive = (schema: object) => [{ $ref: self }, {}, { components: { schemas: { Self: schema } } }] as const;

  test.each<[string, readonly [unknown, object?, object?]]>([
    ["a schema that nothing is valid for", [false]],
    ["constraints that contradict", [{ type: "string", minLength: 5, maxLength: 2 }]],
    ["types that exclude each other", [{ allOf: [{ type: "string" }, { type: "integer" }] }]],
    ["an endless required property", recursive({ type: "object", required: ["a"], properties: { a: { $ref: self } } })],
    ["a format that is not known", [{ type: "string", format: "colour" }]],
    ["a format named like a method", [{ type: "string", format: "toString" }]],
    ["a pattern with a lookahead", [{ type: "string", pattern: "^(?=a)b$" }]],
  ])("%s", (_title, given) => {
    const { cases, omissions } = casesOfBody(...given);
    expect(cases).toEqual([]);
    expect(omissions.map(({ reason }) => reason).join("\n")).toMatch(/schema: no valid value was found\.$/m);
  });

  test("a pattern with a lookahead is tested with the examples", () => {
    const { cases } = casesOfBody({ type: "string", pattern: "^(?=a)[a-z]+$", examples: ["abc"] });
    expect(cases.some((one) => one.expects === "refused" && one.pointer.endsWith("/pattern"))).toBe(true);
  });

  test("malformed keywords, and those named like methods, without which a schema is read", () => {
    const schema = { type: "object", properties: [], required: "a", minProperties: "1", toString: 1 };
    const { cases, omissions } = casesOfBody(schema);
    expect(cases.length).toBeGreaterThan(10);
    expect(omissions.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(["properties is malformed: []", 'required is malformed: "a"']),
    );
  });

  const object = (properties: object) => ({ type: "object", properties });
  const twelve = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`p${index}`, { $ref: self }]));
  test.each<[title: string, schema: object]>([
    ["a list", { type: "array", items: { $ref: self } }],
    ["a map", { type: "object", additionalProperties: { $ref: self } }],
    ["a list or a map or text", { items: { $ref: self }, additionalProperties: { $ref: self } }],
    ["a tree", object({ name: { type: "string" }, children: { type: "array", items: { $ref: self } } })],
    ["an object", object(twelve)],
    ["a pair", { oneOf: [{ ...object(twelve), required: ["p0", "p1"] }, { type: "integer" }] }],
  ])("%s of itself, whose values stay few and small", (_title, schema) => {
    const { cases } = casesOfBody(...recursive(schema));
    expect(cases.filter((one) => one.expects === "refused").length).toBeGreaterThan(5);
    expect(cases.length).toBeLessThan(2000);
    const bodies = cases.filter(({ title }) => !title.includes("KiB")).map((one) => one.template.body?.length ?? 0);
    expect(Math.max(...bodies)).toBeLessThan(50_000);
  });
});
