import { describe, expect, test } from "vitest";
import { readDescription } from "../../src/openapi/document.ts";
import type { Operation } from "../../src/openapi/operation.ts";
import { isAction } from "../../src/openapi/resources/resources.ts";
import { describeOperations, json, object, pathParameter, success } from "./support.ts";

const created = success(201, object("id"));
const read = success(200, object("id"));
const list = success(200, { type: "array", items: object("id") });
const writing = (...names: string[]) => ({ requestBody: json(object(...names)) });

/** The resources of a description, and its operations by their ids. */
function resourcesOf(operations: Readonly<Record<string, object>>, more: object = {}) {
  const description = readDescription(describeOperations(operations, more));
  function operationOf(id: string): Operation {
    const operation = description.operations.find((candidate) => candidate.id === id);
    if (operation === undefined) throw new Error(`There is no operation ${id}.`);
    return operation;
  }
  function parameterOf(id: string, name: string) {
    const parameter = operationOf(id).parameters.find((candidate) => candidate.name === name);
    if (parameter === undefined) throw new Error(`The operation ${id} has no parameter ${name}.`);
    return parameter;
  }
  return { resources: description.resources, operationOf, parameterOf };
}

/** The paths of the resources of a description. */
const pathsOf = (operations: Readonly<Record<string, object>>) =>
  resourcesOf(operations).resources.all.map(({ path }) => path);

describe("a resource is", () => {
  test.for<[title: string, operations: Readonly<Record<string, object>>, paths: string[]]>([
    ["what a parameter of a path names", { "GET /todos": list, "DELETE /todos/{id}": {} }, ["/todos/{}"]],
    [
      "each item of a path, the outer one first",
      { "GET /projects/{project}/tasks/{id}": read, "GET /users/{id}/tasks": list },
      ["/projects/{}", "/users/{}", "/projects/{}/tasks/{}"],
    ],
    ["a single thing that is replaced", { "GET /settings": read, "PUT /settings": {} }, ["/settings"]],
    ["a single thing that is updated", { "GET /settings": read, "PATCH /settings": {} }, ["/settings"]],
    ["a single thing whose body is unknown", { "GET /flag": {}, "PUT /flag": {} }, ["/flag"]],
    ["no single thing that never changes", { "GET /status": read, "POST /status": {} }, []],
    ["no list that is replaced", { "GET /tags": list, "PUT /tags": {} }, []],
    ["no collection of items", { "GET /tags": read, "PATCH /tags": {}, "POST /tags/{id}/use": {} }, ["/tags/{}"]],
    [
      "no path whose end has several parameters",
      { "GET /files/{name}.{type}": read, "PUT /files/{name}.{type}": {} },
      [],
    ],
  ])("%s", ([_title, operations, paths]) => {
    expect(pathsOf(operations)).toEqual(paths);
  });
});

