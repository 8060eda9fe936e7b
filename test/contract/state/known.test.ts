import { expect, test } from "vitest";
import { reportOn } from "../../support/gate.ts";
import type { Handler } from "../../support/servers/handler.ts";

const path = (name: string) => ({ name, in: "path", required: true, schema: { type: "integer", minimum: 1 } });
const get = (operationId: string) => ({
  operationId,
  responses: { "204": { description: "There" }, "404": { description: "Missing" }, "422": { description: "Invalid" } },
});

/** Orders and clients that nothing in the description creates; both parameters have one name. */
const spec = {
  openapi: "3.1.1",
  info: { title: "Orders", version: "1" },
  paths: {
    "/orders/{id}": { parameters: [path("id")], get: get("readOrder") },
    "/orders/{id}/lines": { parameters: [path("id")], get: get("readLines") },
    "/clients/{id}": { parameters: [path("id")], get: get("readClient") },
  },
};

const handler: Handler = async ({ path, method }) => {
  const [, kind, id] = /^\/(orders|clients)\/([1-9]\d*)(?:\/lines)?$/.exec(path) ?? [];
  if (kind === undefined) return { status: path.split("/").length === 3 ? 422 : 404, headers: {}, body: "" };
  if (method !== "GET") return { status: 405, headers: {}, body: "" };
  return { status: id === (kind === "orders" ? "7" : "3") ? 204 : 404, headers: {}, body: "" };
};

test("a known value for a place goes before one for a name, and holds for all paths that begin there", async () => {
  const report = await reportOn(() => handler, { spec, known: { "/orders/{id}:id": "7", id: "3" }, runs: 0 });
  expect(report.findings.map(({ title, exchange }) => `${title} ${exchange.curl}`)).toEqual([]);
  expect([report.verdict, report.reason]).toEqual(["passed", undefined]);
});

test("a known value that no parameter takes is refused", async () => {
  const report = reportOn(() => handler, { spec, known: { order_id: "7" } });
  await expect(report).rejects.toThrow(
    /^known\.order_id is the name of no parameter: the description has .*\/orders\/\{id\}:id/,
  );
});

test("an operation whose items can't be created is named with the path that was sent", async () => {
  const create = {
    operationId: "createOrder",
    responses: {
      "201": {
        description: "Created",
        content: { "application/json": { schema: { type: "object", properties: { id: { type: "integer" } } } } },
      },
      "422": { description: "Invalid" },
    },
  };
  const refusing: Handler = async ({ method }) => ({ status: method === "POST" ? 422 : 404, headers: {}, body: "" });
  const { untested } = await reportOn(() => refusing, {
    spec: { ...spec, paths: { "/orders": { post: create }, "/orders/{id}": spec.paths["/orders/{id}"] } },
  });
  expect(untested.at(-1)?.reason).toMatch(/ the server does not know (\d+): GET \/orders\/\1 responded with 404/);
});
