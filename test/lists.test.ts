import { describe, expect, test } from "vitest";
import { distinctBy, fewOfEach, groupBy, inTurn, partition } from "../src/lists.ts";

const isEven = (number: number) => number % 2 === 0;

test("items are grouped by their keys, in the order of the keys", () => {
  expect([...groupBy([3, 4, 5, 6], isEven)]).toEqual([
    [false, [3, 5]],
    [true, [4, 6]],
  ]);
});

describe("a few items of each key", () => {
  test.each<[items: number[], most: number, few: number[]]>([
    [[1, 2, 3, 5], 4, [1, 2, 3, 5]],
    [[1, 3, 5, 7, 2], 4, [1, 3, 2]],
    [[1, 3, 5, 2, 4], 1, [1, 2]],
  ])("of %j, %d at most", (items, most, few) => {
    expect(fewOfEach(items, most, isEven)).toEqual(few);
  });
});

test("lists are taken apart", () => {
  expect(distinctBy([1, 3, 2, 4], isEven)).toEqual([1, 2]);
  expect(partition([1, 2, 3], isEven)).toEqual([[2], [1, 3]]);
  expect(inTurn([1, 2, 3], ["a", "b"])).toEqual([
    [1, "a"],
    [2, "b"],
    [3, "a"],
  ]);
});
