/** The files that the site publishes beside its pages. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { type Document, operationsOf } from "../../scripts/document.ts";
import { docs, fileOf } from "./browser.ts";

const read = (name: string) => readFileSync(path.join(docs, name), "utf8");
const document = JSON.parse(read("openapi.json")) as Document;

test("llms.txt has a title, a summary, and links to files that exist", () => {
  const text = read("llms.txt");
  expect(text).toMatch(/^# Dari Sessions API\n\n> \S/);
  const links = [...text.matchAll(/\]\((\S+)\)/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(8);
  expect(links.filter((link) => fileOf(link) === undefined)).toEqual([]);
});

test("openapi.yaml and openapi.json are the same description", () => {
  expect(parse(read("openapi.yaml"))).toEqual(document);
});

test("the Markdown of the reference, also in llms-full.txt, has every property, status, example and sample", () => {
  for (const { operation } of operationsOf(document)) {
    const markdown = read(`reference/operations/${operation.operationId.toLowerCase()}.md`);
    expect(read("llms-full.txt")).toContain(markdown);
    for (const status of Object.keys(operation.responses)) expect(markdown).toContain(`\n### ${status}\n`);
    for (const { source } of operation["x-codeSamples"] ?? []) expect(markdown).toContain(source.trim());
    for (const schema of Object.values(document.components.schemas ?? {})) {
      for (const [name, { "x-extensible-enum": known = [] }] of Object.entries(schema.properties ?? {})) {
        expect(markdown).toContain(`**${name}**`);
        for (const value of known as string[]) expect(markdown).toContain(`\`${value}\``);
      }
    }
    for (const response of Object.values(document.components.responses ?? {})) {
      for (const { value } of Object.values(response.content?.["application/json"]?.examples ?? {}))
        expect(markdown).toContain(JSON.stringify(value, null, 2));
    }
  }
});

test("nothing published has words that are for the tests", () => {
  const files = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(html|md|txt|json|yaml)$/.test(file),
  );
  expect(files.filter((file) => /```\w+ \w|not run:/.test(read(file)))).toEqual([]);
});