describe("a resource has", () => {
  test("what reads, replaces, updates, deletes and lists its items", () => {
    const { resources } = resourcesOf({
      "GET /todos": list,
      "POST /todos": created,
      "GET /todos/{id}": read,
      "PUT /todos/{id}": {},
      "PATCH /todos/{id}": {},
      "DELETE /todos/{id}": {},
    });
    const [todos] = resources.all;
    expect(todos?.lists.map(({ id }) => id)).toEqual(["GET /todos"]);
    expect(todos?.sources.map(({ operation }) => operation.id)).toEqual(["POST /todos"]);
    expect(todos?.parameter?.name).toBe("id");
    expect([todos?.read?.id, todos?.replace?.id]).toEqual(["GET /todos/{id}", "PUT /todos/{id}"]);
    expect([todos?.update?.id, todos?.remove?.id]).toEqual(["PATCH /todos/{id}", "DELETE /todos/{id}"]);
  });

  test("the same where paths have a slash at their end", () => {
    const { resources } = resourcesOf({
      "GET /todos/": list,
      "POST /todos/": created,
      "GET /todos/{id}/": read,
      "PUT /todos/{id}/": {},
      "POST /todos/{id}/close/": {},
    });
    const [todos, ...others] = resources.all;
    expect(others).toEqual([]);
    expect(todos?.lists.map(({ id }) => id)).toEqual(["GET /todos/"]);
    expect(todos?.sources.map(({ operation }) => operation.id)).toEqual(["POST /todos/"]);
    expect([todos?.read?.id, todos?.replace?.id]).toEqual(["GET /todos/{id}/", "PUT /todos/{id}/"]);
    expect(todos?.actions.map(({ id }) => id)).toEqual(["POST /todos/{id}/close/"]);
  });

  test("the parameter of its path, though one of the query has the same name", () => {
    const ofQuery = { name: "id", in: "query", schema: { type: "string" } };
    const { resources } = resourcesOf({ "GET /todos/{id}": { parameters: [ofQuery, pathParameter("id")], ...read } });
    expect(resources.all[0]?.parameter?.in).toBe("path");
  });

  test.for<[title: string, operations: Readonly<Record<string, object>>, path: string, lists: string[]]>([
    [
      "a list where its items are created",
      { "GET /agents/{agent}/sessions": list, "POST /agents/{agent}/sessions": created, "GET /sessions/{id}": read },
      "/sessions/{}",
      ["GET /agents/{agent}/sessions"],
    ],
    ["no list where none is returned", { "GET /todos": read, "GET /todos/{id}": read }, "/todos/{}", []],
    [
      "no list if an item shows one",
      { "GET /buckets/{name}": list, "PUT /buckets/{name}": created },
      "/buckets/{}",
      [],
    ],
    [
      "no list if it is a single thing",
      { "GET /users": list, "GET /users/me": read, "PATCH /users/me": {} },
      "/users/me",
      [],
    ],
  ])("%s", ([_title, operations, path, lists]) => {
    const resource = resourcesOf(operations).resources.all.find((candidate) => candidate.path === path);
    expect(resource?.lists.map(({ id }) => id)).toEqual(lists);
  });

  test("actions: what a word behind an item does without creating anything", () => {
    const { resources } = resourcesOf({
      "GET /jobs/{id}": read,
      "POST /jobs/{id}/stop": {},
      "POST /jobs/{id}:restart": {},
      "GET /jobs/{id}/log": read,
      "POST /jobs/{id}/steps": created,
      "POST /jobs/{id}/steps/clear": {},
      "POST /jobs/{id}/steps/{step}/skip": {},
      "POST /notes/{id}/share": {},
    });
    const jobs = resources.all.find(({ path }) => path === "/jobs/{}");
    expect(jobs?.actions.map(({ id }) => id)).toEqual(["POST /jobs/{id}/stop", "POST /jobs/{id}:restart"]);
  });

  test.for<[operation: string, described: object, isAnAction: boolean]>([
    ["POST /jobs/{id}/stop", {}, true],
    ["POST /jobs/{id}/stop", created, false],
    ["GET /jobs/{id}/log", read, false],
    ["POST /jobs/{id}/steps/{step}", {}, false],
    ["POST /jobs", {}, false],
  ])("%s with %j as an action: %j", ([id, described, isAnAction]) => {
    expect(isAction(resourcesOf({ [id]: described }).operationOf(id))).toBe(isAnAction);
  });

  test.for<[title: string, shown: string, update: string | undefined]>([
    ["an update by a POST that returns what its read does", "Todo", "POST /todos/{id}"],
    ["no update by a POST that returns something else", "Other", undefined],
  ])("%s", ([_title, shown, update]) => {
    const reference = (name: string) => success(200, { $ref: `#/components/schemas/${name}` });
    const { resources } = resourcesOf(
      { "GET /todos/{id}": reference("Todo"), "POST /todos/{id}": reference(shown) },
      { components: { schemas: { Todo: object("id"), Other: object("id") } } },
    );
    expect(resources.all[0]?.update?.id).toBe(update);
  });
});

