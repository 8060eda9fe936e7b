/** An API of six operations, its description, and a correct server of it. */
import type { Handler, Reply } from "./handler.ts";

const id = { name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } };
const todo = { $ref: "#/components/schemas/Todo" };
const json = (schema: object) => ({ content: { "application/json": { schema } } });
const ok = (schema: object) => ({ description: "Done", ...json(schema) });
const problem = ok({ type: "object", required: ["error"], properties: { error: { type: "string" } } });
const body = (required: string[]) => ({
  required: true,
  ...json({
    type: "object",
    additionalProperties: false,
    required,
    properties: { title: { type: "string", minLength: 1, maxLength: 200 }, done: { type: "boolean" } },
  }),
});

export const todos = {
  openapi: "3.1.1",
  info: { title: "Todos", version: "1" },
  paths: {
    "/todos": {
      get: { operationId: "listTodos", responses: { "200": ok({ type: "array", items: todo }) } },
      post: { operationId: "createTodo", requestBody: body(["title"]), responses: { "201": ok(todo), "422": problem } },
    },
    "/todos/{id}": {
      parameters: [id],
      get: { operationId: "readTodo", responses: { "200": ok(todo), "404": problem, "422": problem } },
      put: {
        operationId: "replaceTodo",
        requestBody: body(["title", "done"]),
        responses: { "200": ok(todo), "404": problem, "422": problem },
      },
      patch: {
        operationId: "updateTodo",
        requestBody: body([]),
        responses: { "200": ok(todo), "404": problem, "422": problem },
      },
      delete: {
        operationId: "deleteTodo",
        responses: { "204": { description: "Deleted" }, "404": problem, "422": problem },
      },
    },
  },
  components: {
    schemas: {
      Todo: {
        type: "object",
        required: ["id", "title", "done"],
        properties: { id: { type: "integer" }, title: { type: "string" }, done: { type: "boolean" } },
      },
    },
  },
};

interface Todo {
  id: number;
  title: string;
  done: boolean;
}

/** What a PATCH makes of a todo. */
export type Patch = (todo: Todo, changes: Partial<Todo>) => Todo;

/** A correct server, unless another PATCH is given. */
export function todoServer(patched: Patch = (todo, changes) => ({ ...todo, ...changes })): Handler {
  const stored = new Map<number, Todo>();
  let last = 0;
  const reply = (status: number, body?: unknown): Reply => ({ status, headers: {}, body });
  const refuse = (status: number, error: string) => reply(status, { error });

  /** The todo in a body; `undefined` if the body is invalid. */
  function read(text: string, required: readonly string[]): Partial<Todo> | undefined {
    try {
      const value = JSON.parse(text);
      const isValid =
        typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        required.every((name) => name in value) &&
        Object.keys(value).every((name) => name === "title" || name === "done") &&
        (value.title === undefined || (typeof value.title === "string" && /^.{1,200}$/su.test(value.title))) &&
        (value.done === undefined || typeof value.done === "boolean");
      return isValid ? value : undefined;
    } catch {
      return undefined;
    }
  }

  return async ({ method, path, text }) => {
    const match = /^\/todos(?:\/([^/]+))?$/.exec(path);
    if (!match) return refuse(404, "no such path");
    if (match[1] === undefined) {
      if (method === "GET") return reply(200, [...stored.values()]);
      if (method !== "POST") return refuse(405, "no such method");
      const body = read(text, ["title"]);
      if (!body) return refuse(422, "invalid");
      const todo: Todo = { id: ++last, title: "", done: false, ...body };
      stored.set(todo.id, todo);
      return reply(201, todo);
    }
    const id = Number(match[1]);
    if (!Number.isInteger(id) || id < 1) return refuse(422, "invalid id");
    const todo = stored.get(id);
    if (!["GET", "PUT", "PATCH", "DELETE"].includes(method)) return refuse(405, "no such method");
    const body = method === "PUT" || method === "PATCH" ? read(text, method === "PUT" ? ["title", "done"] : []) : {};
    if (!body) return refuse(422, "invalid");
    if (!todo) return refuse(404, "no such todo");
    if (method === "DELETE") {
      stored.delete(id);
      return reply(204);
    }
    if (method !== "GET") stored.set(id, method === "PUT" ? { ...todo, ...body } : patched(todo, body));
    return reply(200, stored.get(id));
  };
}
