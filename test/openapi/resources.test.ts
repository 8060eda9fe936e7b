import { describe, expect, test } from "vitest";
import { readDescription } from "../../src/openapi/document.ts";

interface Described {
  readonly parameters?: readonly string[];
  readonly responses?: object;
  readonly body?: object;
}

const json = (schema: object) => ({ content: { "application/json": { schema } } });
const withId = (name = "id") => json({ type: "object", properties: { [name]: { type: "string" } } });
const created = (response: object = withId()) => ({ responses: { "201": { description: "Created", ...response } } });
const read: Described = { responses: { "200": { description: "Found", ...withId() } } };

/** The resources of a description with these operations, such as `POST /todos`. */
function resourcesOf(operations: Readonly<Record<string, Described>>) {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, { responses = { "204": { description: "Done" } } }] of Object.entries(operations)) {
    const [method = "", path = ""] = name.split(" ");
    const parameters = [...path.matchAll(/\{([^}]*)\}/g)].map(([, parameter]) => ({
      name: parameter,
      in: "path",
      required: true,
      schema: { type: "string" },
    }));
    paths[path] = { ...paths[path], [method.toLowerCase()]: { operationId: name, parameters, responses } };
  }
  return readDescription({ openapi: "3.1.1", info: { title: "An API", version: "1" }, paths }).resources;
}

/** What may create an item of a path, each with the places of its id. */
function sourcesOf(operations: Readonly<Record<string, Described>>, path: string): [string, ...string[]][] {
  const resource = resourcesOf(operations).all.find((candidate) => candidate.path === path);
  return (resource?.sources ?? []).map(({ operation, places }) => [operation.id, ...places]);
}

describe("the id of a path comes from", () => {
  const link = { links: { read: { operationId: "GET /todos/{id}", parameters: { id: "$response.body#/key" } } } };
  const chosen = { responses: { "201": { description: "Created" }, "200": { description: "Replaced" } } };
  test.for<[string, Readonly<Record<string, Described>>, string, [string, ...string[]][]]>([
    [
      "a link, before anything else",
      { "POST /other": created({ ...withId("key"), ...link }), "POST /todos": created(), "GET /todos/{id}": read },
      "/todos/{}",
      [
        ["POST /other", "/key"],
        ["POST /todos", "/id"],
      ],
    ],
    [
      "the POST on the path before it, by the name of the parameter",
      { "POST /todos": created(withId("todo_id")), "GET /todos/{todo_id}": read },
      "/todos/{}",
      [["POST /todos", "/todo_id"]],
    ],
    [
      "no POST that needs such an item, though it has the same word",
      {
        "POST /jobs": created(),
        "GET /jobs/{id}": read,
        "POST /jobs/{id}:stop": created({}),
        "POST /jobs/{id}/jobs": created(),
      },
      "/jobs/{}",
      [["POST /jobs", "/id"]],
    ],
    [
      "the parameter's name without its prefix",
      { "POST /orders": created(withId("number")), "GET /orders/{order_number}": read },
      "/orders/{}",
      [["POST /orders", "/number"]],
    ],
    [
      "an envelope",
      {
        "POST /todos": created(
          json({ type: "object", properties: { data: withId().content["application/json"].schema } }),
        ),
        "GET /todos/{todoId}": read,
      },
      "/todos/{}",
      [["POST /todos", "/data/id"]],
    ],
    [
      "the Location of a response without a body",
      { "POST /todos": created({}), "GET /todos/{id}": read },
      "/todos/{}",
      [["POST /todos"]],
    ],
    [
      "the POST with the same last word",
      { "POST /v1/agents/{agent_id}/sessions": created(), "GET /v1/sessions/{session_id}": read },
      "/v1/sessions/{}",
      [["POST /v1/agents/{agent_id}/sessions", "/id"]],
    ],
    ["a PUT that may create", { "PUT /todos/{id}": chosen }, "/todos/{}", [["PUT /todos/{id}"]]],
    [
      "nothing where nothing creates it",
      { "GET /todos/{id}": read, "POST /todos/{id}/done": created() },
      "/todos/{}",
      [],
    ],
  ])("%s", ([, operations, path, expected]) => {
    expect(sourcesOf(operations, path)).toEqual(expected);
  });
});

test("a list beside the POST and a single thing without an id are resources, too", () => {
  const list = {
    responses: {
      "200": { description: "All", ...json({ type: "array", items: withId().content["application/json"].schema }) },
    },
  };
  const { all } = resourcesOf({
    "GET /todos": list,
    "POST /todos": created(),
    "DELETE /todos/{id}": {},
    "GET /settings": read,
    "PUT /settings": {},
  });
  const shown = all.map(({ path, lists, read, replace, remove }) => [
    path,
    lists[0]?.id,
    read?.id,
    replace?.id,
    remove?.id,
  ]);
  expect(shown).toEqual([
    ["/settings", undefined, "GET /settings", "PUT /settings", undefined],
    ["/todos/{}", "GET /todos", undefined, undefined, "DELETE /todos/{id}"],
  ]);
});