describe("items without a path of their own", () => {
  const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const listOf = (name: string) => success(200, { type: "array", items: reference(name) });
  const shown = success(201, reference("Note"));
  /** The paths of the resources, each with the places of their ids, where notes have these properties. */
  function placesOf(names: readonly string[], operations: Readonly<Record<string, object>>) {
    const schemas = { Note: object(...names), Other: object(...names) };
    const { resources } = resourcesOf(
      { "GET /mails": listOf("Other"), "POST /mails": {}, ...operations },
      { components: { schemas } },
    );
    return resources.all.map(({ path, sources }) => [path, ...(sources[0]?.places ?? [])]);
  }

  test.for<[title: string, names: string[], create: object, place: string]>([
    ["their id", ["id", "name"], { ...shown, ...writing("name") }, "/id"],
    ["an _id", ["_id", "name"], { ...shown, ...writing("name") }, "/_id"],
    ["what the server numbers", ["number", "text"], { ...shown, ...writing("text") }, "/number"],
    ["what the server names if it takes no body", ["name", "text"], shown, "/name"],
    ["their id in an envelope", ["id"], success(201, { properties: { note: reference("Note") } }), "/note/id"],
  ])("are named by %s", ([_title, names, create, place]) => {
    expect(placesOf(names, { "POST /notes": create, "GET /notes": listOf("Note") })).toEqual([["/notes/{}", place]]);
  });

  test.for<[title: string, names: string[], operations: Readonly<Record<string, object>>]>([
    [
      "a request chooses the name",
      ["name"],
      { "POST /notes": { ...shown, ...writing("name") }, "GET /notes": listOf("Note") },
    ],
    ["nothing names them", ["text"], { "POST /notes": shown, "GET /notes": listOf("Note") }],
    ["the list shows something else", ["id"], { "POST /notes": shown, "GET /notes": listOf("Other") }],
    ["nothing creates them", ["id"], { "DELETE /notes": shown, "GET /notes": listOf("Note") }],
  ])("are none where %s", ([_title, names, operations]) => {
    expect(placesOf(names, operations)).toEqual([]);
  });

  test("have one with the first operation on it, whose parameter names them", () => {
    const operations = { "POST /notes": shown, "GET /notes": listOf("Note"), "DELETE /notes/{name}": {} };
    expect(placesOf(["id", "name"], operations)).toEqual([["/notes/{}", "/name", "/id"]]);
  });
});

test("a parameter of a path names an item of a resource, another parameter names none", () => {
  const project = { name: "project", in: "query", schema: { type: "string" } };
  const { resources, operationOf, parameterOf } = resourcesOf({
    "GET /projects/{project}/tasks/{id}": read,
    "GET /projects/{project}": { parameters: [project, pathParameter("project")], ...read },
  });
  const pathOf = (operation: string, parameter: string) =>
    resources.named(operationOf(operation), parameterOf(operation, parameter))?.path;
  expect(pathOf("GET /projects/{project}/tasks/{id}", "project")).toBe("/projects/{}");
  expect(pathOf("GET /projects/{project}/tasks/{id}", "id")).toBe("/projects/{}/tasks/{}");
  expect(pathOf("GET /projects/{project}", "project")).toBeUndefined();
});

test.for<[operation: string, path: string | undefined]>([
  ["GET /sessions/{id}", "/sessions/{}"],
  ["GET /sessions", "/sessions/{}"],
  ["POST /agents/{agent}/sessions", "/sessions/{}"],
  ["GET /settings", "/settings"],
  ["GET /health", undefined],
])("%s is about %s", ([id, path]) => {
  const { resources, operationOf } = resourcesOf({
    "GET /sessions/{id}": read,
    "GET /sessions": list,
    "POST /agents/{agent}/sessions": created,
    "GET /settings": read,
    "PATCH /settings": {},
    "GET /health": read,
  });
  expect(resources.of(operationOf(id))?.path).toBe(path);
});

