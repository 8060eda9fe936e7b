import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Mock, startMock } from "../../scripts/mock/server.ts";

/** Another API: the mock knows nothing of this one but its description. */
const description = {
  openapi: "3.1.1",
  info: { title: "Orders", version: "1.0.0" },
  paths: {
    "/orders": {
      post: {
        operationId: "createOrder",
        requestBody: {
          content: {
            "application/json": {
              schema: { type: "object", properties: { items: { prefixItems: [{ type: "string" }] } } },
            },
          },
        },
        responses: {
          "201": {
            description: "Created",
            content: {
              "application/json": {
                schema: { $ref: "#/components/schemas/Order" },
                example: { id: 7, at: 1_700_000_000, items: ["a"], buyer: { name: "Ada" } },
              },
            },
          },
          "400": { description: "Refused", content: { "application/json": { example: { error: "Bad order" } } } },
        },
      },
    },
    "/orders/{order_id}": {
      parameters: [{ name: "order_id", in: "path", required: true, schema: { type: "integer" } }],
      get: {
        operationId: "readOrder",
        parameters: [{ name: "fields", in: "query", schema: { type: "string" } }],
        responses: {
          "200": {
            description: "Found",
            content: { "application/json": { schema: { $ref: "#/components/schemas/Found" } } },
          },
        },
      },
    },
    "/shops/{shop}": {
      parameters: [
        { name: "shop", in: "path", required: true, "x-reference": true, schema: { type: "string" }, example: "main" },
      ],
      get: {
        operationId: "readShop",
        responses: {
          "200": { description: "Found", content: { "application/json": { example: {} } } },
          "404": { description: "No such shop", content: { "application/json": { example: { error: "No shop" } } } },
        },
      },
      delete: { operationId: "closeShop", responses: { "204": { description: "Closed" } } },
    },
    "/orders/last": {
      get: { operationId: "lastOrder", responses: { "204": { description: "There is none." } } },
    },
  },
  components: {
    schemas: {
      Order: {
        type: "object",
        properties: {
          id: { type: "integer", "x-generated": "unique" },
          at: { type: "integer", "x-generated": "now" },
          items: { type: "array", "x-returns": "$request.body#/items" },
          buyer: { type: "object", properties: { name: { type: "string" } } },
        },
      },
      Found: {
        type: "object",
        required: ["id", "fields"],
        properties: {
          id: { type: "integer", "x-returns": "$request.path.order_id" },
          fields: { type: ["string", "null"], "x-returns": "$request.query.fields" },
        },
      },
    },
  },
};

const folder = mkdtempSync(path.join(tmpdir(), "dari-mock-"));
const file = path.join(folder, "openapi.json");
const write = (content: object) => writeFileSync(file, JSON.stringify(content));
let mock: Mock;
const log: string[] = [];
beforeAll(async () => {
  write(description);
  mock = await startMock({ description: file, log: (entry) => log.push(entry) });
});
afterEach(async () => {
  write(description);
  await mock.reload();
});
afterAll(async () => {
  await mock.stop();
  rmSync(folder, { recursive: true });
});

const order = (body: object) =>
  fetch(`${mock.url}/orders`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

test("numbers are generated as numbers", async () => {
  const now = Math.floor(Date.now() / 1000);
  const created = (await (await order({ items: ["b"] })).json()) as { id: number; at: number };
  expect(created).toEqual({ id: expect.any(Number), at: expect.any(Number), items: ["b"], buyer: { name: "Ada" } });
  expect(created.id).not.toBe(7);
  expect(created.at - now).toBeLessThan(60);
});

test("a keyword of JSON Schema 2020-12 is validated, and an error without a list of problems stays as documented", async () => {
  const refused = await order({ items: [1] });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toEqual({ error: "Bad order" });
});

test("parameters come back with the type of their schema, in a response without an example, too", async () => {
  const found = await fetch(`${mock.url}/orders/42?fields=all`);
  expect(await found.json()).toEqual({ id: 42, fields: "all" });
});

test("a path without parameters comes before one with them", async () => {
  expect((await fetch(`${mock.url}/orders/last`)).status).toBe(204);
});

test("ids without a prefix exist if they are examples, and all exist where 404 is not documented", async () => {
  expect((await fetch(`${mock.url}/shops/main`)).status).toBe(200);
  const missing = await fetch(`${mock.url}/shops/other`);
  expect([missing.status, await missing.json()]).toEqual([404, { error: "No shop" }]);
  expect(log.at(-1)).toContain("path.shop names nothing: the mock has main");
  expect((await fetch(`${mock.url}/shops/other`, { method: "DELETE" })).status).toBe(204);
});

test("an example that violates its own schema is told in the log", async () => {
  const wrong = structuredClone(description);
  wrong.paths["/orders"].post.responses["201"].content["application/json"].example.buyer.name = 5 as never;
  write(wrong);
  await mock.reload();
  await order({});
  expect(log.at(-1)).toContain("The description's example: body.buyer.name must be string");
});

test("a description that can't be read is not loaded, and the last one is served on", async () => {
  writeFileSync(file, "{");
  await expect(mock.reload()).rejects.toThrow(SyntaxError);
  expect((await order({})).status).toBe(201);
});
