import { expect, test } from "vitest";
import { reportOn } from "../../support/gate.ts";
import { todoServer, todos } from "../../support/servers/todos.ts";

test("a correct server of GET, POST, PUT, PATCH and DELETE passes twice, without a known id, and is left as it was", async () => {
  const handler = todoServer();
  const reports = [await reportOn(() => handler, { spec: todos }), await reportOn(() => handler, { spec: todos })];
  for (const { findings, verdict, skipped } of reports) {
    expect(findings.map(({ title, exchange }) => `${title} ${exchange.curl}`)).toEqual([]);
    expect(verdict).toBe("passed");
    expect(skipped).toEqual([]);
  }
  const request = { method: "GET", path: "/todos", query: new URLSearchParams(), headers: {}, text: "" };
  expect((await handler({ ...request, bytes: Buffer.alloc(0) })).body).toEqual([]);
});
