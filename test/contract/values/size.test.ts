import { describe, expect, test } from "vitest";
import type { Schema } from "../../../src/openapi/schema.ts";
import { schemaWith } from "./support.ts";

const self = { $ref: "#/components/schemas/Self" };
const sizesOf = (Self: object) => {
  const { inputs, schema } = schemaWith(self, {}, { schemas: { Self } });
  return { sizes: inputs.sizes, schema };
};

/** How deep the values of a schema have optional parts. */
function optionalDepth(definition: object): number {
  const { sizes, schema } = sizesOf(definition);
  let inner: Schema | undefined = schema;
  while (inner && !sizes.isDeep(inner)) {
    const last: Schema = inner.alternatives.at(-1) ?? inner;
    inner = last.additionalProperties ?? last.items ?? [...last.properties.values()][0];
  }
  return (inner?.depth ?? 0) - 1;
}

describe("optional parts are left out", () => {
  const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, self]));
  const mapsOf = (count: number) =>
    Object.fromEntries(Object.keys(named(count)).map((name) => [name, { additionalProperties: self }]));
  test.each<[title: string, schema: object, depth: number]>([
    ["of a map of itself at the usual depth", { type: "object", additionalProperties: self }, 4],
    ["of a list of itself at the usual depth", { type: "array", items: self }, 4],
    ["of a large list of itself above it", { type: "array", items: self, minItems: 30 }, 2],
    ["of a large map of itself above it", { type: "object", additionalProperties: self, minProperties: 30 }, 2],
    ["of an object of itself six times at depth 3", { type: "object", properties: named(6) }, 3],
    ["of an object of ten maps of itself at depth 3", { type: "object", properties: mapsOf(10) }, 3],
    ["of an object or one of itself six times at depth 3", { anyOf: [{}, { properties: named(6) }] }, 3],
    ["of an object of itself a dozen times above it", { type: "object", properties: named(12) }, 2],
    ["never in the first two levels", { type: "object", properties: named(100) }, 2],
  ])("%s", (_title, schema, depth) => {
    expect(optionalDepth(schema)).toBe(depth);
  });
});

describe("the smallest value of", () => {
  test.each<[title: string, schema: object, size: number]>([
    ["text is one", { type: "string" }, 1],
    ["a list of itself is one", { type: "array", items: self }, 1],
    ["text or an object is one", { type: ["object", "string"], required: ["a"] }, 1],
    ["a list has the items that it must", { type: "array", items: { type: "array", minItems: 2 }, minItems: 3 }, 10],
    [
      "an object has the properties that it must",
      { type: "object", required: ["a", "b"], properties: { a: { type: "array", minItems: 2 } } },
      5,
    ],
    [
      "a map has the entries that it must",
      { type: "object", additionalProperties: { type: "null" }, minProperties: 3 },
      4,
    ],
    ["a choice is that of its smallest branch", { oneOf: [{ type: "object", required: ["a"] }, { type: "null" }] }, 1],
    [
      "an object that requires itself has no end",
      { type: "object", required: ["a"], properties: { a: self } },
      Infinity,
    ],
  ])("%s", (_title, definition, size) => {
    const { sizes, schema } = sizesOf(definition);
    expect(sizes.least(schema)).toBe(size);
    expect(sizes.isEndless(schema)).toBe(size === Infinity);
  });
});
