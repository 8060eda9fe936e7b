import { expect, test } from "vitest";
import { listCases } from "../../../src/contract/cases.ts";
import { isObject, parsed } from "../../../src/openapi/pointer.ts";
import { reportOn } from "../../support/gate.ts";
import { rules } from "../../support/servers/crud/rules.ts";
import type { Style } from "../../support/servers/crud/styles.ts";
import type { Handler } from "../../support/servers/handler.ts";
import { type Patch, todoServer, todos } from "../../support/servers/todos.ts";

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

test("a PATCH that drops what it does not name is found", async () => {
  const drops: Patch = ({ id }, changes) => ({ id, title: "", done: false, ...changes });
  const { findings, verdict } = await reportOn(() => todoServer(drops), { spec: todos });
  expect(verdict).toBe("failed");
  expect(findings.map(({ check }) => check)).toEqual(["other-state-changed"]);
});

test("an invalid request that was accepted and shows in other responses is not taken for a refused one", async () => {
  const stored = new Map<string, object>();
  const accepting: Handler = async ({ method, path, text }) => {
    const id = path.split("/")[2] ?? String(stored.size + 1);
    const reply = (status: number, body: unknown) => ({ status, headers: {}, body });
    if (method === "GET") return reply(200, path === "/todos" ? [...stored.values()] : stored.get(id));
    const value = parsed(text)?.value;
    stored.set(id, { id: Number(id), title: "", done: false, ...stored.get(id), ...(isObject(value) ? value : {}) });
    const body = stored.get(id);
    // Other responses show a title before its own comes.
    for (let turn = 0; turn < (text.includes("title") ? 5 : 1); turn++) await new Promise(setImmediate);
    return reply(method === "POST" ? 201 : 200, body);
  };
  const { findings } = await reportOn(() => accepting, { spec: todos, only: "updateTodo/refused/" });
  const checks = new Set(findings.map(({ check }) => check));
  expect(checks).toContain("invalid-accepted");
  expect(checks).not.toContain("refused-but-stored");
});

test("where an operation is not there, the sequences that do without it are run", async () => {
  const handler = todoServer();
  const withoutPatch: Handler = async (request) =>
    request.method === "PATCH" ? { status: 405, headers: {}, body: {} } : handler(request);
  const { cases, findings, untested } = await reportOn(() => withoutPatch, { spec: todos, only: "/state/" });
  expect(untested.map(({ operation }) => operation)).toEqual(["updateTodo"]);
  expect(findings).toEqual([]);
  const outcomes = new Map(cases.map(({ id, outcome }) => [id, outcome]));
  expect(outcomes.get("updateTodo/state/updated")).toBe("skipped");
  expect(outcomes.get("deleteTodo/state/deleted")).toBe("passed");
});

test("items that stand in what no request creates, such as a tenant, stand in one of them together", async () => {
  const { spec, handler } = rules["devices of hubs that come to be with them"] as Style;
  const serve = handler();
  const skipping: Handler = async (request) => {
    const { body, ...response } = await serve(request);
    const isLater = Number(request.query.get("startIndex") ?? 1) > 1;
    return {
      ...response,
      body:
        isObject(body) && Array.isArray(body["items"]) && isLater ? { ...body, items: body["items"].slice(1) } : body,
    };
  };
  const { findings } = await reportOn(() => skipping, { spec, only: "/state/pages" });
  expect(findings.map(({ title }) => title)).toEqual(["a list misses an item by pages"]);
});

test("the cases are listed with the sequences, and there are at most 150 of each operation", () => {
  const { cases } = listCases({ spec: todos });
  const counts = new Map<string, number>();
  for (const { operation } of cases) counts.set(operation.id, (counts.get(operation.id) ?? 0) + 1);
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(150);
  expect(cases.map(({ id }) => id)).toContain("updateTodo/state/updated");
});
