/** Correct servers with descriptions as web frameworks generate them: they leave open much that others say. */
import type { Received, Reply } from "../handler.ts";
import {
  api,
  body,
  integer,
  json,
  object,
  ok,
  path,
  problem,
  read,
  refuse,
  reply,
  type Style,
  text,
} from "./styles.ts";

type Json = Record<string, unknown>;

const snippet = { code: text({ minLength: 1 }), published: { type: "boolean" } };
const snippetIn = { id: { type: "integer" }, ...snippet };
const snippetOut = ok(object(snippetIn, ["id"]));
const invalid = { "422": ok(object({ detail: text() }, ["detail"])) };

/**
 * Paths with a slash at their end, ids that clients may choose, a create and a PUT that write over what is there, a 204 with a
 * documented body, errors that repeat the request, a filter of text for a boolean, and comments on what need not exist.
 */
const snippets = api(
  {
    "/snippets/": {
      get: {
        operationId: "listSnippets",
        parameters: [{ name: "published", in: "query", schema: text() }],
        responses: { "200": ok({ type: "array", items: object(snippetIn) }) },
      },
      post: {
        operationId: "createSnippet",
        ...body(object(snippetIn, ["code"])),
        responses: { "200": snippetOut, ...invalid },
      },
    },
    "/snippets/{id}/": {
      parameters: [path("id", text())],
      get: { operationId: "readSnippet", responses: { "200": snippetOut, "404": problem } },
      put: {
        operationId: "writeSnippet",
        ...body(object(snippetIn, ["code"])),
        responses: { "200": snippetOut, ...invalid },
      },
      delete: {
        operationId: "deleteSnippet",
        responses: { "204": { description: "Deleted", ...json({}) }, "404": problem },
      },
    },
    "/snippets/{id}/comments/": {
      parameters: [path("id", text())],
      post: {
        operationId: "comment",
        ...body(object({ words: text({ minLength: 1 }) }, ["words"])),
        responses: { "200": ok(object({ snippet: text(), words: text() })), ...invalid },
      },
    },
    "/tags/": {
      post: {
        operationId: "createTag",
        ...body(object({ snippet_id: integer }, ["snippet_id"])),
        responses: {
          "200": {
            ...ok(object({ snippet_id: integer }, ["snippet_id"])),
            links: { snippet: { operationId: "readSnippet", parameters: { id: "$response.body#/snippet_id" } } },
          },
          ...invalid,
        },
      },
    },
  },
  {},
  () => {
    const stored = new Map<number, Json>();
    let last = 0;
    const write = (id: number, values: Json) => {
      stored.set(id, { published: false, ...values, id });
      return reply(200, stored.get(id));
    };
    return {
      "GET /snippets/": ({ query }) => {
        const asked = query.get("published") ?? "";
        const isFilter = ["true", "false"].includes(asked);
        return reply(
          200,
          isFilter ? [...stored.values()].filter((one) => String(one["published"]) === asked) : [...stored.values()],
        );
      },
      "POST /snippets/": (request) => {
        const values = read(request);
        last = Math.max(last, ...stored.keys());
        return write(Number(values["id"] ?? ++last), values);
      },
      "GET /snippets/{id}/": (_, id) => (stored.has(Number(id)) ? reply(200, stored.get(Number(id))) : refuse(404)),
      "PUT /snippets/{id}/": (request, id) =>
        Number.isSafeInteger(Number(id)) ? write(Number(id), read(request)) : reply(422),
      "DELETE /snippets/{id}/": (_, id) => (stored.delete(Number(id)) ? reply(204) : refuse(404)),
      "POST /snippets/{id}/comments/": (request, id) => reply(200, { ...read(request), snippet: id }),
      "POST /tags/": (request) => reply(200, read(request)),
    };
  },
);

/** What is wrong with a request, with the request. */
function repeated({ text: received }: Received): unknown {
  try {
    return { detail: "invalid", input: JSON.parse(received) };
  } catch {
    return { detail: "invalid" };
  }
}

const uuid = text({ format: "uuid" });

const files = api(
  {
    "/files/": {
      get: {
        operationId: "listFiles",
        responses: { "200": ok({ type: "array", items: object({ id: uuid, title: text() }) }) },
      },
      post: {
        operationId: "createFile",
        ...body(object({ id: uuid, title: text() }, ["title"])),
        responses: { "201": ok(object({ id: uuid, title: text() }, ["id"])), "422": problem },
      },
    },
    "/files/{id}": {
      parameters: [path("id", uuid)],
      get: {
        operationId: "readFile",
        responses: { "200": ok(object({ id: uuid, title: text() })), "404": problem, "422": problem },
      },
    },
  },
  {},
  () => {
    const stored = new Map<string, Json>();
    return {
      "GET /files/": () =>
        reply(
          200,
          [...stored].map(([id, values]) => ({ id, ...values })),
        ),
      "POST /files/": (request) => {
        const { title } = read(request);
        if ([...stored.values()].some((file) => file["title"] === title)) return refuse(422);
        const id = crypto.randomUUID();
        stored.set(id, { id, title });
        return reply(201, stored.get(id));
      },
      "GET /files/{id}": (_, id = "") => (stored.has(id) ? reply(200, stored.get(id)) : refuse(404)),
    };
  },
);

/** Documents that may have any properties, and a filter whose properties are parameters of their own. */
const documents = api(
  {
    "/documents": {
      get: {
        operationId: "listDocuments",
        parameters: [{ name: "filter", in: "query", schema: object({ title: text() }) }],
        responses: { "200": ok({ type: "array", items: object({ _id: text() }) }) },
      },
      post: {
        operationId: "createDocument",
        ...body({ type: "object" }),
        responses: { "201": ok(object({ _id: text(), title: {} }, ["_id"])), "422": problem },
      },
    },
  },
  {},
  () => {
    const stored: Json[] = [];
    return {
      "GET /documents": () => reply(200, stored),
      "POST /documents": (request) => {
        stored.push({ _id: `d${stored.length}`, ...read(request) });
        return reply(201, stored.at(-1));
      },
    };
  },
);

/** A server that changes some responses of another one. */
function changed({ spec, handler }: Style, change: (request: Received, response: Reply) => Reply): Style {
  return {
    spec,
    handler: () => {
      const handle = handler();
      return async (request) => change(request, await handle(request));
    },
  };
}

export const generated: Readonly<Record<string, Style>> = {
  "documents of any properties": documents,
  "snippets that are written over, and errors that repeat the request": changed(snippets, (request, response) =>
    response.status === 422 ? reply(422, repeated(request)) : response,
  ),
  // It takes an encoded slash for a slash, and leads to the path without the one at the end.
  "a router that decodes slashes": changed(files, (request, response) =>
    /%2f$/i.test(request.path) ? reply(307, undefined, { location: request.path.slice(0, -3) }) : response,
  ),
};
