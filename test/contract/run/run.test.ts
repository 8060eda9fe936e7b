import { describe, expect, test } from "vitest";
import { type Report, runContract } from "../../../src/contract/index.ts";
import { parsed } from "../../../src/openapi/pointer.ts";
import { reportOn, reportOnSessions } from "../../support/gate.ts";
import { bookings } from "../../support/servers/crud/rules.ts";
import type { Handler } from "../../support/servers/handler.ts";
import { orderKey, orderServer, orders } from "../../support/servers/orders.ts";
import { apiKey, type Difference } from "../../support/servers/sessions.ts";
import { createSessionOnly as spec } from "../../support/spec.ts";

const found = (report: Report) => [...new Set(report.findings.map((finding) => finding.check))];

test("every constraint of a description is tested", async () => {
  const report = await reportOn(() => orderServer(), { spec: orders, apiKey: orderKey, runs: 5 });
  expect(report.verdict).toBe("passed");
  expect(report.constraints.filter((constraint) => constraint.tests === 0)).toEqual([]);
});

test("with `only`, no constraint is called untested that no case was asked for", async () => {
  const report = await reportOnSessions(() => ({}), { only: "properties/name" });
  const pointers = report.constraints.map(({ pointer }) => pointer);
  expect(pointers).toContain("/components/schemas/CreateSessionRequest/properties/name/type");
  expect(pointers.filter((pointer) => pointer.includes("/secrets"))).toEqual([]);
});

test("a create whose valid requests are all refused, as documented, is named and is no finding", async () => {
  const { spec, handler } = bookings;
  const report = await reportOn(handler, { spec });
  expect(report.verdict).toBe("untested");
  expect(report.findings).toEqual([]);
  expect(report.untested.map(({ reason }) => reason)).toEqual([
    "POST /bookings responded with 422 to every plain valid request. Next: give the description an example that the server accepts.",
  ]);
});

test.for<[invalid: 400 | 422, found: string[]]>([
  [400, []],
  [422, ["valid-refused"]],
])("a valid request that gets 422 where invalid ones get %d: %j", async ([invalid, checks]) => {
  const count = { type: "integer", minimum: 0, maximum: 9 };
  const responses = { "201": { description: "Created" }, "400": { description: "No" }, "422": { description: "No" } };
  const content = { "application/json": { schema: { type: "object", required: ["count"], properties: { count } } } };
  const post = { operationId: "order", requestBody: { required: true, content }, responses };
  const spec = { openapi: "3.1.1", info: { title: "Orders", version: "1" }, paths: { "/orders": { post } } };
  const statusOf = (text: string) => {
    const asked = (parsed(text)?.value as { count?: unknown } | undefined)?.count;
    if (typeof asked !== "number" || !Number.isInteger(asked) || asked < 0 || asked > 9) return invalid;
    return asked === 9 ? 422 : 201;
  };
  const handler: Handler = async ({ method, path, text }) => {
    const status = path !== "/orders" ? 404 : method === "POST" ? statusOf(text) : 405;
    return { status, headers: {}, body: "" };
  };
  expect(found(await reportOn(() => handler, { spec }))).toEqual(checks);
});

/** Responds to every path alike. */
const everywhere =
  (status: number, type: string, headers: Record<string, string>): Difference =>
  () => ({ handle: async () => ({ status, headers: { "Content-Type": type, ...headers }, body: "<p>Hello</p>" }) });

describe("a run that could test nothing", () => {
  test.for<[string, Difference, RegExp]>([
    ["the key is not accepted", () => ({ authorize: () => 401 }), /key is not accepted/],
    ["the key has no right", () => ({ authorize: () => 403 }), /no right/],
    ["the agent is not known", () => ({ knowsAgent: () => false }), /does not know agt_123/],
    ["the endpoint is not there", () => ({ route: () => undefined }), /no such endpoint/],
    ["every path has the same page", everywhere(200, "text/html", {}), /not the API.* 200, as any path/],
    ["every path leads to a login", everywhere(302, "text/html", { Location: "/login" }), /not the API.* 302/],
    ["a proxy wants a credential", everywhere(407, "application/json", {}), /not the API.* 407/],
  ])("says that %s, and neither passes nor fails", async ([, difference, reason]) => {
    const report = await reportOnSessions(difference);
    expect(report.verdict).toBe("untested");
    expect(report.reason).toMatch(reason);
    expect(report.cases.map(({ outcome, reason }) => [outcome, reason])).toEqual([["skipped", report.reason]]);
  });

  test("says that no server responds", async () => {
    const report = await runContract({ spec, baseUrl: "http://127.0.0.1:9", apiKey });
    expect(report.verdict).toBe("untested");
    expect(report.reason).toMatch(/No server responds/);
  });
});

