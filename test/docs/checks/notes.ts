/** The description of notes.js. */
const json = (schema: object) => ({ content: { "application/json": { schema } } });
const note = { $ref: "#/components/schemas/Note" };
const refused = {
  description: "Refused",
  ...json({ type: "object", required: ["detail"], properties: { detail: { type: "string" } } }),
};
const shown = { description: "A note", headers: { ETag: { schema: { type: "string" } } }, ...json(note) };
const query = (name: string, schema: object) => ({ name, in: "query", schema });

export const notes = {
  openapi: "3.1.1",
  info: { title: "Notes", version: "1" },
  paths: {
    "/notes": {
      get: {
        operationId: "listNotes",
        parameters: [
          query("limit", { type: "integer", minimum: 1, maximum: 50 }),
          query("offset", { type: "integer", minimum: 0 }),
          query("pinned", { type: "boolean" }),
        ],
        responses: { "200": { description: "Notes", ...json({ type: "array", items: note }) }, "422": refused },
      },
      post: {
        operationId: "createNote",
        requestBody: { required: true, ...json({ allOf: [note], required: ["text"] }) },
        responses: { "201": shown, "422": refused },
      },
    },
    "/notes/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } }],
      get: { operationId: "readNote", responses: { "200": shown, "404": refused, "422": refused } },
      patch: {
        operationId: "updateNote",
        parameters: [{ name: "If-Match", in: "header", schema: { type: "string" } }],
        requestBody: { required: true, ...json(note) },
        responses: { "200": shown, "404": refused, "412": refused, "422": refused },
      },
      delete: {
        operationId: "deleteNote",
        responses: { "204": { description: "Deleted" }, "404": refused, "422": refused },
      },
    },
  },
  components: {
    schemas: {
      Note: {
        type: "object",
        required: ["id", "author"],
        properties: {
          id: { type: "integer", readOnly: true },
          author: { type: "string", readOnly: true },
          text: { type: "string" },
          pinned: { type: "boolean" },
        },
      },
    },
  },
};
