/** What the reference shows of an operation, for descriptions of others. */
import { expect, test } from "vitest";
import type { Field } from "../../scripts/docs/field.ts";
import { operationPages } from "../../scripts/docs/reference.ts";
import type { JsonObject } from "../../src/openapi/pointer.ts";

const item = {
  type: "object",
  description: "An item.",
  required: ["id", "size"],
  properties: {
    id: { type: "string", readOnly: true },
    size: { description: "Its size.", oneOf: [{ type: "integer", minimum: 1 }, { const: "any" }] },
    pin: { type: "string", writeOnly: true },
    tags: { type: ["array", "null"], items: { type: "string", minLength: 1 } },
    labels: { type: "object", additionalProperties: { type: "integer" }, deprecated: true },
  },
};
const description: JsonObject = {
  openapi: "3.1.1",
  servers: [{ url: "https://api.example.com" }],
  components: {
    schemas: { Item: item, Problem: { type: "object", description: "A problem.", properties: { title: {} } } },
    responses: {
      Done: {
        description: "Done.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Item" } } },
      },
      Wrong: {
        description: "Wrong.",
        content: {
          "application/json": {
            schema: { $ref: "#/components/schemas/Problem" },
            examples: { small: { value: {} }, large: { summary: "All", value: { title: "Wrong" } } },
          },
        },
      },
      Gone: {
        description: "Gone.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  },
  paths: {
    "/items": {
      post: {
        operationId: "addItem",
        summary: "Add an item",
        description: "Adds an item\nto the list. It stays there.",
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Item" } } } },
        responses: {
          "200": { $ref: "#/components/responses/Done" },
          "201": { $ref: "#/components/responses/Done" },
          "400": { $ref: "#/components/responses/Wrong" },
          "410": { $ref: "#/components/responses/Gone" },
        },
      },
    },
  },
};

/** The fields as lines of text, those inside others further in. */
function outline(fields: readonly Field[] = [], indent = ""): string[] {
  return fields.flatMap(({ name, type, marks, constraints, fields }) => [
    `${indent}${[name, ...marks.map((mark) => `(${mark})`), type, ...constraints].join(" ")}`,
    ...outline(fields, `${indent}  `),
  ]);
}

const [page] = operationPages(description, {});

test("a page has the address, the method and the first sentence of its operation", () => {
  expect(page).toMatchObject({
    href: "reference/operations/additem/",
    url: "https://api.example.com/items",
    method: "POST",
    title: "Add an item",
    lead: "Adds an item to the list.",
  });
});

test("the fields of a request have their marks, alternatives and inner fields, and leave out what is read-only", () => {
  expect(outline(page?.request.find(({ id }) => id === "body")?.fields)).toEqual([
    "size (required) integer or string",
    "  alternative 1 integer at least 1",
    "  alternative 2 string always <code>any</code>",
    "pin (write-only) string",
    "tags array of string or null",
    "  each item string not empty",
    "labels (deprecated) map of integer",
    "  each value integer",
  ]);
});

test("the same response is shown once, and the fields of one leave out what is write-only", () => {
  const [success, ...errors] = page?.responses ?? [];
  expect(success).toMatchObject({ status: "200 or 201", isSuccess: true });
  expect(outline(success?.body?.fields).filter((line) => !line.startsWith(" "))).toEqual([
    "id (read-only) string",
    "size integer or string",
    "tags (may be missing) array of string or null",
    "labels (may be missing) (deprecated) map of integer",
  ]);
  expect(errors.map(({ status, body }) => [status, body !== undefined])).toEqual([
    ["400", true],
    ["410", false],
  ]);
});

test("the example that shows most comes first", () => {
  const wrong = page?.responses.find(({ status }) => status === "400");
  expect(wrong?.examples.map(({ title, json }) => [title, JSON.parse(json)])).toEqual([
    ["All", { title: "Wrong" }],
    ["", {}],
  ]);
});
