import { expect, test } from "vitest";
import { DescriptionObject } from "../../src/openapi/description-object.ts";

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
])("the object at %s is at %s, and its name is %s", ([pointer, end, name]) => {
  const object = DescriptionObject.at(document, pointer);
  expect([object.pointer, object.value["name"]]).toEqual([end, name]);
});

test.for([
  ["/round", "/round: its references go round in a circle."],
  ["/lost", "/lost: $ref #/nothing points at nothing."],
])("the object at %s is an error: %s", ([pointer = "", problem]) => {
  expect(() => DescriptionObject.at(document, pointer)).toThrow(problem);
});

test("an object knows what it holds by name, and where", () => {
  const object = DescriptionObject.at(document, "/a");
  expect(object.pointerTo("list", "x/y")).toBe("/a/list/x~1y");
  expect(object.get("list", "x/y").value).toBe(document.c);
  expect(object.names("list")).toEqual(["x/y", "z"]);
  expect(object.entries("list").map(([name, { pointer }]) => [name, pointer])).toEqual([
    ["x/y", "/c"],
    ["z", "/a/list/z"],
  ]);
  expect([object.names("name"), object.entries("nothing")]).toEqual([[], []]);
});
