import { expect, test } from "vitest";
import { Place } from "../../src/openapi/place.ts";

const document = {
  a: { name: "a", list: { "x/y": { $ref: "#/b" }, z: 5 } },
  b: { $ref: "#/c" },
  c: { name: "c" },
  round: { $ref: "#/about" },
  about: { $ref: "#/round" },
  lost: { $ref: "#/nothing" },
};

test.for<[pointer: string, end: string, name: string | undefined]>([
  ["/a", "/a", "a"],
  ["/b", "/c", "c"],
  ["/a/list/x~1y", "/c", "c"],
  ["/a/list/z", "/a/list/z", undefined],
  ["/nothing", "/nothing", undefined],
])("the place at %s is at %s, and its name is %s", ([pointer, end, name]) => {
  const place = Place.at(document, pointer);
  expect([place.pointer, place.value["name"]]).toEqual([end, name]);
});

test.for([
  ["/round", "/round: its references go round in a circle."],
  ["/lost", "/lost: $ref #/nothing points at nothing."],
])("the place at %s is an error: %s", ([pointer = "", problem]) => {
  expect(() => Place.at(document, pointer)).toThrow(problem);
});

test("a place knows what it holds by name, and where", () => {
  const place = Place.at(document, "/a");
  expect(place.pointerTo("list", "x/y")).toBe("/a/list/x~1y");
  expect(place.get("list", "x/y").value).toBe(document.c);
  expect(place.names("list")).toEqual(["x/y", "z"]);
  expect(place.entries("list").map(([name, { pointer }]) => [name, pointer])).toEqual([
    ["x/y", "/c"],
    ["z", "/a/list/z"],
  ]);
  expect([place.names("name"), place.entries("nothing")]).toEqual([[], []]);
});
