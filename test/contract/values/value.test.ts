import { describe, expect, test } from "vitest";
import { countOf, nameOf } from "../../../src/contract/values/value.ts";

describe("a value is called", () => {
  test.each<[how: string, title: string, value: unknown, name: string]>([
    ["by its JSON and its title", "a number", 12345, "12345 (a number)"],
    ["by its JSON alone where that is its title", "true", true, "true"],
    ["by its title where it holds others", "an array", [1], "an array"],
    ["by its title where JSON has no such value", "nothing", undefined, "nothing"],
    ["by its JSON up to 30 characters", "text", "x".repeat(28), `"${"x".repeat(28)}" (text)`],
    ["by its title where the JSON is longer", "text", "x".repeat(29), "text"],
    ["with its invisible characters as numbers", "text", "\u200f\u2028\u2029", '"\\u{200f}\\u{2028}\\u{2029}" (text)'],
  ])("%s", (_how, title, value, name) => {
    expect(nameOf(title, value)).toBe(name);
  });
});

test("a count is followed by one thing or by several", () => {
  expect([0, 1, 2].map((count) => countOf(count, "item"))).toEqual(["0 items", "1 item", "2 items"]);
  expect([1, 2].map((count) => countOf(count, "entry", "entries"))).toEqual(["1 entry", "2 entries"]);
});
