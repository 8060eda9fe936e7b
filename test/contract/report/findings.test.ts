import { describe, test } from "vitest";
import { runContract } from "../../../src/contract/index.ts";
import { admitting, blindTo, key, making, namingSecrets } from "../../support/servers/broken/differences.ts";
import { apiKey, type Difference, startServer } from "../../support/servers/sessions.ts";
import { createSessionOnly as spec } from "../../support/spec.ts";

async function findingsOn(difference: Difference, only: string) {
  const server = await startServer(difference);
  try {
    return (await runContract({ spec, apiKey, baseUrl: server.url, only })).findings;
  } finally {
    await server.stop();
  }
}

const titlesOn = async (difference: Difference, only: string) =>
  (await findingsOn(difference, only)).map(({ title }) => title);

describe.concurrent("the headline of a secret that came back names its place:", () => {
  const returning = (more: (secret: unknown) => { headers?: Record<string, string>; body?: object }): Difference => {
    return (parts) => ({
      handle: async (request, state, all) => {
        const reply = await parts.handle(request, state, all);
        const secret = /"llm_api_key":"(\w+)"/.exec(request.text)?.[1];
        if (secret === undefined || reply.status !== 201) return reply;
        const { headers, body } = more(secret);
        return { ...reply, headers: { ...reply.headers, ...headers }, body: { ...(reply.body as object), ...body } };
      },
    });
  };

  test.for([
    [
      "a property",
      returning((secret) => ({ body: { debug: [{ input: secret }] } })),
      "debug.0.input of a 201 response",
    ],
    ["a header field", returning((secret) => ({ headers: { "X-Debug": `key=${secret}` } })), "the header x-debug of a"],
  ] as const)("%s", async ([, difference, place], { expect }) => {
    const titles = await titlesOn(difference, "/accepted/");
    expect(titles).toHaveLength(1);
    expect(titles[0]).toMatch(new RegExp(`^${place}.* contains a secret value of the request$`));
  });
});

describe.concurrent("findings about credentials", () => {
  test("are one where no credential is needed at all", async ({ expect }) => {
    const findings = await findingsOn(() => ({ authorize: () => undefined }), "unauthorized");
    expect(findings.map(({ title }) => title)).toEqual(["a request without a credential was accepted with 201"]);
    expect(findings[0]?.cases.length).toBeGreaterThan(20);
  });

  test("are one for each fault of the server", async ({ expect }) => {
    const isAccepted = admitting(
      ({ headers, query }) =>
        headers.authorization?.startsWith(`Bearer ${key}`) === true || [...query.values()].includes(key),
    );
    const titles = await titlesOn(isAccepted, "unauthorized");
    expect(titles.sort()).toEqual([
      "the key in the query was accepted with 201",
      "the key with one character more at its end was accepted with 201",
    ]);
  });
});

test("a value of another type that is accepted and returned is one finding", async ({ expect }) => {
  const titles = await titlesOn(
    blindTo("internet_access", (value) => value === "true"),
    "internet_access",
  );
  expect(titles).toEqual(['internet_access: "true", with other properties was accepted with 201 (type boolean)']);
});

test("a body that is taken as it is is one finding, which names the properties", async ({ expect }) => {
  const difference = making((session, body) => ({ ...session, ...body, secrets: undefined, llm_api_key: undefined }));
  const titles = await titlesOn(difference, "properties of the response");
  expect(titles).toEqual([
    expect.stringMatching(/^id, agent_id, version_id, .*: the server took the values from the request$/),
  ]);
});

describe.concurrent("the refusal of what is valid", () => {
  test("is one finding, however many requests contain it", async ({ expect }) => {
    const [finding, ...others] = await findingsOn(namingSecrets(/^[A-Z_]+$/), "/accepted/");
    expect(others).toEqual([]);
    expect(finding?.title).toMatch(/^secrets( alone|: .*) was refused with 422$/);
    expect(finding?.cases.length).toBeGreaterThan(10);
  });

  test("is one finding for each property that is refused", async ({ expect }) => {
    const isLong = (value: unknown) =>
      typeof value === "string" && value.length <= 32 ? undefined : "must be text of 32 characters at most";
    const difference: Difference = ({ properties }) => ({
      properties: { ...properties, name: isLong, llm_api_key: isLong },
    });
    const findings = await findingsOn(difference, "/accepted/");
    const refused = findings.map(({ pointer }) => /properties\/(\w+)/.exec(pointer)?.[1]);
    expect(refused.toSorted()).toEqual(["llm_api_key", "name"]);
  });
});

test("a body that is ignored for its media type is a value that the response lacks", async ({ expect }) => {
  const ignoring: Difference = (parts) => ({
    handle: (request, state, all) => {
      const isJson = request.headers["content-type"]?.includes("json") ?? true;
      return parts.handle(isJson ? request : { ...request, text: "" }, state, all);
    },
  });
  const [finding] = await findingsOn(ignoring, "media-type-text-plain");
  expect(finding?.title).toMatch(/ the response \(a body of the media type text\/plain\)$/);
});

test("a refused request without a body says that no body is required", async ({ expect }) => {
  const requiring: Difference = ({ handle }) => ({
    handle: (request, state, all) =>
      handle(request.method === "POST" && request.text === "" ? { ...request, text: "{" } : request, state, all),
  });
  const [finding] = await findingsOn(requiring, "/accepted/a-request-without-a-body");
  expect(finding?.expected).toBe("2xx: no body is required");
});
