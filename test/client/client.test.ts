import { AsyncLocalStorage } from "node:async_hooks";
import { afterEach, describe, expect, test, vi } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { createDariClient, DariInputError } from "../../src/index.ts";
import { examples } from "../support/spec.ts";
import { clientOf, created, failureOf, inTurn, listen, responding, session } from "./server.ts";

afterEach(() => void vi.unstubAllEnvs().unstubAllGlobals());

describe("a create", () => {
  test("resolves to the session", async () => {
    const { url } = await listen();
    expect(await createDariClient({ apiKey: "k", baseUrl: url }).sessions.create("agt_123")).toEqual(session);
  });

  test("calls a custom fetch without an object, as a browser's fetch demands", async () => {
    let self: unknown;
    const send = async function (this: unknown, url: string, init: RequestInit) {
      self = this;
      return fetch(url, init);
    };
    await clientOf(await listen(), { fetch: send }).sessions.create("agt_123");
    expect(self).toBeUndefined();
  });

  test("without params sends neither a body nor a content type", async () => {
    const { url, received } = await listen();
    await createDariClient({ apiKey: "k", baseUrl: url }).sessions.create("agt_123");
    expect(received[0]).toMatchObject({ method: "POST", url: "/v1/agents/agt_123/sessions", body: "" });
    expect(received[0]?.headers["content-type"]).toBeUndefined();
    expect(received[0]?.headers.accept).toBe("application/json");
    expect(received[0]?.headers.authorization).toBe("Bearer k");
  });

  test("sends every field as it is, and none that is undefined", async () => {
    const { url, received } = await listen();
    const params = examples.AllFields.value;
    await createDariClient({ apiKey: "k", baseUrl: url }).sessions.create("agt_123", { ...params, name: undefined });
    const { name: _, ...rest } = params;
    expect(JSON.parse(received[0]?.body ?? "")).toEqual(rest);
    expect(received[0]?.headers["content-type"]).toBe("application/json");
  });

  test("says which package and runtime sends it", async () => {
    const server = await listen();
    await clientOf(server).sessions.create("agt_123");
    expect(server.received[0]?.headers["user-agent"]).toMatch(
      new RegExp(`^dari-sessions/${manifest.version} Node\\.js/\\d+`),
    );
  });

  test("shares all of it with the raw client", async () => {
    const { url, received } = await listen();
    const { raw } = createDariClient({ apiKey: "k", baseUrl: `${url}/v1` });
    const { data } = await raw.POST("/v1/agents/{agent_id}/sessions", { params: { path: { agent_id: "agt/1" } } });
    expect(data).toEqual(session);
    expect(received[0]).toMatchObject({ url: "/v1/agents/agt%2F1/sessions", headers: { authorization: "Bearer k" } });
    await expect(raw.POST("/v1/agents/{agent_id}/sessions", { params: { path: { agent_id: ".." } } })).rejects.toThrow(
      DariInputError,
    );
    expect(received).toHaveLength(1);
  });
});

test.for([
  ["has no navigator, as Node.js 20", undefined, `Node.js/${process.versions.node}`],
  ["names itself", { userAgent: "Bun/1.3.0" }, "Bun/1.3.0"],
] as const)("the user agent names a runtime that %s", async ([, navigator, name]) => {
  vi.stubGlobal("navigator", navigator);
  const server = await listen();
  await clientOf(server).sessions.create("agt_123");
  expect(server.received[0]?.headers["user-agent"]).toBe(`dari-sessions/${manifest.version} ${name}`);
});

describe("the base URL", () => {
  test.for([
    ["", "/v1/agents/agt_123/sessions"],
    ["/", "/v1/agents/agt_123/sessions"],
    ["/v1", "/v1/agents/agt_123/sessions"],
    ["/v1/", "/v1/agents/agt_123/sessions"],
    ["/dari", "/dari/v1/agents/agt_123/sessions"],
    ["/dari/v1/", "/dari/v1/agents/agt_123/sessions"],
    ["/dari//v1//", "/dari/v1/agents/agt_123/sessions"],
    ["/dari//", "/dari/v1/agents/agt_123/sessions"],
  ])("may end in %j", async ([suffix, path]) => {
    const { url, received } = await listen();
    await createDariClient({ apiKey: "k", baseUrl: url + suffix }).sessions.create("agt_123");
    expect(received[0]?.url).toBe(path);
  });

  test("may have a host named v1", async () => {
    const urls: string[] = [];
    const send = async (url: string) => {
      urls.push(url);
      return Response.json(session);
    };
    await createDariClient({ apiKey: "k", baseUrl: "https://v1/", fetch: send }).sessions.create("agt_123");
    expect(urls).toEqual(["https://v1/v1/agents/agt_123/sessions"]);
  });

  test.for([
    "api.dari.dev",
    "ftp://api.dari.dev",
    "blob:https://api.dari.dev/1",
    "https://user:pass@api.dari.dev",
    "http://localhost:pass@api.dari.dev",
    "https://api.dari.dev?a=1",
    "https://api.dari.dev/#a",
  ])("may not be %s", (baseUrl) => {
    expect(() => createDariClient({ apiKey: "k", baseUrl })).toThrow(/^baseUrl must be an http or https URL without/);
  });
});

