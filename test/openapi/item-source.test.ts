import { describe, expect, test } from "vitest";
import { readDescription } from "../../src/openapi/document.ts";
import { idNames } from "../../src/openapi/resources/item-source.ts";
import { describeOperations, json, object, success } from "./support.ts";

type Operations = Readonly<Record<string, object>>;

/** What may create an item of a path. */
function sourcesOf(operations: Operations, path: string) {
  const { all } = readDescription(describeOperations(operations)).resources;
  return all.find((resource) => resource.path === path)?.sources ?? [];
}

const created = (schema: object = object("id")) => success(201, schema);
const withoutBody = { responses: { "201": { description: "Created" } } };
const read = success(200, object("id"));

/** A POST whose response has a link to an operation, with the expressions of its parameters. */
function linking(target: object, parameters?: object) {
  return { responses: { "201": { ...json(object("key")), links: { item: { ...target, parameters } } } } };
}

describe("the id of a path comes from", () => {
  test.for<[title: string, operations: Operations, path: string, sources: string[][]]>([
    [
      "the POST on the path before it, by the name of the parameter",
      { "POST /todos": created(object("todo_id")), "GET /todos/{todo_id}": read },
      "/todos/{}",
      [["POST /todos", "/todo_id"]],
    ],
    [
      "the property of that name, wherever it is, before others",
      {
        "POST /todos": created({ properties: { id: {}, data: object("todo_id") } }),
        "GET /todos/{todo_id}": read,
        "DELETE /todos/{id}": {},
      },
      "/todos/{}",
      [["POST /todos", "/data/todo_id", "/id"]],
    ],
    [
      "the parameter's name without its prefix",
      { "POST /orders": created(object("number")), "GET /orders/{order_number}": read },
      "/orders/{}",
      [["POST /orders", "/number"]],
    ],
    [
      "an envelope",
      { "POST /todos": created({ properties: { data: object("id") } }), "GET /todos/{todoId}": read },
      "/todos/{}",
      [["POST /todos", "/data/id"]],
    ],
    [
      "the Location of a response without a body",
      { "POST /todos": withoutBody, "GET /todos/{id}": read },
      "/todos/{}",
      [["POST /todos"]],
    ],
    [
      "the POST on the path before it alone, though the link of another one names what is there already",
      {
        "POST /tags": linking({ operationId: "GET /todos/{id}" }, { id: "$response.body#/key" }),
        "POST /todos": created(),
        "GET /todos/{id}": read,
      },
      "/todos/{}",
      [["POST /todos", "/id"]],
    ],
    [
      "the POST with the same last word",
      { "POST /v1/agents/{agent_id}/sessions": created(), "GET /v1/sessions/{session_id}": read },
      "/v1/sessions/{}",
      [["POST /v1/agents/{agent_id}/sessions", "/id"]],
    ],
    [
      "the POST with the same last word and no body",
      { "POST /agents/{agent_id}/sessions": withoutBody, "GET /sessions/{id}": read },
      "/sessions/{}",
      [["POST /agents/{agent_id}/sessions"]],
    ],
    ["a PUT that may create", { "PUT /todos/{id}": created() }, "/todos/{}", [["PUT /todos/{id}"]]],
    ["no PUT that only replaces", { "PUT /todos/{id}": read }, "/todos/{}", []],
    [
      "no POST that needs such an item, though it has the same word",
      {
        "POST /jobs": created(),
        "GET /jobs/{id}": read,
        "POST /jobs/{id}:stop": withoutBody,
        "POST /jobs/{id}/jobs": created(),
      },
      "/jobs/{}",
      [["POST /jobs", "/id"]],
    ],
    [
      "no POST on an item of the same word",
      { "POST /users/{user}/jobs/{job}": created(), "GET /jobs/{id}": read },
      "/jobs/{}",
      [],
    ],
    [
      "no POST with the same last word whose response shows no id",
      { "POST /agents/{agent_id}/sessions": created(object("url")), "GET /sessions/{id}": read },
      "/sessions/{}",
      [],
    ],
    [
      "no POST with the same last word where nothing reads the item",
      { "POST /agents/{agent_id}/sessions": created(), "DELETE /sessions/{id}": {} },
      "/sessions/{}",
      [],
    ],
    ["no POST of a path without words", { "POST /": created(), "GET /{id}": read }, "/{}", []],
    ["no POST of another word", { "POST /notes": created(), "GET /todos/{id}": read }, "/todos/{}", []],
    [
      "nothing where nothing creates it",
      { "GET /todos/{id}": read, "POST /todos/{id}/done": created() },
      "/todos/{}",
      [],
    ],
    [
      "nothing for a single thing, which has no id",
      { "POST /user": created(), "GET /user/settings": read, "PUT /user/settings": created() },
      "/user/settings",
      [],
    ],
  ])("%s", ([_title, operations, path, sources]) => {
    expect(sourcesOf(operations, path).map(({ operation, places }) => [operation.id, ...places])).toEqual(sources);
  });
});

