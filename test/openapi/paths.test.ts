import { expect, test } from "vitest";
import { lastFixed, nameless, parentOf, pathUpTo } from "../../src/openapi/resources/paths.ts";

test("paths are compared without the names of their parameters", () => {
  expect(nameless("/projects/{project_id}/files/{name}.json")).toBe("/projects/{}/files/{}.json");
});

test("paths are compared without a slash at their end", () => {
  expect(["/todos/", "/todos/{id}/", "/"].map(nameless)).toEqual(["/todos", "/todos/{}", "/"]);
});

test.for<[path: string, parameter: string, start: string]>([
  ["/projects/{project_id}/tasks/{id}/notes", "project_id", "/projects/{}"],
  ["/projects/{project_id}/tasks/{id}/notes", "id", "/projects/{}/tasks/{}"],
  ["/jobs/{id}:cancel", "id", "/jobs/{}"],
  ["/jobs/{id}", "other", ""],
  ["/files/{name}.json", "name", ""],
])("%s up to %s is '%s'", ([path, parameter, start]) => {
  expect(pathUpTo(path, parameter)).toBe(start);
});

test("the parent of a path is the path without its last segment", () => {
  expect(parentOf("/projects/{}/tasks")).toBe("/projects/{}");
});

test.for<[path: string, word: string | undefined]>([
  ["/projects/{}/tasks/{}", "tasks"],
  ["/projects/{}/tasks", "tasks"],
  ["/jobs/{}:cancel", "jobs"],
  ["/jobs/", "jobs"],
  ["/{}", undefined],
])("the last word of %s is %s", ([path, word]) => {
  expect(lastFixed(path)).toBe(word);
});
