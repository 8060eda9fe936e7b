import { describe, expect, test } from "vitest";
import { patternBoundaries, patternMutations, stretched } from "../../../src/contract/values/pattern-boundary.ts";
import { schemaWith } from "./support.ts";

/** A letter, then letters, digits and underscores; the stem is the example. */
const name = { type: "string", pattern: "^[A-Y][A-Z0-9_]*$", examples: ["AB1_C"] };

function boundaries(definition: object) {
  const { inputs, schema } = schemaWith(definition);
  return patternBoundaries(inputs, schema);
}

function mutations(definition: object): Map<string, unknown> {
  const { inputs, schema } = schemaWith(definition);
  return new Map(patternMutations(inputs, schema));
}

describe("text that matches a pattern", () => {
  test("begins and ends with the first and the last of the characters that are allowed there", () => {
    const titles = boundaries(name).map(({ title }) => title);
    const ofPlace = (place: string) => titles.filter((title) => title.endsWith(`as its ${place} character`));
    expect(ofPlace("first")).toEqual(['"A" as its first character', '"Y" as its first character']);
    expect(ofPlace("last").map((title) => title[1])).toEqual(["0", "9", "A", "Z", "_"]);
    expect(ofPlace("middle")).toEqual([]);
  });

  test("is valid, and made for the pattern", () => {
    const { inputs, schema } = schemaWith(name);
    for (const { value, expects, pointer } of patternBoundaries(inputs, schema)) {
      expect(inputs.validator.accepts(schema, value), String(value)).toBe(true);
      expect([expects, pointer.split("/").at(-1)]).toEqual(["accepted", "pattern"]);
    }
  });

  test("is as short as it may be, and 64 characters long", () => {
    const found = boundaries(name);
    expect(found.filter(({ title }) => title.startsWith("the short")).map(({ value }) => String(value).length)).toEqual(
      [1],
    );
    expect(found.find(({ title }) => title === "64 characters")?.value).toBe("AB1_C".padEnd(64, "C"));
  });

  test("has the lengths of the limits beside the pattern", () => {
    const found = boundaries({ ...name, minLength: 2, maxLength: 9 });
    const ofLimits = found.filter(({ pointer }) => !pointer.endsWith("/pattern"));
    expect(
      ofLimits.map(({ title, pointer, value }) => [title, pointer.split("/").at(-1), String(value).length]),
    ).toEqual([
      ["2 characters", "minLength", 2],
      ["9 characters", "maxLength", 9],
    ]);
    expect(ofLimits.every(({ value }) => /^[A-Y][A-Z0-9_]*$/.test(String(value)))).toBe(true);
    const long = boundaries({ ...name, maxLength: 6000 }).find(({ pointer }) => pointer.endsWith("/maxLength"));
    expect([long?.title, String(long?.value).length]).toEqual(["6000 characters", 5000]);
  });

  test("has the length of a limit in the form that the pattern wants", () => {
    const found = boundaries({ type: "string", pattern: "^a*b$", maxLength: 4 });
    expect(found.find(({ pointer }) => pointer.endsWith("/maxLength"))?.value).toBe("aaab");
  });
});

describe("text that may violate a pattern", () => {
  test.each([
    ["empty", ""],
    ["__proto__", "__proto__"],
    ["constructor", "constructor"],
    ["small letters", "ab1_c"],
    ["capital letters", "AB1_C"],
    ["a small last letter", "AB1_Cz"],
    ["a small letter in the middle", "AqB1_C"],
    ["a line feed at its end", "AB1_C\n"],
    ["a valid line and another", "AB1_C\n-"],
    ["another line and a valid one", "-\nAB1_C"],
    ["a NUL character at its end", "AB1_C\u0000"],
    ["a space at its end", "AB1_C "],
    ["a space after 64 characters", `${"AB1_C".padEnd(64, "C")} `],
    ['"-" in its middle', "A-B1_C"],
    ['"\u212a" in its middle', "A\u212aB1_C"],
    ['"0" at its start', "0AB1_C"],
    ['"9" at its start', "9AB1_C"],
    ['"@" as its first character', "@B1_C"],
    ['"Z" as its first character', "ZB1_C"],
    ['"[" as its middle character', "A[B1_C"],
    ['"`" as its last character', "AB1_`"],
  ])("is %s", (title, text) => {
    expect(mutations(name).get(title)).toBe(text);
  });

  test.each([
    ["a capital letter", "^(aaa|aAa)$", "aaa", "aAa"],
    ["a small letter", "^(AAA|AaA)$", "AAA", "AaA"],
    ["a digit", "^(aaa|a1a)$", "aaa", "a1a"],
    ["another character", "^(aaa|a_a)$", "aaa", "a_a"],
    ["three characters", "^(aa|aaa)$", "aa", "aaa"],
    ["20 characters at most", "^(a{21}|aaa)$", "a".repeat(21), "aaa"],
  ])("starts from text with %s, where the pattern allows it", (_kind, pattern, example, stem) => {
    const texts = mutations({ type: "string", pattern, examples: [example] });
    expect(texts.get("a space at its end")).toBe(`${stem} `);
  });
});

test("text is stretched to a length by its last character, or cut", () => {
  expect([stretched("abc", 5), stretched("abc", 2), stretched("", 2)]).toEqual(["abccc", "ab", "xx"]);
});
