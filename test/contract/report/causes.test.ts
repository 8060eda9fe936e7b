import { describe, expect, test } from "vitest";
import type { Report } from "../../../src/contract/index.ts";
import { junitText } from "../../../src/contract/report/junit.ts";
import { reportOn, reportOnSessions } from "../../support/gate.ts";
import { making, refusing, succeeding } from "../../support/servers/broken/differences.ts";
import type { Handler, Received, Reply } from "../../support/servers/handler.ts";
import type { Difference } from "../../support/servers/sessions.ts";
import { describeBody } from "../support.ts";

const found = ({ findings }: Report) => findings.map(({ code, title }) => `${code} ${title}`);
const onSessions = async (difference: Difference, only?: string) => found(await reportOnSessions(difference, { only }));

describe.concurrent("one cause is one finding:", () => {
  test("a response of a wrong type, of whatever was sent", async ({ expect }) => {
    expect(await onSessions(making((session) => ({ ...session, metadata: null })))).toEqual([
      expect.stringMatching(/^DS144 metadata of a 201 response must be object$/),
    ]);
  });

  test("refusals that are redirects", async ({ expect }) => {
    const difference = refusing((reply) => (reply.status === 422 ? { ...reply, status: 302, headers: {} } : reply));
    expect(await onSessions(difference, "/refused/")).toEqual(["DS141 the status code 302 is not documented"]);
  });

  test("random requests of which the server dislikes one property, which the title names", async ({ expect }) => {
    const difference: Difference = ({ properties }) => ({
      properties: {
        ...properties,
        name: (value) => (typeof value === "string" && /[^\n -~]/.test(value) ? `${value} is odd` : undefined),
      },
    });
    expect(await onSessions(difference, "/a-random")).toEqual([
      "DS131 name: a random valid value was refused with 422",
    ]);
  });
});

describe.concurrent("a success that isn't the documented one", () => {
  const inBody = (text: string) => refusing((reply) => ({ ...reply, status: 200, body: { error: text } }));

  test("accepts no invalid request", async ({ expect }) => {
    expect(await onSessions(inBody("no"), "/refused/")).toEqual([
      expect.stringMatching(/^DS121 an invalid request got 200 without the body of a success/),
    ]);
  });

  test("accepts no request without a credential", async ({ expect }) => {
    const titles = await onSessions(inBody("no"), "/unauthorized/");
    expect(titles.filter((title) => title.startsWith("DS103"))).toEqual([
      expect.stringMatching(/without a credential got no refusal, and no body of a success, with 200$/),
    ]);
  });

  test("does accept one if all successes of the server are like that", async ({ expect }) => {
    const difference: Difference = (parts) => ({
      validate: () => undefined,
      success: (session, state) => ({ ...parts.success(session, state), body: { ok: true } }),
    });
    expect(await onSessions(difference, "/refused/secrets")).toEqual(
      expect.arrayContaining([expect.stringMatching(/^DS121 secrets: .* was accepted with 201/)]),
    );
  });
});

describe.concurrent("a body that is announced as JSON names the rule that it violates:", () => {
  const nested = `${'{"a":'.repeat(600)}1${"}".repeat(600)}`;

  test.for<[string, Buffer | string]>([
    ["is not UTF-8", Buffer.from([0x22, 0xff, 0x22])],
    ["is empty", ""],
    ["is not JSON", "<p>Hello</p>"],
    ["is nested more than 500 levels deep", nested],
  ])("%s", async ([rule, body], { expect }) => {
    const titles = await onSessions(
      succeeding((reply) => ({ ...reply, body })),
      "every-property",
    );
    expect(titles).toContain(`DS143 the body of a 201 response ${rule}`);
  });

  test("has an object with a name twice", async ({ expect }) => {
    const twice = ({ body }: Reply) => JSON.stringify(body, null, 2).replace("{", '{ "\\u0069d": "ses_other",');
    const titles = await onSessions(
      succeeding((reply) => ({ ...reply, body: twice(reply) })),
      "every-property",
    );
    expect(titles).toContain("DS143 the body of a 201 response has an object with a name twice");
  });
});

test("one cause is shown by the same request with every seed, and so in every order of the cases", async () => {
  const acceptingAnyKey: Difference = () => ({
    authorize: ({ headers }) => (headers.authorization?.startsWith("Bearer ") ? undefined : 401),
  });
  const titlesWith = async (seed: number) =>
    found(await reportOnSessions(acceptingAnyKey, { seed, only: "/unauthorized/" }));
  const titles = await titlesWith(1);
  expect(titles).toContainEqual(expect.stringMatching(/^DS103 the key with /));
  for (const seed of [2, 3, 4]) expect(await titlesWith(seed)).toEqual(titles);
});

describe("several operations", () => {
  const error = { type: "object", required: ["detail"], properties: { detail: { type: "string" } } };
  const operation = (operationId: string) => ({
    operationId,
    responses: {
      "200": { description: "Fine" },
      "401": { description: "No", content: { "application/json": { schema: error } } },
      default: { description: "Not so" },
    },
  });
  const paths = {
    "/one": { get: operation("one") },
    "/two": { get: operation("two") },
    "/three": { get: operation("three") },
  };
  const document = {
    ...describeBody({ type: "string" }),
    paths,
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  };
  const serve =
    (unauthorized: Reply, missing: string[] = []): (() => Handler) =>
    () =>
    async ({ path, method, headers }: Received): Promise<Reply> => {
      if (!Object.hasOwn(paths, path) || missing.includes(path)) return { status: 404, headers: {}, body: undefined };
      if (method !== "GET") return { status: 405, headers: {}, body: undefined };
      if (headers.authorization !== "Bearer key-of-several-42") return unauthorized;
      return { status: 200, headers: {}, body: { documented: false } };
    };
  const options = { spec: document, apiKey: "key-of-several-42" };

  test("have one finding for the same undocumented error", async () => {
    const html: Reply = { status: 401, headers: { "Content-Type": "text/html" }, body: "<p>No</p>" };
    const report = await reportOn(serve(html), options);
    expect(found(report)).toEqual(["DS142 the media type of a 401 response is not documented: text/html"]);
    expect(new Set(report.findings[0]?.cases.map((id) => id.split("/")[0]))).toEqual(new Set(["one", "two", "three"]));
  });

  test("may have a body where no content is documented", async () => {
    expect(found(await reportOn(serve({ status: 401, headers: {}, body: { detail: "No" } }), options))).toEqual([]);
  });

  test("are named when they could not be tested, beside findings and without", async () => {
    const right = { status: 401, headers: {}, body: { detail: "No" } };
    const incomplete = await reportOn(serve(right, ["/two", "/three"]), options);
    expect(incomplete.verdict).toBe("incomplete");
    expect(incomplete.reason).toBe("2 operations were not tested: two, three");
    expect(incomplete.untested.map((one) => one.operation)).toEqual(["two", "three"]);
    const failed = await reportOn(serve({ ...right, body: { detail: 5 } }, ["/two"]), options);
    expect(failed.verdict).toBe("failed");
    expect(failed.reason).toMatch(/^two was not tested\. There is no such endpoint: .* Next: correct --url\.$/);
    expect(failed.cases.filter(({ outcome }) => outcome === "skipped").map(({ id }) => id)).toContain(
      "two/untested/every-case",
    );
    expect(junitText(failed)).toMatch(/<system-out>two was not tested\. There is no such endpoint/);
  });
});
