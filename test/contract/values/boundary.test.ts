import { describe, expect, test } from "vitest";
import { boundariesOf } from "../../../src/contract/values/boundary.ts";
import type { GeneratedValue } from "../../../src/contract/values/value.ts";
import { schemaWith } from "./support.ts";

function boundaries(definition: object): GeneratedValue[] {
  const { inputs, schema } = schemaWith(definition);
  return boundariesOf(inputs, schema);
}

describe("valid values at the boundaries", () => {
  test.each<[keyword: string, schema: object, values: unknown[]]>([
    ["minimum", { type: "integer", minimum: 2, maximum: 9 }, [2]],
    ["maximum", { type: "integer", minimum: 2, maximum: 9 }, [9]],
    ["exclusiveMinimum", { type: "number", exclusiveMinimum: 0, multipleOf: 0.5 }, [0.5]],
    ["exclusiveMaximum", { type: "integer", exclusiveMaximum: 5 }, [4]],
    ["multipleOf", { type: "number", multipleOf: 0.5, minimum: 0 }, [0.5]],
    ["type", { type: "integer", minimum: -1 }, [0, 1, -1]],
    ["type", { type: "boolean" }, [true, false]],
    ["type", { type: "null" }, [null]],
    ["enum", { enum: ["ab", 3] }, ["ab", 3]],
    ["const", { const: 5 }, [5]],
    ["const", { const: { a: 1 } }, [{ a: 1 }]],
    ["maxLength", { type: "string", maxLength: 4 }, ["cana", "😀😀😀😀"]],
    ["maxLength", { type: "string", maxLength: 9000 }, []],
    ["minLength", { type: "string", minLength: 3 }, ["xxx"]],
    ["minItems", { type: "array", items: { const: 7 }, minItems: 1 }, [[7]]],
    ["maxItems", { type: "array", items: { enum: [7, 8] }, maxItems: 2, uniqueItems: true }, [[8, 7]]],
  ])("of %s in %j", (keyword, schema, values) => {
    const found = boundaries(schema).filter(({ pointer }) => pointer.endsWith(`/${keyword}`));
    expect(found.map(({ value }) => value)).toEqual(values);
    expect(new Set(found.map(({ expects }) => expects))).toEqual(new Set(values.length > 0 ? ["accepted"] : []));
  });

  test("of a property stand in a small object", () => {
    const found = boundaries({ type: "object", properties: { a: { type: "boolean" }, b: { const: "B" } } });
    expect(found.map(({ title, value }) => [title, value])).toEqual([
      ["a: true", { a: true }],
      ["a: false", { a: false }],
      ['b: "B"', { b: "B" }],
      ["its smallest form", {}],
    ]);
  });

  const titled = (found: GeneratedValue[]) => found.map(({ title, value }) => [title, value]);

  test.each<[title: string, schema: object, values: [title: string, value: unknown][]]>([
    [
      "a number",
      { type: "number", minimum: -1, exclusiveMaximum: 5, multipleOf: 0.5 },
      [
        ["0", 0],
        ["1", 1],
        ["-1", -1],
        ["minimum, -1", -1],
        ["exclusiveMaximum, 4.5", 4.5],
        ["multipleOf, 0.5", 0.5],
      ],
    ],
    [
      "several types",
      { type: ["null", "boolean", "integer"], maximum: 0 },
      [
        ["true", true],
        ["false", false],
        ["0", 0],
        ["-1", -1],
        ["maximum, 0", 0],
        ["null", null],
      ],
    ],
    [
      "a list, and of its items",
      { type: "array", items: { type: "boolean" } },
      [
        ["0 items", []],
        ["an item, true", [true]],
        ["an item, false", [false]],
      ],
    ],
    ["a list of nothing in particular", { type: "array", minItems: 1, maxItems: 101 }, [["1 item", ["canary0"]]]],
    [
      "a list of 100",
      { type: "array", items: { const: 7 }, minItems: 1, maxItems: 100 },
      [
        ["1 item", [7]],
        ["100 items", Array(100).fill(7)],
        ["an item, 7", [7]],
      ],
    ],
    [
      "each branch of a choice",
      { anyOf: [{ const: 1 }, { const: 2 }] },
      [
        ["1", 1],
        ["2", 2],
      ],
    ],
  ])("of %s", (_title, schema, values) => {
    expect(titled(boundaries(schema))).toEqual(values);
  });

  test("of a property stand in a full object where it names something, which a server may refuse", () => {
    const { inputs, schema } = schemaWith({
      type: "object",
      properties: { a: { enum: ["x"], "x-reference": true }, b: { const: "B" } },
    });
    const [first] = boundariesOf(inputs, schema);
    expect(first).toMatchObject({ title: 'a: "x"', value: { a: "x", b: "B" }, expects: "ambiguous" });
  });

  test("are those of four levels", () => {
    let schema: object = { const: 7 };
    for (let depth = 0; depth < 4; depth++) schema = { type: "array", items: schema };
    expect(boundaries(schema).at(-1)?.value).toEqual([[[[7]]]]);
    expect(boundaries({ type: "array", items: schema }).at(-1)?.value).toEqual([[[[[]]]]]);
  });

  describe("of a map", () => {
    const ofMap = (definition: object) =>
      boundaries({ type: "object", additionalProperties: { type: "string", maxLength: 6 }, ...definition });
    const sizeOf = (value: unknown) => Object.keys(value as object).length;

    test("are many entries, each with a text of its own where there is room", () => {
      const many = ofMap({ additionalProperties: { type: "string" } }).find(({ title }) => title === "12 entries");
      expect(Object.entries(many?.value as object).slice(0, 2)).toEqual([
        ["key_1_0", "canary0"],
        ["key_1_1", "canary1"],
      ]);
      expect([sizeOf(many?.value), many?.expects]).toEqual([12, "accepted"]);
      const full = ofMap({}).find(({ title }) => title === "100 entries");
      expect([sizeOf(full?.value), full?.expects]).toEqual([100, "ambiguous"]);
      expect(new Set(Object.values(full?.value as object))).toEqual(new Set(["canary"]));
    });

    test("are unusual keys, some of which a server may refuse", () => {
      const keys = ofMap({}).filter(({ title }) => title.includes("key"));
      const certain = keys.filter(({ expects }) => expects === "accepted");
      expect(certain.map(({ title }) => title).slice(-3)).toEqual([
        'the keys ["0"]',
        'the keys ["0","1"]',
        "a key of 40 characters",
      ]);
      expect(certain[0]?.title).toMatch(/^the keys \["Case","case",/);
      expect(Object.keys(certain[0]?.value as object)).toEqual(expect.arrayContaining(["Case", "case", "toString"]));
      expect(keys.filter(({ expects }) => expects === "ambiguous").map(({ title }) => title)).toEqual([
        'the keys [""]',
        'the keys ["__proto__"]',
        'the keys ["constructor"]',
        'the keys ["prototype"]',
        "a key of 200 characters",
      ]);
      expect(Object.keys(keys.at(-1)?.value as object)).toEqual(["k".repeat(200)]);
    });

    test("are the keys of its names instead, where it says something of them", () => {
      const keys = ofMap({ propertyNames: { enum: ["a", "b"] } }).filter(({ title }) => title.includes("key"));
      expect(titled(keys)).toEqual([
        ['a key with "a"', { a: "canary" }],
        ['a key with "b"', { b: "canary" }],
      ]);
    });

    test("are the numbers of entries that its limits allow", () => {
      const limits = (definition: object) =>
        ofMap(definition)
          .filter(({ pointer }) => /Properties$/.test(pointer) && !pointer.endsWith("additionalProperties"))
          .map(({ title, value }) => [title, sizeOf(value)]);
      expect(limits({ minProperties: 1, maxProperties: 3 })).toEqual([
        ["1 entry", 1],
        ["3 entries", 3],
      ]);
      expect(limits({ maxProperties: 1 })).toEqual([["1 entry", 1]]);
      expect(limits({ maxProperties: 100 })).toEqual([["100 entries", 100]]);
      expect(limits({ maxProperties: 101 })).toEqual([]);
    });

    test("are its entries with their boundary values, one at a time and a dozen at a time", () => {
      const found = ofMap({ additionalProperties: { type: "string" } });
      const single = found.filter(({ title }) => title.startsWith("an entry with"));
      expect(single.map(({ title, value }) => [title.slice("an entry with ".length), sizeOf(value)])).toEqual([
        ["empty text", 1],
        ["64 characters", 1],
        ["1,000 characters", 1],
        ["a space", 1],
        ["a NUL character", 1],
      ]);
      const several = found.filter(({ title }) => title === "a map with unusual values");
      expect(several.map(({ value }) => sizeOf(value))).toEqual([12, 9]);
      expect(Object.entries(several[0]?.value as object)[1]).toEqual(["key_1_1", "  canary  "]);
    });
  });

  test("of the length of a map", () => {
    const found = boundaries({
      type: "object",
      additionalProperties: { const: 1 },
      minProperties: 2,
      maxProperties: 3,
    });
    const sizes = (keyword: string) =>
      found.filter(({ pointer }) => pointer.endsWith(keyword)).map(({ value }) => Object.keys(value as object).length);
    expect(sizes("/maxProperties")).toEqual([3]);
    expect(found.find(({ title }) => title === "its smallest form")?.value).toEqual({ key_1: 1, key_2: 1 });
  });

  test("what may be refused all the same is ambiguous", () => {
    const ambiguous = (schema: object) =>
      boundaries(schema)
        .filter(({ expects }) => expects === "ambiguous")
        .map(({ title }) => title);
    expect(ambiguous({ type: "string" })).toEqual(["empty text", "1,000 characters", "a space", "a NUL character"]);
    expect(ambiguous({ type: "string", maxLength: 8 })).toEqual(["empty text", "a space", "a NUL character"]);
    const reference = boundaries({ type: "string", "x-reference": true });
    expect(reference.every(({ expects }) => expects === "ambiguous")).toBe(true);
  });

  test("texts that look false to a language are tried for secrets and entries of maps, too", () => {
    const secrets = boundaries({ type: "string", writeOnly: true }).map(({ value }) => value);
    expect(secrets).toEqual(expect.arrayContaining(["0", "false", "null", "no", " "]));
    const entries = boundaries({ type: "object", additionalProperties: { type: "string" } }).flatMap(({ value }) =>
      Object.values(value as object),
    );
    expect(entries).toEqual(expect.arrayContaining(["0", "false", "null", "no", " "]));
  });
});
