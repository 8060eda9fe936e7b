import { describe, expect, test } from "vitest";
import { readDescription } from "../../src/openapi/document.ts";
import { valuesWithin } from "../../src/openapi/resources/bodies.ts";

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

describe("items without a path of their own", () => {
  const components = (names: readonly string[]) => ({
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
  });
  /** What creates them, for items with these properties, of which a request has some. */
  function listedOf(names: readonly string[], sent: readonly string[], listed = "#/components/schemas/Note") {
    const shown = (schema: object) => ({ responses: { "201": { description: "Shown", ...json(schema) } } });
    const notes = { type: "array", items: { $ref: listed } };
    const { all } = readDescription({
      openapi: "3.1.1",
      info: { title: "An API", version: "1" },
      paths: {
        "/notes": {
          post: { requestBody: json(components(sent)), ...shown({ $ref: "#/components/schemas/Note" }) },
          get: shown(notes),
        },
      },
      components: { schemas: { Note: components(names), Other: components(names) } },
    }).resources;
    return all.map(({ path, parameter, lists, sources }) => [path, parameter, lists.length, sources[0]?.places[0]]);
  }

  test("are named by their id, or by what the server numbers", () => {
    expect(listedOf(["id", "text"], ["text"])).toEqual([["/notes/{}", undefined, 1, "/id"]]);
    expect(listedOf(["number", "text"], ["text"])).toEqual([["/notes/{}", undefined, 1, "/number"]]);
  });

  test("are none where a request chooses the name, nothing names them, or the list shows something else", () => {
    expect(listedOf(["name", "text"], ["name", "text"])).toEqual([]);
    expect(listedOf(["text"], ["text"])).toEqual([]);
    expect(listedOf(["id", "text"], ["text"], "#/components/schemas/Other")).toEqual([]);
  });
});

test("a word behind an item is an action on it, and a POST that returns what its read does is an update", () => {
  const shown = { responses: { "200": { description: "Shown", ...json({ $ref: "#/components/schemas/Job" }) } } };
  const id = { parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }] };
  const post = (operationId: string, responses: object = shown) => ({ post: { operationId, ...responses } });
  const { all } = readDescription({
    openapi: "3.1.1",
    info: { title: "An API", version: "1" },
    paths: {
      "/jobs": post("create", created()),
      "/jobs/{id}": { ...id, get: { operationId: "read", ...shown }, ...post("change") },
      "/jobs/{id}/stop": { ...id, ...post("stop") },
      "/jobs/{id}:restart": { ...id, ...post("restart") },
      "/jobs/{id}/steps": { ...id, ...post("add", created()) },
    },
    components: { schemas: { Job: withId().content["application/json"].schema } },
  }).resources;
  const [jobs] = all;
  expect(jobs?.update?.id).toBe("change");
  expect(jobs?.actions.map((action) => action.id)).toEqual(["stop", "restart"]);
});

test.for<[string, object, string]>([
  ["itself", { title: {}, done: {} }, ""],
  ["an envelope", { todo: { properties: { title: {} } } }, "/todo"],
  [
    "the attributes of JSON:API",
    { data: { properties: { type: { const: "todos" }, id: {}, attributes: { properties: { title: {} } } } } },
    "/data/attributes",
  ],
  ["itself beside an object", { title: {}, address: { properties: { city: {} } } }, ""],
])("a request body has the values of an item in %s", ([, properties, place]) => {
  const schema = { type: "object", properties };
  const [operation] = readDescription({
    openapi: "3.1.1",
    info: { title: "An API", version: "1" },
    paths: { "/todos": { post: { requestBody: json(schema), ...created() } } },
  }).operations;
  expect(operation?.body && valuesWithin(operation.body.schema).map((held) => held.place)).toEqual([place]);
});
