import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { checks } from "../../../src/contract/check/finding.ts";
import { type Report, runContract } from "../../../src/contract/index.ts";
import { type Handler, overHttp } from "../../support/servers/handler.ts";
import { createSessionOnly } from "../../support/spec.ts";
import { examples } from "./examples.ts";
import { notes } from "./notes.ts";

const read = (name: string) => readFileSync(path.join(import.meta.dirname, `${name}.js`), "utf8");
const sources = { server: read("server"), notes: read("notes") };

/** The description, with a required header in the response of a new session. */
const spec = structuredClone(createSessionOnly) as { components: { responses: { SessionCreated: object } } };
Object.assign(spec.components.responses.SessionCreated, {
  headers: { Location: { required: true, schema: { type: "string" } } },
});

const specs = { server: spec, notes };

async function reportOn(name: keyof typeof specs, code: string, only: string | undefined): Promise<Report> {
  const respond = new Function(`${code.replace("export ", "")}; return respond;`)() as Handler;
  const server = await overHttp(respond);
  try {
    const apiKey = "the-key-of-an-account";
    return await runContract({
      spec: specs[name],
      apiKey,
      baseUrl: server.url,
      only,
      timeout: only === "without-a-body" ? 1500 : 5000,
    });
  } finally {
    await server.stop();
  }
}

test.for(Object.keys(sources) as (keyof typeof sources)[])("%s.js passes", async (name) => {
  const report = await reportOn(name, sources[name], undefined);
  expect(report.findings.map(({ code, title }) => `${code} ${title}`)).toEqual([]);
  expect(report.verdict).toBe("passed");
});

describe.concurrent("one line of it is enough for", () => {
  test.for(checks)("$code $name", async ({ name, code }, { expect }) => {
    const { mended, broken, only, server = "server" } = examples[name];
    const source = sources[server];
    expect(source.split("\n").filter((line) => line === mended)).toHaveLength(1);
    const report = await reportOn(
      server,
      source.replace(mended, () => broken),
      only,
    );
    expect(report.findings.map((finding) => finding.code)).toContain(code);
  });
});
