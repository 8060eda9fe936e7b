import { describe, expect, test } from "vitest";
import { schemasIn, supportOf } from "../../src/openapi/keywords.ts";

describe("the gate does with a keyword what it says", () => {
  test.for([
    ["tested", ["type", "enum", "const", "pattern", "format", "minLength", "maxLength", "minimum", "maximum"]],
    ["tested", ["exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems"]],
    ["tested", ["minProperties", "maxProperties", "required"]],
    ["structural", ["$ref", "items", "properties", "additionalProperties", "propertyNames", "allOf", "anyOf", "oneOf"]],
    ["validated", ["not", "if", "then", "else", "contains", "minContains", "maxContains", "prefixItems"]],
    ["validated", ["patternProperties", "dependentSchemas", "dependentRequired"]],
    ["validated", ["unevaluatedItems", "unevaluatedProperties"]],
    ["unreadable", ["$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"]],
    ["ignored", ["title", "description", "example", "x-returns", "", "toString"]],
  ] as const)("%s: %j", ([support, keywords]) => {
    for (const keyword of keywords) expect(supportOf(keyword), keyword).toBe(support);
  });
});

test("the schemas in a schema are found under every keyword that holds some", () => {
  const one = {};
  const direct = ["items", "additionalProperties", "propertyNames", "not", "if", "then", "else", "contains"];
  direct.push("unevaluatedItems", "unevaluatedProperties");
  const schema = {
    ...Object.fromEntries(direct.map((keyword) => [keyword, one])),
    ...{ properties: { "a/b": one }, patternProperties: { x: one }, dependentSchemas: { y: one } },
    ...{ prefixItems: [one], allOf: [one, one], anyOf: [one], oneOf: [one] },
    ...{ example: { items: one }, enum: [one] },
  };
  expect([...schemasIn(schema, "/it")]).toEqual([
    ...direct.map((keyword) => [keyword, `/it/${keyword}`]),
    ["properties", "/it/properties/a~1b"],
    ["patternProperties", "/it/patternProperties/x"],
    ["dependentSchemas", "/it/dependentSchemas/y"],
    ["prefixItems", "/it/prefixItems/0"],
    ["allOf", "/it/allOf/0"],
    ["allOf", "/it/allOf/1"],
    ["anyOf", "/it/anyOf/0"],
    ["oneOf", "/it/oneOf/0"],
  ]);
  expect([...schemasIn({ items: true, additionalProperties: false }, "/it")]).toEqual([]);
});
