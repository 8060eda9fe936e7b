import { expect, test } from "vitest";
import { Once } from "../../src/openapi/once.ts";

test("a value is made once for each key, undefined too", () => {
  const made: string[] = [];
  const once = new Once<string, string | undefined>();
  const make = (key: string) => once.of(key, () => (made.push(key) > 1 ? key : undefined));
  expect([make("a"), make("a"), make("b"), make("b")]).toEqual([undefined, undefined, "b", "b"]);
  expect(made).toEqual(["a", "b"]);
});