describe("a run", () => {
  test("sends at most 550 requests to a correct server", async () => {
    const report = await reportOnSessions(() => ({}));
    expect(report.verdict).toBe("passed");
    expect(report.requests).toBeLessThanOrEqual(550);
  });

  const counting = (count: { created: number }, difference: Difference): Difference => {
    return (parts, state) => {
      const changed = { ...parts, ...difference(parts, state) };
      return {
        ...changed,
        success: (session, now) => {
          count.created += 1;
          return changed.success(session, now);
        },
      };
    };
  };

  test("creates no more than it may, and tests all that creates nothing", async () => {
    const count = { created: 0 };
    const report = await reportOnSessions(
      counting(count, () => ({})),
      { maxCreates: 20 },
    );
    expect(report.verdict).toBe("passed");
    expect(count.created).toBeLessThanOrEqual(20);
    expect(report.skipped.map((one) => one.reason)).toEqual(["the run may create no more than 20 (--max-creates)"]);
    expect(report.cases.filter(({ expects, outcome }) => expects === "refused" && outcome === "skipped")).toEqual([]);
  });

  test.for([1, 2, 50])("creates %d on a server that accepts everything, and stops", async (maxCreates, { expect }) => {
    const count = { created: 0 };
    const accepting: Difference = () => ({
      allowed: () => true,
      authorize: () => undefined,
      validate: () => undefined,
      settle: () => new Promise((resolve) => setTimeout(resolve, 2)),
    });
    await reportOnSessions(counting(count, accepting), { maxCreates });
    expect(count.created).toBe(maxCreates);
  });

  test("shows no secret and no key, whatever comes back", async () => {
    const keys: string[] = [];
    const echo: Difference = (parts) => ({
      handle: async (request, state, all) => {
        keys.push(...(/"llm_api_key":"(k[a-z0-9]{9})"/.exec(request.text)?.slice(1) ?? []));
        const reply = await parts.handle(request, state, all);
        return {
          ...reply,
          body: { ...(reply.body as object), echo: `${request.text} ${request.headers.authorization}` },
        };
      },
    });
    const report = await reportOnSessions(echo);
    expect(found(report)).toEqual(expect.arrayContaining(["secret-returned", "credential-returned"]));
    const shown = JSON.stringify(report);
    expect(shown).not.toContain(apiKey);
    expect(keys.length).toBeGreaterThan(0);
    for (const secret of new Set(keys)) expect(shown).not.toContain(secret);
  });

  test("shows no part of a key that comes back cut", async () => {
    const cut: Difference = (parts) => ({
      failure: (status, detail, request) =>
        parts.failure(status, `${detail}: ${request.headers.authorization?.slice(7, -4)}`, request),
    });
    const report = await reportOnSessions(cut);
    expect(found(report)).toContain("credential-returned");
    expect(JSON.stringify(report).toLowerCase()).not.toContain(apiKey.slice(4, 12).toLowerCase());
  });

  test.for([1, 2, 3])("shrinks a random request that fails, with seed %d", async (seed, { expect }) => {
    const fussy: Difference = (parts) => ({
      validate: (value, all) => {
        const problem = parts.validate(value, all);
        const { metadata = {} } = (value ?? {}) as { metadata?: object };
        return problem ?? (Object.values(metadata).some((one) => /[\u4e00-\u9fff]/.test(one)) ? "Chinese" : undefined);
      },
    });
    const report = await reportOnSessions(fussy, { seed });
    const [finding] = report.findings;
    expect(finding?.check).toBe("valid-refused");
    expect(/--data-raw \$?'(.*)'$/.exec(finding?.exchange.curl ?? "")?.[1]?.length).toBeLessThan(90);
  });
});

test("a report names each operation whose valid requests were all refused, and no other", async () => {
  const post = (operationId: string, ...statuses: string[]) => ({
    post: {
      operationId,
      responses: Object.fromEntries(statuses.map((status) => [status, { description: "A response" }])),
    },
  });
  const paths = { "/lock": post("lock", "204", "409"), "/login": post("login", "302"), "/ping": post("ping", "204") };
  const statuses: Record<string, number> = { "/lock": 409, "/login": 302, "/ping": 204 };
  const report = await reportOn(
    () =>
      async ({ method, path }) => ({
        status: statuses[path] === undefined ? 404 : method === "POST" ? statuses[path] : 405,
        headers: { Location: "/home" },
        body: undefined,
      }),
    { spec: { openapi: "3.1.1", info: { title: "An API", version: "1" }, paths }, apiKey: "" },
  );
  expect(report.verdict, JSON.stringify(report.findings.map(({ title }) => title))).toBe("passed");
  const named = report.omissions.filter(({ reason }) => reason.includes("no request succeeded"));
  expect(named.map(({ pointer }) => pointer)).toEqual(["/paths/~1lock/post"]);
});