describe("an operation creates something:", () => {
  const generated = (kind: string) => success(200, { properties: { a: {}, key: { "x-generated": kind } } });
  test.for<[title: string, id: string, operation: object, isCreate: boolean]>([
    ["a POST beside an item", "POST /todos", read, true],
    ["a POST with 201", "POST /mails", created, true],
    ["a POST whose response has a unique value", "POST /mails", generated("unique"), true],
    ["not a POST whose response has the time", "POST /mails", generated("now"), false],
    ["not a POST that just succeeds", "POST /mails", {}, false],
    ["not a POST that only searches", "POST /todos", list, false],
    ["not a PUT, which may replace", "PUT /todos/{id}", created, false],
  ])("%s", ([_title, id, operation, isCreate]) => {
    const { resources, operationOf } = resourcesOf({
      "GET /todos/{id}": read,
      "GET /notes/{id}": read,
      "POST /notes": read,
      [id]: operation,
    });
    expect(resources.isCreate(operationOf(id))).toBe(isCreate);
  });
});

test("clients write what any operation of a resource takes", () => {
  const { resources, operationOf } = resourcesOf({
    "POST /todos": { ...created, ...writing("title", "text") },
    "GET /todos/{id}": read,
    "PUT /todos/{id}": writing("title", "done"),
    "PATCH /todos/{id}": writing("note"),
    "POST /todos/{id}/move": writing("to"),
    "POST /mails": writing("text"),
    "POST /pings": {},
  });
  const writable = (id: string) => [...resources.writable(operationOf(id))].sort();
  expect(writable("GET /todos/{id}")).toEqual(["done", "note", "text", "title"]);
  expect(writable("POST /todos")).toEqual(["done", "note", "text", "title"]);
  expect(writable("POST /todos/{id}/move")).toEqual(["to"]);
  expect(writable("POST /mails")).toEqual(["text"]);
  expect(writable("POST /pings")).toEqual([]);
});

describe("a property of a request refers to", () => {
  const others = ["customers", "categories", "boxes", "order-lines", "staff", "Users", "id_cards", "company-policies"];
  const operations = Object.fromEntries(others.map((word) => [`GET /${word}/{id}`, read]));
  /** The paths of the items that the properties of a request to `POST /things` name. */
  function referencesOf(schema: object) {
    const { resources, operationOf } = resourcesOf({
      ...operations,
      "GET /{id}": read,
      "GET /things/{id}": read,
      "POST /things": { ...created, requestBody: json(schema) },
    });
    const found = resources.references(operationOf("POST /things"));
    return Object.fromEntries([...found].map(([name, resource]) => [name, resource?.path]));
  }

  test.for<[path: string, names: string[]]>([
    ["/customers/{}", ["customer_id", "customerId", "customer_ids", "customerIds", "customers_id", "customerid"]],
    ["/customers/{}", ["customer_uuid", "customerUuid", "customeruuid", "customer_uuids", "customerUuids"]],
    ["/categories/{}", ["category_id", "categories_id"]],
    ["/boxes/{}", ["box_id"]],
    ["/order-lines/{}", ["order_line_id", "orderLineId", "order-line_id"]],
    ["/staff/{}", ["staff_id"]],
    ["/Users/{}", ["user_id"]],
    ["/id_cards/{}", ["id_card_id"]],
    ["/company-policies/{}", ["company_policy_id"]],
  ])("%s: %j", ([path, names]) => {
    expect(referencesOf(object(...names))).toEqual(Object.fromEntries(names.map((name) => [name, path])));
  });

  test("an item that only the server knows: its parent, or another one of its kind", () => {
    expect(referencesOf(object("parent_id", "thing_id"))).toStrictEqual({ parent_id: undefined, thing_id: undefined });
  });

  test("an item within a list of the request", () => {
    const lines = { type: "array", items: object("customer_id") };
    expect(referencesOf({ properties: { lines } })).toEqual({ customer_id: "/customers/{}" });
  });

  test("an item by the name of its resource, alone or in a list", () => {
    const ids = { type: "array", items: { type: "integer" } };
    const properties = { customer: { type: "string" }, categories: ids };
    expect(referencesOf({ properties })).toEqual({ customer: "/customers/{}", categories: "/categories/{}" });
  });

  test("nothing by the name of a resource if it is no id", () => {
    const properties = {
      customer: object("name"),
      category: { type: "string", enum: ["a"] },
      customers: { type: "boolean" },
    };
    expect(referencesOf({ properties })).toStrictEqual({});
  });

  test("nothing by other names", () => {
    expect(referencesOf(object("id", "_id", "title", "unknown_id", "customer_id_type"))).toStrictEqual({});
  });

  test("nothing without a body", () => {
    const { resources, operationOf } = resourcesOf({ ...operations, "POST /things": created });
    expect(resources.references(operationOf("POST /things")).size).toBe(0);
  });
});

