import { describe, expect, test } from "vitest";
import { arbitraryOf, distinctOf, samplesOf, undescribed } from "../../../src/contract/values/arbitrary.ts";
import { schemaWith } from "./support.ts";

function samples(definition: object, components: object = {}): unknown[] {
  const { inputs, schema } = schemaWith(definition, {}, components);
  return samplesOf(inputs, schema, 200);
}

const sizesOf = (values: unknown[]) => [...new Set(values.map((value) => Object.keys(value as object).length))].sort();

describe("random numbers", () => {
  test.each<[schema: object, least: number, most: number, step: number]>([
    [{ type: "integer" }, -1e6, 1e6, 1],
    [{ type: "number" }, -1e6, 1e6, 0.25],
    [{ type: "integer", minimum: 5e9 }, 5e9, 5e9 + 1e6, 1],
    [{ type: "integer", maximum: -5e9 }, -5e9 - 1e6, -5e9, 1],
    [{ type: "integer", minimum: -3, maximum: 3 }, -3, 3, 1],
    [{ type: "integer", exclusiveMinimum: -3, exclusiveMaximum: 3 }, -2, 2, 1],
    [{ type: "integer", minimum: -9, exclusiveMinimum: 1, maximum: 9, exclusiveMaximum: 4 }, 2, 3, 1],
    [{ type: "number", minimum: 0, maximum: 2, multipleOf: 0.1 }, 0, 2, 0.1],
    [{ type: "number", minimum: 0, maximum: 0.2 }, 0, 0.2, 0.025],
    [{ type: "number", minimum: 0, maximum: 1 }, 0, 1, 0.25],
    [{ type: "number", multipleOf: 10, minimum: 1, maximum: 99 }, 10, 90, 10],
  ])("of %j are from %d to %d, in steps of %d", (definition, least, most, step) => {
    const values = samples(definition) as number[];
    expect(values).toHaveLength(200);
    for (const value of values) {
      expect(Math.abs(value / step - Math.round(value / step))).toBeLessThan(1e-9);
      expect(String(value).length).toBeLessThan(12);
      expect(Object.is(value, -0)).toBe(false);
    }
    const tolerance = (most - least) / 4;
    expect(Math.min(...values)).toBeGreaterThanOrEqual(least);
    expect(Math.min(...values)).toBeLessThanOrEqual(least + tolerance);
    expect(Math.max(...values)).toBeLessThanOrEqual(most);
    expect(Math.max(...values)).toBeGreaterThanOrEqual(most - tolerance);
  });

  test("are the least one where whole numbers are not exact, or there is no other", () => {
    expect(new Set(samples({ type: "integer", minimum: 1e17, maximum: 1e18 }))).toEqual(new Set([1e17]));
    expect(new Set(samples({ type: "number", minimum: 0.3, maximum: 0.3 }))).toEqual(new Set([0.3]));
  });
});

describe("random lists", () => {
  const items = { type: "integer" };
  test.each<[schema: object, sizes: number[]]>([
    [{ items }, [0, 1, 2, 3, 4, 5, 6]],
    [{ items, minItems: 5 }, [5, 6]],
    [{ items, minItems: 8 }, [8]],
    [{ items, maxItems: 2 }, [0, 1, 2]],
    [{ items, minItems: 2, maxItems: 2, uniqueItems: true }, [2]],
    [{ items: false }, [0]],
    [{ minItems: 1, maxItems: 1 }, [1]],
    [{ items: { not: {} } }, [0]],
  ])("of %j have %j items", (definition, sizes) => {
    expect(sizesOf(samples({ type: "array", ...definition }))).toEqual(sizes);
  });

  test.each([
    { items: false, minItems: 1 },
    { items: { not: {} }, minItems: 1 },
    { items: { enum: [1, 2] }, minItems: 3, uniqueItems: true },
    { minItems: 2, maxItems: 1 },
  ])("of %j are not found", (definition) => {
    expect(samples({ type: "array", ...definition })).toEqual([]);
  });

  test("have different items where they must", () => {
    const lists = samples({ type: "array", items: { enum: [1, 2, 3] }, uniqueItems: true }) as number[][];
    for (const list of lists) expect(new Set(list).size).toBe(list.length);
  });

  test("have text for items that nothing is said of", () => {
    for (const [item] of samples({ type: "array", minItems: 1 }) as unknown[][]) expect(item).toMatch(/^.{1,20}$/su);
  });
});