describe("the API key", () => {
  test("comes from the environment when it isn't given", async () => {
    vi.stubEnv("DARI_API_KEY", "from-env");
    const { url, received } = await listen();
    await createDariClient({ baseUrl: url }).sessions.create("agt_123");
    expect(received[0]?.headers.authorization).toBe("Bearer from-env");
  });

  test("must be there", () => {
    vi.stubEnv("DARI_API_KEY", undefined);
    expect(() => createDariClient()).toThrow(/^apiKey is missing: set DARI_API_KEY or pass { apiKey }\.$/);
  });

  test.for(["", "  ", "two\nlines", "two words", "keyé"])("may not be %j", (apiKey) => {
    expect(() => createDariClient({ apiKey })).toThrow(DariInputError);
  });

  test.for([
    ["agt_123", "agt", undefined],
    ["my-key-is-12c", "my-key-is-12c", /must not be a part of the path/],
    ["my-key-is-12", "my-key-is-12", /must not be a part of the path/],
  ] as const)("of the agent %s may be %s only if it is short", async ([agentId, apiKey, problem]) => {
    const creating = clientOf(await listen(), { apiKey }).sessions.create(agentId);
    if (problem) expect((await failureOf(creating)).message).toMatch(problem);
    else expect(await creating).toEqual(session);
  });

  test("may be a function, which is asked before every attempt", async () => {
    const server = await listen(inTurn(responding(429, "{}", { "Retry-After": "0" }), created));
    let asked = 0;
    await clientOf(server, { apiKey: () => `key-${++asked}` }).sessions.create("agt_123");
    expect(server.received.map(({ headers }) => headers.authorization)).toEqual(["Bearer key-1", "Bearer key-2"]);
  });

  test("of a function belongs to the call that asks for it", async () => {
    const tenant = new AsyncLocalStorage<string>();
    const server = await listen();
    const client = clientOf(server, { apiKey: async () => `key-of-${tenant.getStore()}` });
    const tenants = ["a", "b", "c"];
    await Promise.all(tenants.map((name) => tenant.run(name, () => client.sessions.create(name))));
    const sent = server.received.map(({ url, headers }) => [url, headers.authorization]);
    expect(sent.sort()).toEqual(tenants.map((name) => [`/v1/agents/${name}/sessions`, `Bearer key-of-${name}`]));
  });

  test("that can't be had for a second attempt leaves the outcome of the first", async () => {
    const server = await listen(responding(429, "{}", { "Retry-After": "0" }));
    const keys = ["key-1"];
    const error = await failureOf(clientOf(server, { apiKey: () => keys.shift() ?? "" }).sessions.create("agt_123"));
    expect(error).toMatchObject({ name: "DariInputError", outcome: "not-created", attempts: 1 });
  });

  test.for([() => Promise.reject(new Error("The vault is closed.")), () => "", () => 5 as unknown as string])(
    "of a function that fails, or returns no key, sends nothing: %s",
    async (apiKey) => {
      const server = await listen();
      const error = await failureOf(clientOf(server, { apiKey }).sessions.create("agt_123"));
      expect(error).toMatchObject({ name: "DariInputError", outcome: "not-created", attempts: 0 });
      expect(error.message).toMatch(/^apiKey (must be printable ASCII without spaces|is a function that failed)\.$/);
      expect(server.received).toEqual([]);
    },
  );

  test("is refused in a browser, unless an option says that this is dangerous", async () => {
    vi.stubGlobal("navigator", { userAgent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0" });
    expect(() => createDariClient({ apiKey: "k" })).toThrow("unless dangerouslyAllowBrowser");
    const server = await listen();
    const client = createDariClient({ apiKey: "k", baseUrl: server.url, dangerouslyAllowBrowser: true });
    await client.sessions.create("agt_123");
    expect(server.received[0]?.headers["user-agent"]).not.toContain("dari-sessions");
  });
});

describe("an agent id", () => {
  test.for(["", ".", "..", 17, undefined, null])("may not be %j, and nothing is sent", async (agentId) => {
    const { url, received } = await listen();
    const created = createDariClient({ apiKey: "k", baseUrl: url }).sessions.create(agentId as string);
    await expect(created).rejects.toThrow(/^agent_id must/);
    expect(received).toEqual([]);
  });

  test.for([
    ["a/b", "a%2Fb"],
    ["../x", "..%2Fx"],
    ["a b?c#d%", "a%20b%3Fc%23d%25"],
    ["é", "%C3%A9"],
  ])("%j is one path segment", async ([agentId, segment]) => {
    const { url, received } = await listen();
    await createDariClient({ apiKey: "k", baseUrl: url }).sessions.create(agentId as string);
    expect(received[0]?.url).toBe(`/v1/agents/${segment}/sessions`);
  });
});
