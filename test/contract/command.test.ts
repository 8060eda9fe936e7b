import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root, toolEnv } from "../../scripts/lib/run.ts";
import { checks } from "../../src/contract/check/finding.ts";
import { runContract, SpecError } from "../../src/contract/index.ts";
import { installBuilt } from "../support/built-package.ts";
import { NoReply, overHttp, type Running } from "../support/servers/handler.ts";
import { apiKey, type Difference, startServer } from "../support/servers/sessions.ts";
import { createSessionOnly as spec } from "../support/spec.ts";
import { describeBody } from "./support.ts";

/** Runs the command and resolves to its exit status and what it printed. */
function command(args: string[], env: NodeJS.ProcessEnv = {}): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const options = { cwd: root, env: { ...toolEnv, DARI_API_KEY: apiKey, ...env }, timeout: 60_000 };
    execFile(
      "node",
      [path.join(folder, "node_modules/dari-sessions/dist/dari-contract.js"), ...args],
      options,
      (error, out, err) => {
        resolve({ status: error === null ? 0 : Number(error.code), out, err });
      },
    );
  });
}

const ignoringSecrets: Difference = (parts) => ({
  properties: { ...parts.properties, secrets: (value) => (typeof value === "object" ? undefined : "no") },
});

/** The servers of these tests have no other operation, whatever the description has. */
const createOnly = ["--only", "createSession/"];

let folder = "";
let correct: Running;
let broken: Running;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "dari-command-"));
  await installBuilt(folder);
  [correct, broken] = await Promise.all([startServer(), startServer(ignoringSecrets)]);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all([correct.stop(), broken.stop()]);
});