describe("a link tells where the id of an item is", () => {
  const target = { operationId: "GET /todos/{id}" };
  /** The places of the ids in the responses of `POST /other`, which links to something. */
  function placesOf(...link: Parameters<typeof linking>) {
    const operations = {
      "POST /other": linking(...link),
      "GET /todos/{id}": read,
      "GET /lists/{id}/todos/{todo}": read,
      "GET /notes/{id}": read,
    };
    return sourcesOf(operations, "/todos/{}").map(({ places }) => places);
  }

  test.for<[title: string, link: Parameters<typeof linking>]>([
    ["by the id of an operation", [target, { id: "$response.body#/key" }]],
    ["by its place", [{ operationRef: "#/paths/~1todos~1{id}/get" }, { id: "$response.body#/key" }]],
    ["with the place of the parameter", [target, { "path.id": "$response.body#/key" }]],
    ["beside other parameters", [target, { fields: "all", id: "$response.body#/key" }]],
  ])("%s", ([_title, link]) => {
    expect(placesOf(...link)).toEqual([["/key"]]);
  });

  test.for<[title: string, link: Parameters<typeof linking>]>([
    ["if it is elsewhere than in the body", [target, { id: "$response.header.X-Id" }]],
    ["if it is the whole body", [target, { id: "$response.body" }]],
    ["if it is a text", [target, { id: "Item $response.body#/key" }]],
    ["if no operation is known by that name", [{ operationId: "Other" }, { id: "$response.body#/key" }]],
    ["if it names another parameter", [target, { "query.path.id": "$response.body#/key" }]],
    ["if it leads to items of another path", [{ operationId: "GET /notes/{id}" }, { id: "$response.body#/key" }]],
    ["without parameters", [target]],
  ])("not %s", ([_title, link]) => {
    expect(placesOf(...link)).toEqual([]);
  });

  test("before the POST with the same last word", () => {
    const link = linking(target, { id: "$response.body#/key" });
    const operations = { "POST /users/{user}/todos": created(), "POST /other": link, "GET /todos/{id}": read };
    expect(sourcesOf(operations, "/todos/{}").map(({ operation }) => operation.id)).toEqual([
      "POST /other",
      "POST /users/{user}/todos",
    ]);
  });
});

describe("what creates an item is", () => {
  const confirmed = (name: string) =>
    success(200, { properties: { id: { type: "string", "x-returns": `$request.path.${name}` } } });
  const elsewhere = "POST /agents/{agent_id}/sessions";
  test.for<[title: string, operations: Operations, source: object]>([
    [
      "sure by a link",
      { "POST /other": linking({ operationId: "GET /sessions/{id}" }, { id: "$response.body#/key" }) },
      {},
    ],
    ["sure beside the item", { "POST /sessions": created() }, {}],
    ["a guess if only a name may be the id", { "POST /sessions": created(object("name")) }, { isGuess: true }],
    ["a guess if only the word is the same", { [elsewhere]: created() }, { isGuess: true }],
    [
      "sure if the read returns the id of its path",
      { [elsewhere]: created(), "GET /sessions/{id}": confirmed("id"), "DELETE /sessions/{session}": {} },
      {},
    ],
    ["the request that chooses the id", { "PUT /sessions/{id}": created() }, { isChosen: true }],
  ])("%s", ([_title, operations, source]) => {
    const sources = sourcesOf({ "GET /sessions/{id}": read, ...operations }, "/sessions/{}");
    expect(sources).toEqual([expect.objectContaining({ isGuess: false, isChosen: false, ...source })]);
  });

  test("a guess if the read returns something else of the request", () => {
    const path = "/agents/{agent}/sessions/{id}";
    const item = { properties: { agent: { type: "string", "x-returns": "$request.path.agent" } } };
    const operations = { "POST /users/{user}/sessions": created(), [`GET ${path}`]: success(200, item) };
    expect(sourcesOf(operations, "/agents/{}/sessions/{}").map(({ isGuess }) => isGuess)).toEqual([true]);
  });
});

test("a name is the id where there is none, the likeliest first", () => {
  const operations = { "POST /tags": created(object("name", "slug", "color")), "GET /tags/{id}": read };
  expect(sourcesOf(operations, "/tags/{}").map(({ places }) => places)).toEqual([["/slug", "/name"]]);
});

test.for<[parameter: string, names: string[]]>([
  ["id", ["id", "_id"]],
  ["todo_id", ["todo_id", "id", "_id"]],
  ["order_line_number", ["order_line_number", "number", "id", "_id"]],
  ["orderLineNumber", ["orderLineNumber", "Number", "number", "id", "_id"]],
  ["orderID", ["orderID", "ID", "id", "_id"]],
  ["slug", ["slug", "id", "_id"]],
  ["user_", ["user_", "id", "_id"]],
])("the id that {%s} takes is called %j", ([parameter, names]) => {
  expect(idNames(parameter)).toEqual(names);
});