describe("random objects", () => {
  const entry = { const: 1 };
  test.each<[schema: object, sizes: number[]]>([
    [{ additionalProperties: entry }, [0, 1, 2, 3, 4, 5, 6]],
    [{ additionalProperties: entry, minProperties: 6 }, [6]],
    [{ additionalProperties: entry, minProperties: 7 }, [7]],
    [{ additionalProperties: entry, maxProperties: 1 }, [0, 1]],
    [{ additionalProperties: { not: {} } }, [0]],
    [{ additionalProperties: entry, propertyNames: { enum: ["a", "b"] } }, [0, 1, 2]],
    [{ properties: { a: entry, b: entry } }, [0, 1, 2]],
    [{ properties: { a: entry, b: entry }, required: ["a"] }, [1, 2]],
    [{ properties: { a: entry, b: { not: {} } }, required: ["a"] }, [1]],
    [{ properties: { a: { ...entry, readOnly: true } } }, [0]],
    [{ required: ["a"] }, [1]],
    [{ properties: { a: entry }, required: ["a"], additionalProperties: entry, maxProperties: 2 }, [1, 2]],
  ])("of %j have %j properties", (definition, sizes) => {
    expect(sizesOf(samples({ type: "object", ...definition }))).toEqual(sizes);
  });

  test.each([
    { properties: { a: { not: {} } }, required: ["a"] },
    { additionalProperties: { not: {} }, minProperties: 1 },
    { additionalProperties: entry, minProperties: 2, maxProperties: 1 },
  ])("of %j are not found", (definition) => {
    expect(samples({ type: "object", ...definition })).toEqual([]);
  });

  test("have entries beside properties, and never names that change objects of JavaScript", () => {
    const names = { enum: ["a", "b", "__proto__", "constructor"] };
    const values = samples({
      type: "object",
      properties: { a: { const: 2 } },
      required: ["a"],
      additionalProperties: entry,
      propertyNames: names,
    });
    const shown = new Set(values.map((value) => JSON.stringify(value)));
    expect(shown).toEqual(new Set(['{"a":2}', '{"b":1,"a":2}', '{"a":2,"b":1}'].filter((json) => shown.has(json))));
    expect(values).toContainEqual({ a: 2, b: 1 });
  });

  test("have a value of the right schema under names that are only required", () => {
    const values = samples({ type: "object", required: ["a"], additionalProperties: { const: 3 }, maxProperties: 1 });
    expect(values).toContainEqual({ a: 3 });
    const { schema } = schemaWith({ properties: { a: {} }, required: ["a", "b"] });
    expect(undescribed(schema)).toEqual(["b"]);
  });

  test("name what exists: what is known, or what the description shows", () => {
    const reference = { type: "string", "x-reference": true };
    const of = (property: object, known = {}) => {
      const { inputs, schema } = schemaWith({ type: "object", required: ["a"], properties: { a: property } }, known);
      return new Set(samplesOf(inputs, schema, 50).map((value) => (value as { a: unknown }).a));
    };
    expect(of(reference, { a: "agt_1" })).toEqual(new Set(["agt_1"]));
    expect(of({ ...reference, examples: ["agt_2"] })).toEqual(new Set(["agt_2"]));
    expect(of(reference).size).toBeGreaterThan(10);
    expect(of({ type: "string", examples: ["agt_2"] }).size).toBeGreaterThan(10);
  });
});

describe("random values", () => {
  test("are all of the types and branches that a schema has", () => {
    const typesOf = (definition: object) =>
      [...new Set(samples(definition).map((value) => (value === null ? "null" : typeof value)))].sort();
    expect(typesOf({ type: ["null", "boolean", "integer", "string"] })).toEqual([
      "boolean",
      "null",
      "number",
      "string",
    ]);
    expect(typesOf({ oneOf: [{ type: "string" }, { type: "boolean" }] })).toEqual(["boolean", "string"]);
    expect(new Set(samples({ type: "boolean" }))).toEqual(new Set([true, false]));
  });

  test("are the examples where hardly any other one is valid", () => {
    const square = { type: "integer", minimum: 0, maximum: 1e6, not: { multipleOf: 1 }, examples: [4] };
    expect(samples(square)).toEqual([]);
    const lookahead = { type: "string", pattern: "^(?=a)[a-z]+$", examples: ["abc", "b"] };
    expect(new Set(samples(lookahead))).toEqual(new Set(["abc"]));
    const rare = { type: "integer", minimum: 1, maximum: 20, not: { minimum: 3 } };
    expect(new Set(samples(rare))).toEqual(new Set([1, 2]));
  });

  test("of a list of itself end", () => {
    const self = { $ref: "#/components/schemas/Self" };
    const depthOf = (value: unknown): number => (Array.isArray(value) ? 1 + Math.max(0, ...value.map(depthOf)) : 0);
    const depths = (Self: object) => samples(self, { schemas: { Self } }).map(depthOf);
    expect(Math.max(...depths({ type: "array", items: self }))).toBe(5);
    expect(Math.max(...depths({ type: ["array", "null"], items: self, minItems: 1 }))).toBe(5);
    expect(depths({ type: "array", items: self, minItems: 1 })).toEqual([]);
  });

  test("have no text in common if they are objects, as far as there are enough", () => {
    const key = { type: "string", pattern: "^[a-z]$" };
    const properties = { key, kind: { type: "string", enum: ["a"] }, count: { type: "integer" } };
    const { inputs, schema } = schemaWith({ type: "object", required: ["key", "kind"], properties });
    const keys = distinctOf(inputs, schema, 8).map((value) => (value as { key: string }).key);
    expect(new Set(keys).size).toBe(8);
    expect(distinctOf(inputs, schema, 40)).toHaveLength(40);
  });

  test("are different where they are asked to be", () => {
    const { inputs, schema } = schemaWith({ enum: [1, 2, 3] });
    expect(distinctOf(inputs, schema, 5).sort()).toEqual([1, 2, 3]);
    expect(distinctOf(inputs, schema, 2)).toHaveLength(2);
    const numbers = schemaWith({ type: "integer" });
    expect(distinctOf(numbers.inputs, numbers.schema, 40)).toHaveLength(40);
  });

  test("are the same for the same seed, and others for another", () => {
    const { inputs, schema } = schemaWith({ type: "integer" });
    expect(samplesOf(inputs, schema, 5)).toEqual(samplesOf(inputs, schema, 5));
    expect(samplesOf(inputs, schema, 5, 2)).not.toEqual(samplesOf(inputs, schema, 5));
    expect(arbitraryOf(inputs, schema)).toBe(arbitraryOf(inputs, schema));
  });
});
