import { describe, expect, test } from "vitest";
import spec from "../../../generated/openapi.json" with { type: "json" };
import { listCases } from "../../../src/contract/cases.ts";

describe("the cases", () => {
  const ids = (document: unknown, seed = 1) => listCases({ spec: document, seed }).cases.map((one) => one.id);
  const bodies = (seed: number) =>
    listCases({ spec, seed }).cases.map((one) => `${one.id} ${one.template.path} ${one.template.body}`);

  test("are the same for the same seed, and others for another", () => {
    expect(bodies(7)).toEqual(bodies(7));
    expect(bodies(7)).not.toEqual(bodies(8));
  });

  test("each name a place that is in the description", () => {
    const places = new Set(listCases({ spec }).cases.map((one) => one.pointer));
    for (const place of places) {
      const found = place
        .split("/")
        .slice(1)
        .reduce<unknown>(
          (value, token) => (value as Record<string, unknown>)[token.replaceAll("~1", "/").replaceAll("~0", "~")],
          spec,
        );
      expect(found, place).toBeDefined();
    }
  });

  test("appear for a new property and a new operation", () => {
    const copy = structuredClone(spec) as typeof spec & { paths: Record<string, unknown> };
    Object.assign(copy.components.schemas.CreateSessionRequest.properties, {
      priority: { type: "integer", minimum: 1, maximum: 5, description: "How urgent it is." },
    });
    copy.paths["/v1/agents/{agent_id}/archive"] = {
      post: { ...spec.paths["/v1/agents/{agent_id}/sessions"].post, operationId: "archiveSessions" },
      parameters: spec.paths["/v1/agents/{agent_id}/sessions"].parameters,
    };
    const known = new Set(ids(spec));
    const added = ids(copy).filter((id) => !known.has(id));
    expect(added).toContain("createSession/accepted/priority-maximum-5");
    expect(added).toContain("createSession/refused/priority-6");
    expect(added).toContainEqual(expect.stringMatching("^createSession/refused/priority-1-5-a-fraction"));
    expect(added).toContain("archiveSessions/refused/priority-6");
    expect(added).toContain("archiveSessions/unauthorized/a-request-without-a-credential");
  });
});

test.for<[list: string, titles: string[]]>([
  ["/todos", []],
  ["/todos/", []],
  ["/others", ["id: empty"]],
])("a case without an id is sent only where its path is no list: %s", ([list, titles]) => {
  const id = { name: "id", in: "path", required: true, schema: { type: "integer" } };
  const get = { responses: { "200": { description: "Found" } } };
  const paths = { [list]: { get }, "/todos/{id}": { get: { ...get, parameters: [id] } } };
  const { cases } = listCases({ spec: { openapi: "3.1.1", info: { title: "Todos", version: "1" }, paths } });
  expect(cases.map(({ title }) => title).filter((title) => title === "id: empty")).toEqual(titles);
});