describe("the items that a run creates", () => {
  const tenant = (location: string, required = true) => ({
    name: "X-Tenant",
    in: location,
    required,
    schema: { type: "string" },
  });
  const nested = "/projects/{project}/tasks/{id}";
  const { resources, operationOf, parameterOf } = resourcesOf({
    "GET /projects": list,
    "POST /projects": { parameters: [{ ...tenant("header"), name: "X-Trace" }], ...created },
    "GET /projects/{project}/tasks": list,
    "POST /projects/{project}/tasks": { parameters: [pathParameter("project"), tenant("header")], ...created },
    [`GET ${nested}`]: { parameters: [pathParameter("id"), pathParameter("project"), tenant("header")], ...read },
    [`DELETE ${nested}`]: { parameters: [pathParameter("id"), pathParameter("project"), tenant("header", false)] },
    [`PATCH ${nested}`]: { parameters: [pathParameter("id"), pathParameter("project"), tenant("query")] },
    [`POST ${nested}/close`]: {},
    "GET /projects/{project}": { parameters: [pathParameter("project"), tenant("header")], ...read },
    "PUT /tags/{tag}": created,
    "GET /users/{user}": read,
    "GET /health": { parameters: [tenant("header")], ...read },
  });

  test.for<[operation: string, parameters: string[]]>([
    [`GET ${nested}`, ["project", "id"]],
    ["GET /projects/{project}/tasks", ["project"]],
    ["GET /projects", []],
    ["GET /users/{user}", []],
  ])("fill the path of %s in its order: %j", ([id, parameters]) => {
    expect(resources.created(operationOf(id)).map(({ name }) => name)).toEqual(parameters);
  });

  test.for<[operation: string, isOfItem: boolean]>([
    [`GET ${nested}`, true],
    [`POST ${nested}/close`, true],
    ["PUT /tags/{tag}", true],
    ["GET /projects/{project}/tasks", false],
    ["POST /projects/{project}/tasks", false],
    ["GET /users/{user}", false],
    ["GET /health", false],
  ])("are what %s is about: %j", ([id, isOfItem]) => {
    expect(resources.isOfItem(operationOf(id))).toBe(isOfItem);
  });

  test.for<[title: string, operation: string, parameter: string, isScope: boolean]>([
    ["they were created with it", `GET ${nested}`, "X-Tenant", true],
    ["not if it may be left out", `DELETE ${nested}`, "X-Tenant", false],
    ["not if it is of the query here", `PATCH ${nested}`, "X-Tenant", false],
    ["not if they were created without it", "GET /projects/{project}", "X-Tenant", false],
    ["not if the operation names none", "GET /health", "X-Tenant", false],
    ["not if it is of the path", `GET ${nested}`, "project", false],
  ])("are within the value of a parameter if %s", ([_title, id, parameter, isScope]) => {
    expect(resources.isScope(operationOf(id), parameterOf(id, parameter))).toBe(isScope);
  });
});
