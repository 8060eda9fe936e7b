import { describe, expect, test } from "vitest";
import {
  at,
  child,
  isDeeperThan,
  isObject,
  parsed,
  putAt,
  SpecError,
  target,
  tokensOf,
} from "../../src/openapi/pointer.ts";

const document = { paths: { "/a~b": { get: null } }, list: ["first", { name: "second" }], text: "text" };

test.for<[pointer: string, tokens: string[]]>([
  ["", []],
  ["/paths/~1a~0b/get", ["paths", "/a~b", "get"]],
  ["/~01", ["~1"]],
  ["/", [""]],
])("%j has the tokens %j, and is made of them", ([pointer, tokens]) => {
  expect(tokensOf(pointer)).toEqual(tokens);
  expect(child("", ...tokens)).toBe(pointer);
});

test.for<[pointer: string, value: unknown]>([
  ["", document],
  ["/paths/~1a~0b/get", null],
  ["/paths/~1a~0b/get/deeper", undefined],
  ["/list/1/name", "second"],
  ["/list/2", undefined],
  ["/text/0", undefined],
  ["/text/length", undefined],
  ["/toString", undefined],
])("%j points at %j", ([pointer, value]) => {
  expect(at(document, pointer)).toEqual(value);
});

test("a value is put where a pointer points at", () => {
  const copy = structuredClone(document);
  putAt(copy, "/list/1/name", "other");
  putAt(copy, "/added", 1);
  putAt(copy, "/paths/~1a~0b", null);
  expect(copy).toEqual({ ...document, paths: { "/a~b": null }, list: ["first", { name: "other" }], added: 1 });
});

describe("a $ref", () => {
  test.for([
    ["#", ""],
    ["#/list/0", "/list/0"],
    ["#/paths/~1a~0b/get", "/paths/~1a~0b/get"],
    ["#/te%78t", "/text"],
  ] as const)("%s means %j", ([ref, pointer]) => {
    expect(target(document, ref, "/from")).toBe(pointer);
  });

  test.for<[ref: unknown, problem: string]>([
    ["other.yaml#/a", '/from: $ref "other.yaml#/a" leaves the description. Bundle it into one file first.'],
    [7, "/from: $ref 7 leaves the description. Bundle it into one file first."],
    [undefined, "/from: $ref undefined leaves the description. Bundle it into one file first."],
    ["#anchor", "/from: $ref #anchor is not a JSON pointer. Anchors are not supported."],
    ["#/nothing", "/from: $ref #/nothing points at nothing."],
    ["#/%", "/from: $ref #/% points at nothing."],
  ])("%j is an error that says why", ([ref, problem]) => {
    expect(() => target(document, ref, "/from")).toThrow(new SpecError(problem));
  });

  test("errors are known by their name", () => {
    expect(String(new SpecError("it is empty"))).toBe("SpecError: it is empty");
  });
});

test.for<[text: string | undefined, value: { value: unknown } | undefined]>([
  ["null", { value: null }],
  ['{"a":1}', { value: { a: 1 } }],
  ["{", undefined],
  ["", undefined],
  [undefined, undefined],
])("%j stands for %j", ([text, value]) => {
  expect(parsed(text)).toEqual(value);
});

test.for<[value: unknown, isOne: boolean]>([
  [{}, true],
  [[], false],
  [null, false],
  ["text", false],
])("%j is an object: %s", ([value, isOne]) => {
  expect(isObject(value)).toBe(isOne);
});

test.for<[value: unknown, levels: number]>([
  ["text", 0],
  [null, 0],
  [[], 0],
  [{ a: 1 }, 1],
  [[[1], 2], 2],
  [{ a: { b: [] }, c: 1 }, 2],
])("%j has %i levels of values", ([value, levels]) => {
  expect(isDeeperThan(levels, value)).toBe(false);
  expect(isDeeperThan(levels - 1, value)).toBe(true);
});
