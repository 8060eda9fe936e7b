/** The files that the site publishes beside its pages. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { readDescription } from "../../src/openapi/document.ts";
import { at, child } from "../../src/openapi/pointer.ts";
import { docs, fileOf } from "./browser.ts";

/** The parts of the published description that the reference shows. */
interface Published {
  components: {
    schemas: Record<string, { properties?: Record<string, { "x-extensible-enum"?: string[] }> }>;
    examples: Record<string, { value: unknown }>;
  };
}

const read = (name: string) => readFileSync(path.join(docs, name), "utf8");
const document: Published = JSON.parse(read("openapi.json"));

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
  for (const { id, pointer, responses } of readDescription(document).operations) {
    const markdown = read(`reference/operations/${id.toLowerCase()}.md`);
    expect(read("llms-full.txt")).toContain(markdown);
    for (const { status } of responses) expect(markdown).toContain(`\n### ${status}\n`);
    const samples = at(document, child(pointer, "x-codeSamples"));
    for (const { source } of Array.isArray(samples) ? samples : []) expect(markdown).toContain(source.trim());
    for (const schema of Object.values(document.components.schemas)) {
      for (const [name, { "x-extensible-enum": known = [] }] of Object.entries(schema.properties ?? {})) {
        expect(markdown).toContain(`**${name}**`);
        for (const value of known) expect(markdown).toContain(`\`${value}\``);
      }
    }
    for (const { value } of Object.values(document.components.examples))
      expect(markdown).toContain(JSON.stringify(value, null, 2));
  }
});

test("nothing published has words that are for the tests", () => {
  const files = readdirSync(docs, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(html|md|txt|json|yaml)$/.test(file),
  );
  expect(files.filter((file) => /```\w+ \w|not run:/.test(read(file)))).toEqual([]);
});