describe("the command", () => {
  test("exits with 0 when the server passes, and says so last", async () => {
    const { status, out } = await command(["--url", `${correct.url}/v1/`, ...createOnly]);
    expect(out.trimEnd().split("\n").at(-1)).toBe("PASSED");
    expect(status).toBe(0);
  });

  test("exits with 1 when it fails, and writes reports that hold no key", async () => {
    const [json, junit] = [path.join(folder, "report.json"), path.join(folder, "report.xml")];
    const { status, out } = await command(["--url", broken.url, "--json", json, "--junit", junit], {
      GITHUB_ACTIONS: "true",
    });
    expect(status).toBe(1);
    expect(out).toMatch(/^::error title=DS121 invalid-accepted::/m);
    expect(out).toContain('-H "Authorization: Bearer $DARI_API_KEY"');
    expect(out.trimEnd().split("\n").at(-1)).toMatch(/^FAILED with \d+ findings?: \d+ wrongly accepted$/);
    expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ verdict: "failed" });
    expect(readFileSync(junit, "utf8")).toMatch(/^<\?xml .*<failure type="DS121" message=/s);
    for (const text of [out, readFileSync(json, "utf8"), readFileSync(junit, "utf8")])
      expect(text).not.toContain(apiKey);
  });

  test("explains a check by its code, its name, and what a heading shows", async () => {
    const [first, second, third] = checks;
    const asked = [
      [first, first?.code.toLowerCase()],
      [second, second?.name],
      [third, `${third?.code} ${third?.name}`],
    ] as const;
    for (const [{ code, name, fix } = {}, text = ""] of asked) {
      const { status, out } = await command(["--explain", text]);
      expect(status).toBe(0);
      expect(out).toMatch(new RegExp(`^${code} ${name} \\(`));
      expect(out).toContain(fix);
    }
  });

  test("knows values by name, and takes the agent as one of them", async () => {
    const args = ["--list", "--only", "with-every-property"];
    const [agent, known] = await Promise.all([
      command(["--url", correct.url, "--only", "with-every-property", "--agent", "agt_unknown"]),
      command(["--url", correct.url, "--only", "with-every-property", "--known", "agent_id=agt_unknown"]),
    ]);
    expect(agent.out).toContain("agt_unknown");
    expect(known.out).toBe(agent.out);
    expect((await command(args)).out).toContain("createSession/accepted/a-body-with-every-property");
  });

  test("calls the agent of another description by its option", async () => {
    const file = path.join(folder, "things.json");
    writeFileSync(file, JSON.stringify(describeBody({ type: "string" })));
    const { status, err } = await command(["--list", "--spec", file, "--agent", "agt_123"]);
    expect([status, err]).toEqual([2, expect.stringMatching(/^--agent is the name of no parameter: /)]);
  });

  test("lists the cases, and says what of the description has none", async () => {
    const file = path.join(folder, "description.json");
    writeFileSync(file, JSON.stringify(describeBody({ allOf: [{ type: "string" }, { type: "integer" }] })));
    const { status, out, err } = await command(["--list", "--spec", file]);
    expect([status, out]).toEqual([0, ""]);
    expect(err).toMatch(/Faults of the description.*schema: no valid value was found\./s);
  });

  test("takes a key by its scheme, header fields, and a number of findings to stop at", async () => {
    const args = ["--url", broken.url, "--max-failures", "1", "--concurrency", "1"];
    const { status, out } = await command(
      [...args, "--key", "bearerAuth=OTHER_KEY", "--header", "X-Gateway-Token: hX9-77:qq-31", "--header", "X-A:b"],
      { DARI_API_KEY: "", OTHER_KEY: apiKey },
    );
    expect(status).toBe(1);
    expect(out).toContain('-H "Authorization: Bearer $OTHER_KEY"');
    expect(out).toContain('-H "X-Gateway-Token: $HTTP_X_GATEWAY_TOKEN"');
    expect(out).toContain("-H 'X-A: b'");
    expect(out).not.toContain("hX9-77");
    expect(out).toMatch(
      /\nFAILED with 1 finding: 1 wrongly accepted; \d+ cases were not sent, and \d+ constraints are untested: the maximum of different findings is reached \(1\)/,
    );
  });

  test("leaves out what it is told to, and says so", async () => {
    const args = ["--url", broken.url, "--ignore", "DS121:secrets", "--ignore", "ds145", "--exclude", "/a-random"];
    const { status, out } = await command(args);
    expect(out).toMatch(/^ignored DS121 secrets: .* \(\d+ cases?\): --ignore DS121:secrets$/m);
    expect(out).toMatch(/^nothing to ignore for DS145: it can go$/m);
    expect(out).toMatch(/^skipped \d+ cases: --exclude \/a-random$/m);
    expect(out.trimEnd().split("\n").at(-1)).toMatch(/^PASSED, \d+ findings? ignored$/);
    expect(status).toBe(0);
  });

  test("shows how to run a command that is too long for a screen", async () => {
    const taking = await startServer((parts) => ({
      parse: (text) => (text.startsWith("[[") ? {} : parts.parse(text)),
    }));
    const { out } = await command(["--url", taking.url, "--only", "a-very-deep-array"]);
    await taking.stop();
    const file = /^ {5}bash (\S+\.sh)$/m.exec(out)?.[1] ?? "";
    expect(readFileSync(file, "utf8")).toMatch(/^curl -i -X POST .*\[\[\[/s);
    expect(out).not.toContain("[[[[");
    rmSync(path.dirname(file), { recursive: true });
  });

  test("says at once that nobody is there, without a word about the description", async () => {
    const { out } = await command(["--url", "http://127.0.0.1:9"]);
    expect(out).toMatch(/^Contract test of .*\nNOT TESTED: No server responds .*\n$/);
  });

  test("writes a summary of the job where GitHub asks for it", async () => {
    const summary = path.join(folder, "summary.md");
    await command(["--url", "http://127.0.0.1:9"], { GITHUB_STEP_SUMMARY: summary });
    expect(readFileSync(summary, "utf8")).toMatch(/^## NOT TESTED: No server responds/);
  });

  test.for<[string, string[], NodeJS.ProcessEnv, RegExp]>([
    ["an unknown option", ["--bogus"], {}, /--bogus/],
    ["a number that is none", ["--url", "http://127.0.0.1:9", "--seed", "x"], {}, /--seed/],
    ["no server", [], {}, /--url/],
    ["a server that is no URL", ["--url", "localhost"], {}, /--url/],
    ["no key", ["--url", "http://127.0.0.1:9"], { DARI_API_KEY: "" }, /DARI_API_KEY is missing/],
    ["a description that is not there", ["--spec", "nowhere.json", "--list"], {}, /--spec nowhere\.json/],
    [
      "a key that is not accepted",
      ["--url", "CORRECT", ...createOnly],
      { DARI_API_KEY: "another-key" },
      /key is not accepted: .* 401\. Next: set DARI_API_KEY to a key of this server/,
    ],
    [
      "an agent that doesn't exist",
      ["--url", "CORRECT", "--agent", "agt_none", ...createOnly],
      {},
      /does not know agt_none: .* 404\. Next: --agent ID, with one that exists there/,
    ],
    [
      "a wrong address",
      ["--url", "CORRECT/api", ...createOnly],
      {},
      /no such endpoint, or .* agt_123: .* 404.*\. Next: correct --url, or --agent ID/,
    ],
    ["a key without a variable", ["--url", "CORRECT", "--key", "bearerAuth"], {}, /--key takes NAME=ENV/],
    [
      "a key of an unknown scheme",
      ["--url", "CORRECT", "--key", "basic=DARI_API_KEY"],
      {},
      /--key basic is of no use: the operations use bearerAuth/,
    ],
    [
      "a key that is not set",
      ["--url", "CORRECT", "--key", "bearerAuth=NO_SUCH_KEY"],
      {},
      /No key for the security scheme bearerAuth: set the environment variable NO_SUCH_KEY/,
    ],
    [
      "a header that the gate sets",
      ["--url", "CORRECT", "--header", "Accept: text/html"],
      {},
      /header Accept can't be given: the gate sets it itself/,
    ],
    ["a header without a value", ["--url", "CORRECT", "--header", "X-Token"], {}, /--header takes NAME:VALUE/],
    [
      "an unknown code",
      ["--explain", "DS999"],
      {},
      /--explain takes one of these codes or names, and got "DS999":\n {2}DS101 {2}secret-returned/,
    ],
    ["a pair that is none", ["--url", "http://127.0.0.1:9", "--known", "agent_id"], {}, /--known takes NAME=VALUE/],
    [
      "a known value twice",
      ["--url", "http://127.0.0.1:9", "--agent", "agt_1", "--known", "agent_id=agt_2"],
      {},
      /--known has agent_id twice/,
    ],
    [
      "no case that matches",
      ["--url", "http://127.0.0.1:9", "--only", "no-such-case"],
      {},
      /No case matches no-such-case; see --list/,
    ],
    ["nobody there", ["--url", "http://127.0.0.1:9"], {}, /No server responds .*\. Next: start it, or correct --url/],
  ])("exits with 2 for %s, and names it", async ([, args, env, words]) => {
    const { status, out, err } = await command(
      args.map((one) => one.replace("CORRECT", correct.url)),
      env,
    );
    expect(out + err).toMatch(words);
    expect(status).toBe(2);
  });
});

describe("a description of another API", () => {
  const security = [{ tenant: [] }];
  const components = { securitySchemes: { tenant: { type: "apiKey", in: "header", name: "X-Tenant" } } };
  const servers = [{ url: "https://api.example.com/v2" }];
  const responses = { "204": { description: "Taken" }, "400": { description: "Refused" } };
  const schema = { type: "object", required: ["size"] };
  const document = describeBody(schema, { security, responses }, { components, servers });
  const serving = (prefix: string): Promise<Running> =>
    overHttp(async ({ path, method, headers, text }) => {
      if (path === "/openapi.json") return { status: 200, headers: {}, body: document };
      if (path !== `${prefix}/things`) return { status: 404, headers: {}, body: undefined };
      if (method !== "POST") return { status: 405, headers: {}, body: undefined };
      if (headers["x-tenant"] !== "key-of-the-tenant") return { status: 401, headers: {}, body: undefined };
      return { status: text.includes("size") ? 204 : 400, headers: {}, body: undefined };
    });
  const own = /dari_|dari agent|--agent/i;

  test("is read from a server on this machine, and nothing that is printed is about another API", async () => {
    const server = await serving("");
    const args = ["--url", server.url, "--spec", `${server.url}/openapi.json`];
    const missing = await command(args, { DARI_API_KEY: "" });
    expect(missing.err).toMatch(/^--key NAME=ENV is missing: the security scheme tenant asks for it\.\n/);
    const run = await command([...args, "--key", "tenant=TENANT_KEY"], {
      DARI_API_KEY: "",
      TENANT_KEY: "key-of-the-tenant",
    });
    await server.stop();
    expect(run.out).toMatch(/-H "X-Tenant: .*TENANT_KEY/);
    expect(run.status).toBe(1);
    for (const { out, err } of [missing, run]) expect(out + err).not.toMatch(own);
  });

  test("from another machine is refused", async () => {
    const { status, err } = await command(["--spec", "https://example.com/openapi.json", "--list"]);
    expect([status, err]).toEqual([2, expect.stringMatching(/only a URL on this machine is read; download it/)]);
  });

  test("whose servers have a path says which URL to try", async () => {
    const server = await serving("/v2");
    const args = ["--url", server.url, "--spec", `${server.url}/openapi.json`, "--key", "tenant=DARI_API_KEY"];
    const { out } = await command(args, { DARI_API_KEY: "key-of-the-tenant" });
    await server.stop();
    expect(out).toContain(`Next: try --url ${server.url}/v2.`);
  });
});

test("a server that takes connections and does not respond is called that", async () => {
  const silent = await overHttp(() => Promise.reject(new NoReply()));
  const { status, out } = await command(["--url", silent.url, "--timeout", "200"]);
  await silent.stop();
  expect([status, out]).toEqual([
    2,
    expect.stringMatching(/takes connections and does not respond .* more time with --timeout\.\n$/),
  ]);
});

test("a description whose relation names no property is refused", async () => {
  const copy = structuredClone(spec);
  copy.components.schemas.Session.properties.name["x-returns"] = "$request.body#/title";
  const run = runContract({ spec: copy, baseUrl: correct.url, apiKey });
  await expect(run).rejects.toThrow(SpecError);
  await expect(run).rejects.toThrow(/x-returns.*names no property/);
});
