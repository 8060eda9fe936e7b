import { createServer } from "node:http";
import { expect, test } from "vitest";
import { runContract } from "../../../src/contract/index.ts";
import { listen } from "../../support/servers/handler.ts";

const spec = {
  openapi: "3.1.1",
  info: { title: "Things", version: "1" },
  paths: {
    "/things/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string", minLength: 1 }, example: "t1" }],
      delete: {
        operationId: "deleteThing",
        responses: { "204": { description: "Deleted" }, "404": { description: "Not found" } },
      },
      get: {
        operationId: "getThing",
        responses: { "204": { description: "Found" }, "404": { description: "Not found" } },
      },
    },
  },
};

test("a DELETE is sent once with what it names, and after the other operations", async () => {
  const things = new Set(["t1"]);
  const deletes: number[] = [];
  const server = await listen(
    createServer((request, response) => {
      const id = /^\/things\/(\w+)$/.exec(request.url ?? "")?.[1] ?? "";
      const isKnown = request.method === "DELETE" ? things.delete(id) : request.method === "GET" && things.has(id);
      if (request.method === "DELETE" && id === "t1") deletes.push(isKnown ? 204 : 404);
      response.writeHead(isKnown ? 204 : 404).end();
    }),
  );
  const report = await runContract({ spec, baseUrl: server.url, runs: 3 });
  await server.stop();
  expect(report.findings).toEqual([]);
  expect(report.verdict).toBe("passed");
  expect(deletes).toEqual([204]);
  expect(report.cases.find(({ id }) => id === "getThing/accepted/a-valid-request")?.outcome).toBe("passed");
});
