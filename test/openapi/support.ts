/** A description with one operation that takes a body of a schema, and what else is given. */
export function describeBody(schema: unknown, operation: object = {}, more: object = {}): Record<string, unknown> {
  return {
    openapi: "3.1.1",
    info: { title: "A small API", version: "1" },
    paths: {
      "/things": {
        post: {
          operationId: "send",
          requestBody: { required: true, content: { "application/json": { schema } } },
          responses: { "204": { description: "Taken" } },
          ...operation,
        },
      },
    },
    ...more,
  };
}

/** A description of operations by method and path, such as `POST /todos`, which is also the id of each. */
export function describeOperations(operations: Readonly<Record<string, object>>, more: object = {}) {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operationId, operation] of Object.entries(operations)) {
    const [method = "", path = ""] = operationId.split(" ");
    const parameters = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => pathParameter(name));
    const responses = { "204": { description: "Done" } };
    paths[path] = { ...paths[path], [method.toLowerCase()]: { operationId, parameters, responses, ...operation } };
  }
  return { openapi: "3.1.1", info: { title: "A small API", version: "1" }, paths, ...more };
}

/** A parameter of a path that is a text. */
export const pathParameter = (name: string) => ({ name, in: "path", required: true, schema: { type: "string" } });

/** A JSON body of a schema. */
export const json = (schema: object) => ({ content: { "application/json": { schema } } });

/** An operation that succeeds with a status code and a body of a schema. */
export const success = (status: number, schema: object) => ({ responses: { [status]: json(schema) } });

/** A schema of an object with these properties, each a text. */
export const object = (...names: readonly string[]) => ({
  type: "object",
  properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
});
