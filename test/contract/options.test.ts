import { createServer } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { listCases } from "../../src/contract/cases.ts";
import { OptionError, runContract } from "../../src/contract/index.ts";
import { listen, type Running } from "../support/servers/handler.ts";
import { createSessionOnly as spec } from "../support/spec.ts";
import { describeBody } from "./support.ts";

let requests = 0;
let server: Running;
beforeAll(async () => {
  server = await listen(
    createServer((_, response) => {
      requests += 1;
      response.end();
    }),
  );
});
afterAll(() => server.stop());
beforeEach(() => {
  requests = 0;
});

describe("an option that can't be used is named with what it takes, and nothing is sent:", () => {
  test.for<[string, unknown, RegExp]>([
    ["concurrency", 0, /^concurrency must be a whole number from 1 to 256\.$/],
    ["concurrency", 1.5, /^concurrency must be a whole number/],
    ["timeout", -5, /^timeout must be a whole number from 1 to 600000\.$/],
    ["timeout", Number.NaN, /^timeout must be a whole number/],
    ["timeout", "5000", /^timeout must be a whole number/],
    ["seed", -1, /^seed must be a whole number from 0 to/],
    ["runs", 10_001, /^runs must be a whole number from 0 to 10000\.$/],
    ["maxCreates", 0, /^maxCreates must be a whole number from 1 to/],
    ["maxFailures", Number.POSITIVE_INFINITY, /^maxFailures must be a whole number from 1 to/],
    ["baseUrl", "nonsense", /^baseUrl must be an absolute http or https URL without a user name/],
    ["baseUrl", undefined, /^baseUrl must be an absolute http or https URL without a user name/],
    ["baseUrl", 80, /^baseUrl must be an absolute http or https URL without a user name/],
    ["baseUrl", "ftp://127.0.0.1", /^baseUrl must be an absolute http or https URL without a user name/],
    ["baseUrl", "http://user:password@127.0.0.1", /^baseUrl must be an absolute http or https URL without a user name/],
    ["baseUrl", "http://127.0.0.1/?a=b", /^baseUrl must be an absolute http or https URL without a user name/],
    ["apiKey", "a\nb", /^apiKey must be printable ASCII characters\.$/],
    ["apiKey", "two words", /^apiKey must have no space\.$/],
    ["apiKey", "", /^apiKey is missing: the security scheme bearerAuth asks for it\.$/],
    ["apiKey", undefined, /^apiKey is missing/],
    ["apiKey", 5, /^apiKey must be text\.$/],
    ["keyVariable", "NOT A NAME", /^keyVariable must be the name of an environment variable\.$/],
    ["keys", { bearerAuth: "key" }, /^keys must be an object of \{ value, variable \} by security scheme\.$/],
    ["headers", ["X-A: b"], /^headers must be an object of texts by header name\.$/],
    ["known", { agent_id: 5 }, /^known must be an object of texts by name\.$/],
    ["only", /a/, /^only must be text\.$/],
    ["ignore", ["DS121"], /^ignore must be a list of \{ code, text, reason \}, each with a code or a text\.$/],
    ["ignore", [{ reason: "why not" }], /^ignore must be a list of .* each with a code or a text\.$/],
    ["ignore", [{ code: "DS999" }], /^ignore takes the code of a check, such as DS121, and not "DS999"\.$/],
    ["onProgress", "yes", /^onProgress must be a function\.$/],
    ["maxCreate", 3, /^maxCreate is no option of a run\.$/],
  ])("%s: %j", async ([name, value, message]) => {
    const options = { spec, baseUrl: server.url, apiKey: "sk_any-key", [name]: value };
    const run = runContract(options as unknown as Parameters<typeof runContract>[0]);
    await expect(run).rejects.toThrow(OptionError);
    await expect(run).rejects.toThrow(message);
    await expect(run).rejects.toMatchObject({ option: name });
    expect(requests).toBe(0);
  });

  test("a key of the scheme basic without a password", async () => {
    const document = describeBody(
      { type: "string" },
      { security: [{ user: [] }] },
      { components: { securitySchemes: { user: { type: "http", scheme: "basic" } } } },
    );
    const run = runContract({ spec: document, baseUrl: server.url, keys: { user: { value: "ada" } } });
    await expect(run).rejects.toThrow(/^keys\.user must be user:password\.$/);
    expect(requests).toBe(0);
  });

  test("a key of a security scheme that no operation uses", async () => {
    const run = runContract({ spec, baseUrl: server.url, keys: { other: { value: "key" } } });
    await expect(run).rejects.toThrow(/^keys\.other is of no use: the operations use bearerAuth\.$/);
  });

  test("a known value that no parameter takes", async () => {
    const run = runContract({ spec, baseUrl: server.url, apiKey: "sk_any-key", known: { agent: "agt_123" } });
    await expect(run).rejects.toThrow(
      /^known\.agent is the name of no parameter: the description has \/v1\/agents\/\{agent_id\}:agent_id\.$/,
    );
    expect(requests).toBe(0);
  });

  test("no error shows a key", async () => {
    const run = runContract({ spec, baseUrl: server.url, apiKey: "my secret key" });
    await expect(run).rejects.toThrow(OptionError);
    await expect(run).rejects.not.toThrow(/secret/);
  });
});

test("a list of cases needs neither a server nor a key, and refuses what a run refuses", () => {
  expect(listCases({ spec, runs: 0 }).cases.length).toBeGreaterThan(100);
  expect(() => listCases({ spec, runs: -1 })).toThrow(/^runs must be a whole number from 0 to 10000\.$/);
  expect(() => listCases({ spec, known: { agent: "agt_123" } })).toThrow(/^known\.agent is the name of no parameter/);
});
