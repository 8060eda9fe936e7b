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
