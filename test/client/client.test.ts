import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import spec from "../../generated/openapi.json" with { type: "json" };
import {
  createDariClient,
  DariApiError,
  DariConnectionError,
  DariContractError,
  DariInputError,
} from "../../src/index.ts";
import { operation } from "../support/spec.ts";

interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage["headers"];
  body: string;
}

const session = spec.components.responses.SessionCreated.content["application/json"].examples.defaults.value;
const answerSession = (response: ServerResponse) => {
  response.writeHead(201, { "Content-Type": "application/json" }).end(JSON.stringify(session));
};

/** A real server that keeps what it received. */
async function listen(answer: (response: ServerResponse) => void = answerSession) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ method: request.method, url: request.url, headers: request.headers, body });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

afterEach(() => vi.unstubAllEnvs());

describe("a create", () => {
  test("resolves to the session", async () => {
    const { url } = await listen();
    expect(await createDariClient({ apiKey: "k", baseUrl: url }).sessions.create("agt_123")).toEqual(session);
  });

  test("without params sends neither a body nor a content type", async () => {
    const { url, received } = await listen();
    await createDariClient({ apiKey: "k", baseUrl: url }).sessions.create("agt_123");
    expect(received[0]).toMatchObject({ method: "POST", url: "/v1/agents/agt_123/sessions", body: "" });
    expect(received[0]?.headers["content-type"]).toBeUndefined();
    expect(received[0]?.headers.authorization).toBe("Bearer k");
  });

  test("sends every field as it is, and none that is undefined", async () => {
    const { url, received } = await listen();
    const params = operation.requestBody.content["application/json"].examples.full.value;
    await createDariClient({ apiKey: "k", baseUrl: url }).sessions.create("agt_123", { ...params, name: undefined });
    const { name: _, ...rest } = params;
    expect(JSON.parse(received[0]?.body ?? "")).toEqual(rest);
    expect(received[0]?.headers["content-type"]).toBe("application/json");
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

describe("the base URL", () => {
  test.for([
    ["", "/v1/agents/agt_123/sessions"],
    ["/", "/v1/agents/agt_123/sessions"],
    ["/v1", "/v1/agents/agt_123/sessions"],
    ["/v1/", "/v1/agents/agt_123/sessions"],
    ["/dari", "/dari/v1/agents/agt_123/sessions"],
    ["/dari/v1/", "/dari/v1/agents/agt_123/sessions"],
  ])("may end in %j", async ([suffix, path]) => {
    const { url, received } = await listen();
    await createDariClient({ apiKey: "k", baseUrl: url + suffix }).sessions.create("agt_123");
    expect(received[0]?.url).toBe(path);
  });

  test.for(["api.dari.dev", "ftp://api.dari.dev", "https://user:pass@api.dari.dev", "https://api.dari.dev?a=1"])(
    "may not be %s",
    (baseUrl) => {
      expect(() => createDariClient({ apiKey: "k", baseUrl })).toThrow(/^baseUrl must/);
    },
  );
});

describe("the API key", () => {
  test("comes from the environment when it isn't given", async () => {
    vi.stubEnv("DARI_API_KEY", "from-env");
    const { url, received } = await listen();
    await createDariClient({ baseUrl: url }).sessions.create("agt_123");
    expect(received[0]?.headers.authorization).toBe("Bearer from-env");
  });

  test("is asked for when there is none", () => {
    vi.stubEnv("DARI_API_KEY", undefined);
    expect(() => createDariClient()).toThrow("No API key: set the environment variable DARI_API_KEY");
  });

  test.for(["", "  ", "two\nlines"])("may not be %j", (apiKey) => {
    expect(() => createDariClient({ apiKey })).toThrow(DariInputError);
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

describe("a failure", () => {
  const create = (url: string) => createDariClient({ apiKey: "k", baseUrl: url }).sessions.create("agt_123");

  test("that the server explains is an API error with its detail", async () => {
    const { url } = await listen((response) => response.writeHead(404).end('{"detail":"Agent not found"}'));
    const error = await create(url).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DariApiError);
    expect(error).toMatchObject({ status: 404, detail: "Agent not found", body: { detail: "Agent not found" } });
    expect(String(error)).toBe("DariApiError: POST /v1/agents/agt_123/sessions was answered with 404: Agent not found");
  });

  test.for(["", "<h1>Bad gateway</h1>"])("with the body %j is an API error too", async (body) => {
    const { url } = await listen((response) => response.writeHead(502).end(body));
    await expect(create(url)).rejects.toMatchObject({ name: "DariApiError", status: 502, detail: undefined });
  });

  test.for(["", "null", "[]", "{}", "{", "<h1>Welcome</h1>"])("to answer 200 with a session, but %j", async (body) => {
    const { url } = await listen((response) => response.writeHead(200).end(body));
    await expect(create(url)).rejects.toThrow(DariContractError);
  });

  test("to reach the server is a connection error with its cause", async () => {
    const { url } = await listen((response) => response.destroy());
    const error = await create(url).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DariConnectionError);
    expect((error as Error).cause).toBeInstanceOf(Error);
  });
});
