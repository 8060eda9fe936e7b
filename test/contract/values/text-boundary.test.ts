import { describe, expect, test } from "vitest";
import { keptTexts, stringBoundaries } from "../../../src/contract/values/text-boundary.ts";
import { schemaWith } from "./support.ts";

const astral = "😀";

describe("text is tried with", () => {
  const unlimited = ["canary".padEnd(64, "y"), ["canary".padEnd(1000, "y")]];
  const odd = [[" "], ["canary\u0000x"]];
  test.each<[title: string, schema: object, values: unknown[]]>([
    ["usual lengths", {}, [[""], ...unlimited, ...odd]],
    ["its least length", { minLength: 3 }, ["xxx", [""], ...unlimited, ...odd]],
    ["its greatest length", { maxLength: 5 }, ["canar", astral.repeat(5), [""], ...odd]],
    ["no length of nothing", { minLength: 0 }, [[""], ...unlimited, ...odd]],
    ["a length of 8,000", { maxLength: 8000 }, ["canary".padEnd(8000, "y"), astral.repeat(8000), [""], ...odd]],
    ["no length that servers may refuse", { minLength: 8000, maxLength: 8001 }, [[""], ...odd]],
    [
      "each limit that it has",
      { allOf: [{ minLength: 1 }, { minLength: 2 }] },
      ["x", "xx", [""], ...unlimited, ...odd],
    ],
    ["its limits alone where it has a form", { maxLength: 5, format: "colour" }, ["canar", astral.repeat(5)]],
  ])("%s", (_title, definition, values) => {
    const { inputs, schema } = schemaWith({ type: "string", ...definition });
    const found = stringBoundaries(inputs, schema).map(({ expects, value }) =>
      expects === "ambiguous" ? [value] : value,
    );
    expect(found).toEqual(values);
  });

  test("samples of its format", () => {
    const { inputs, schema } = schemaWith({ type: "string", format: "date" });
    const found = stringBoundaries(inputs, schema);
    expect(found).toHaveLength(3);
    for (const { value, title, pointer, expects } of found) {
      expect(value).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect([title, expects]).toEqual([value, "accepted"]);
      expect(pointer).toMatch(/\/format$/);
    }
  });

  test("the boundaries of its pattern", () => {
    const { inputs, schema } = schemaWith({ type: "string", pattern: "^[b-d]{3}$" });
    const titles = stringBoundaries(inputs, schema).map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(['"b" as its first character', '"d" as its last character']));
  });

  test("its shortest and longest value by title and place", () => {
    const { inputs, schema } = schemaWith({ type: "string", minLength: 1, maxLength: 2 });
    const found = stringBoundaries(inputs, schema).map(
      ({ title, pointer }) => `${title} at ${pointer.split("/").at(-1)}`,
    );
    expect(found).toEqual([
      "the shortest, 1 character at minLength",
      "the longest, 2 characters at maxLength",
      "the longest, 2 characters outside the BMP at maxLength",
      "empty text at minLength",
      "a space at type",
      "a NUL character at type",
    ]);
  });
});

describe("text that must be kept", () => {
  const kept = (definition: object) => {
    const { inputs, schema } = schemaWith(definition);
    return keptTexts(inputs, schema);
  };
  const written = (definition: object) => kept(definition).filter(({ title }) => !title.startsWith("the text"));

  test("holds the canary, and something that servers change", () => {
    const texts = written({ type: "string" }).map(({ value }) => String(value));
    expect(new Set(texts).size).toBe(10);
    expect(texts).toContain("  canary  ");
    for (const text of texts) {
      expect(text).toContain("canary");
      expect(text.length).toBeGreaterThan("canary".length + 1);
    }
  });

  test("looks like a value of another type, or like none", () => {
    const texts = kept({ type: "string" }).filter(({ title }) => title.startsWith("the text"));
    expect(texts.map(({ title }) => title)).toContain('the text "null"');
    expect(texts.map(({ value }) => value)).toEqual(expect.arrayContaining(["0", "false", "null", "007", "1.0"]));
    expect(texts.every(({ expects }) => expects === "accepted")).toBe(true);
  });

  test("holds the canary of secrets where it is secret", () => {
    const texts = written({ type: "string", writeOnly: true }).map(({ value }) => String(value).toLowerCase());
    expect(texts.filter((text) => !text.includes("secret"))).toEqual([]);
  });

  test("may be refused where it names something", () => {
    const reference = kept({ type: "string", "x-reference": true });
    expect(new Set(reference.map(({ expects }) => expects))).toEqual(new Set(["ambiguous"]));
  });

  test("is valid", () => {
    expect(kept({ type: "string", maxLength: 1 }).map(({ value }) => value)).toEqual(["0"]);
    expect(kept({ anyOf: [{ type: "string", maxLength: 1 }, { type: "null" }] }).map(({ value }) => value)).toEqual([
      "0",
    ]);
  });

  test.each([
    { type: "string", format: "date" },
    { enum: ["a"] },
    { type: "integer" },
    { type: "string", pattern: "^a" },
  ])("is none where text has a form: %j", (definition) => {
    expect(kept(definition)).toEqual([]);
  });
});
