import { createServer, type IncomingHttpHeaders } from "node:http";
import { describe, expect, test } from "vitest";
import { type ContractOptions, OptionError, type Report, runContract } from "../../../src/contract/index.ts";
import { harText } from "../../../src/contract/report/har.ts";
import { terminalText } from "../../../src/contract/report/terminal.ts";
import { listen } from "../../support/servers/handler.ts";
import { apiKey, type Difference, startServer } from "../../support/servers/sessions.ts";
import { createSessionOnly as spec } from "../../support/spec.ts";
import { describeBody } from "../support.ts";

async function runOn(difference: Difference, options: Partial<ContractOptions>): Promise<Report> {
  const server = await startServer(difference);
  try {
    return await runContract({ spec, apiKey, baseUrl: server.url, ...options });
  } finally {
    await server.stop();
  }
}

const validatingNothing: Difference = () => ({ validate: () => undefined });
const textOf = (report: Report) => terminalText(report, process.stdout) + harText(report) + JSON.stringify(report);

describe("headers", () => {
  const headers = { "X-Tenant": "blue-tenant", "X-Gateway-Token": "q7Zp-4411-xkcd" };

  test("are sent with every request, and only a secret one is redacted", async () => {
    const received: IncomingHttpHeaders[] = [];
    const difference: Difference = (parts) => ({
      validate: () => undefined,
      handle: (request, state, all) => {
        received.push(request.headers);
        return parts.handle(request, state, { ...all, validate: () => undefined });
      },
    });
    const report = await runOn(difference, { headers });
    expect(received.length).toBe(report.requests);
    expect(received.filter((sent) => sent["x-tenant"] !== "blue-tenant")).toEqual([]);
    expect(received.filter((sent) => sent["x-gateway-token"] !== "q7Zp-4411-xkcd")).toEqual([]);
    const text = textOf(report);
    expect(text).toContain("blue-tenant");
    expect(text).not.toContain("q7Zp-4411-xkcd");
    expect(text).toContain('-H "X-Gateway-Token: $HTTP_X_GATEWAY_TOKEN"');
  });

  test.for([
    ["authorization", "Bearer other", /authorization can't be given: the gate sets it itself/],
    ["Content-Type", "text/plain", /Content-Type can't be given/],
    ["Cookie", "a=b", /Cookie can't be given/],
    ["X Tenant", "blue", /X Tenant can't be sent/],
    ["X-Tenant", "two\nlines", /X-Tenant can't be sent/],
  ] as const)("%s is refused before anything is sent", async ([name, value, message]) => {
    const run = runContract({ spec, baseUrl: "http://127.0.0.1:9", apiKey, headers: { [name]: value } });
    await expect(run).rejects.toThrow(OptionError);
    await expect(run).rejects.toThrow(message);
  });
});

describe("maxFailures", () => {
  test("ends a run after as many different findings, and the verdict says so", async () => {
    const report = await runOn(validatingNothing, { maxFailures: 2, concurrency: 1 });
    expect(report.findings).toHaveLength(2);
    expect(report.requests).toBeLessThan(300);
    expect(report.reason).toMatch(/^\d+ cases were not sent, .*: the maximum of different findings is reached \(2\)$/);
    expect(terminalText(report, process.stdout).trimEnd()).toMatch(
      /FAILED with 2 findings: .*; \d+ cases were not sent, .*: the maximum of different findings is reached \(2\)$/,
    );
  });

  test("that is not reached changes nothing", async () => {
    const report = await runOn(() => ({}), { maxFailures: 1, only: "/accepted/" });
    expect([report.verdict, report.reason]).toEqual(["passed", undefined]);
  });
});

describe("keys", () => {
  const securitySchemes = {
    token: { type: "http", scheme: "bearer" },
    user: { type: "http", scheme: "basic" },
    tenant: { type: "apiKey", in: "header", name: "X-Tenant-Key" },
  };
  const responses = { "204": { description: "Taken" }, default: { description: "Refused" } };
  const security = [{ token: [] }, { user: [], tenant: [] }];
  const document = describeBody({ type: "string" }, { security, responses }, { components: { securitySchemes } });
  const keys = {
    user: { value: "ada.lovelace.1815:open-sesame-1", variable: "USER_PASSWORD" },
    tenant: { value: "Zq8-4411-xkcd-97", variable: "TENANT_KEY" },
  };

  const isText = (json: string) => {
    try {
      return typeof JSON.parse(json) === "string" && !json.includes("\ufffd");
    } catch {
      return false;
    }
  };

  /** A server that takes a user with a password and a tenant's key, and a text. */
  const run = async ({ checksTenant = true, refusal = "" } = {}) => {
    const server = await listen(
      createServer(async (request, response) => {
        let text = "";
        for await (const chunk of request) text += chunk;
        const isUser = request.headers.authorization === `Basic ${btoa(keys.user.value)}`;
        const isTenant = request.headers["x-tenant-key"] === keys.tenant.value || !checksTenant;
        if (request.url?.split("?")[0] !== "/things") response.writeHead(404).end();
        else if (request.method !== "POST") response.writeHead(405).end();
        else if (!isUser || !isTenant) response.writeHead(401).end();
        else response.writeHead(isText(text) ? 204 : 400).end(isText(text) ? "" : refusal);
      }),
    );
    const report = await runContract({ spec: document, baseUrl: server.url, keys, runs: 3 });
    await server.stop();
    return report;
  };

  test("are presented together, where the description asks for several schemes", async () => {
    const report = await run();
    expect(report.findings.map(({ title }) => title)).toEqual([]);
    expect(report.verdict).toBe("passed");
    expect(report.cases.filter(({ expects }) => expects === "unauthorized").length).toBeGreaterThan(20);
  });

  test("are secrets, and so is the password of a user", async () => {
    const report = await run({ refusal: "open-sesame-1" });
    expect(report.findings.map(({ code }) => code)).toContain("DS102");
    expect(textOf(report)).not.toContain("open-sesame-1");
  });

  test("are each checked, and shown as their variables", async () => {
    const report = await run({ checksTenant: false });
    expect(new Set(report.findings.map(({ code }) => code))).toEqual(new Set(["DS103"]));
    const text = textOf(report);
    expect(text).toContain(`Basic $(printf %s "$USER_PASSWORD" | base64 | tr -d '\\n')`);
    expect(text).toMatch(/WRONG_KEY=.{0,40}TENANT_KEY/);
    expect(report.findings[0]?.title).toMatch(/^tenant: a request without a credential/);
    for (const secret of ["open-sesame-1", btoa(keys.user.value), keys.tenant.value])
      expect(text).not.toContain(secret);
  });
});

describe("a refusal that the description calls for and doesn't document", () => {
  test("is a fault of the description, and not of the server", async () => {
    const copy = structuredClone(spec);
    const { responses } = copy.paths["/v1/agents/{agent_id}/sessions"].post as { responses: Record<string, unknown> };
    for (const status of Object.keys(responses)) if (!/^20/.test(status)) delete responses[status];
    const report = await runOn(() => ({}), { spec: copy });
    expect(report.findings.map(({ title }) => title)).toEqual([]);
    const reasons = report.omissions.map(({ reason }) => reason).join("\n");
    expect(reasons).toMatch(/no response 401\n.*no response 404\n.*no response that refuses them/);
  });
});
