/** The files that the site publishes, as its own server serves them. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { localUrl, published } from "../../scripts/docs/astro.ts";
import { DescriptionObject } from "../../src/openapi/description-object.ts";
import { readDescription } from "../../src/openapi/document.ts";
import { pages, site } from "./browser.ts";

const read = (name: string) => readFileSync(path.join(published, name), "utf8");
const document = JSON.parse(read("openapi.json"));
const { operations } = readDescription(document);
const operationFile = (id: string) => `reference/operations/${id.toLowerCase()}`;

/** Blocks of code in Markdown. */
const fences = /^ *```[\s\S]*?^ *```$/gm;

/** The links of a text, without those to other sites. */
function linksOf(text: string, pattern: RegExp, from: string): string[] {
  const links = [...text.matchAll(pattern)].map(([, link = ""]) => link.replaceAll("&amp;", "&"));
  return links.map((link) => new URL(link, localUrl + from).href).filter((link) => link.startsWith(localUrl));
}

/** The links to files, or to places in files, that the server doesn't have. */
async function deadLinks(links: readonly string[]): Promise<string[]> {
  const files = new Map<string, { ok: boolean; text: string }>();
  for (const file of new Set(links.map((link) => link.replace(/#.*/, "")))) {
    const response = await fetch(file.replace(localUrl, site));
    files.set(file, { ok: response.ok, text: await response.text() });
  }
  return links.filter((link) => {
    const [file = "", hash = ""] = link.split("#");
    const { ok = false, text = "" } = files.get(file) ?? {};
    const isPlace = !file.endsWith("/") || hash === "" || text.includes(`id="${decodeURIComponent(hash)}"`);
    return !ok || !isPlace;
  });
}

test("every link of every page leads to something that the server has", async () => {
  const links = [...pages, "404.html"].flatMap((page) =>
    linksOf(read(page.endsWith("html") ? page : `${page}index.html`), /\s(?:href|src)="([^"]*)"/g, page),
  );
  expect(links).toEqual(expect.arrayContaining(["openapi.json", "reference.html"].map((file) => localUrl + file)));
  expect(await deadLinks([...new Set(links)])).toEqual([]);
});

test("the links of a page in Markdown lead to other pages in Markdown", async () => {
  const files = pages.map((page) => `${page.slice(0, -1) || "index"}.md`);
  const links = [...files, "llms.txt", "llms-full.txt"].flatMap((file) =>
    linksOf(read(file), /\]\(([^)\s]+)\)/g, file),
  );
  const toPages = links.filter((link) => link.replace(/#.*/, "") !== localUrl && !/\.\w+(#|$)/.test(link));
  expect(toPages).toEqual([]);
  expect(await deadLinks([...new Set(links)])).toEqual([]);
});

test("llms.txt has a title, a summary, and every page in the order of the menu", () => {
  const text = read("llms.txt");
  expect(text).toMatch(/^# Dari Sessions API\n\n> \S/);
  const menu = [...read("index.html").matchAll(/<nav class="sidebar[\s\S]*?<\/nav>/g)].join("");
  const ofMenu = linksOf(menu, /href="([^"#]+)"/g, "").map((link) => `${link.slice(0, -1)}.md`);
  expect(ofMenu.length).toBe(pages.length - 1);
  expect(linksOf(text, /\]\((\S+\.md)\)/g, "")).toEqual(ofMenu);
});

test("llms-full.txt has the guides and the reference in the order of the menu, and nothing of the page around them", () => {
  const text = read("llms-full.txt");
  const titles = [...text.replaceAll(fences, "").matchAll(/^# (.+)$/gm)].map(([, title]) => title);
  const guides = [...readFileSync("openapi/guides/README.md", "utf8").matchAll(/^- \[(.+?)\]/gm)].map(
    ([, title]) => title,
  );
  expect(titles.slice(0, guides.length + 2)).toEqual(["Dari Sessions API", ...guides, "API reference"]);
  for (const { id } of operations) expect(text).toContain(read(`${operationFile(id)}.md`).trim());
  expect(text).not.toMatch(/Section titled|Copy page|Terminal window|Try it in this page/);
});

test("llms-small.txt is short, and can be read line by line", () => {
  const text = read("llms-small.txt");
  expect(text.length).toBeLessThan(read("llms-full.txt").length / 2);
  expect(text).toContain("\n# Errors\n");
  const prose = text.replaceAll(fences, "").split("\n\n");
  expect(prose.filter((paragraph) => !paragraph.startsWith("|") && paragraph.length > 2_000)).toEqual([]);
});

test("openapi.yaml and openapi.json are the same description", () => {
  expect(parse(read("openapi.yaml"))).toEqual(document);
});

test("the Markdown of an operation has every field, status, example and sample", () => {
  for (const { id, pointer, body, responses } of operations) {
    const markdown = read(`${operationFile(id)}.md`);
    const schemas = [body?.schema, ...responses.flatMap(({ content }) => [...content.values()])];
    for (const name of schemas.flatMap((schema) => [...(schema?.properties.keys() ?? [])]))
      expect(markdown).toContain(`\`${name}\``);
    for (const value of schemas.flatMap((schema) =>
      [...(schema?.properties.values() ?? [])].flatMap((property) => property.keyword("x-extensible-enum") ?? []),
    ))
      expect(markdown).toContain(`\`${value}\``);
    for (const response of responses) {
      expect(markdown).toContain(response.status === "default" ? "Any other" : response.status);
      const media = DescriptionObject.at(document, response.pointer).get("content", "application/json");
      for (const [, { value }] of media.entries("examples")) {
        const json = JSON.stringify(value["value"], null, 2);
        expect(markdown.replaceAll(/^ +/gm, "")).toContain(json.replaceAll(/^ +/gm, ""));
      }
    }
    const samples = DescriptionObject.at(document, pointer).value["x-codeSamples"];
    for (const { source } of Array.isArray(samples) ? samples : []) expect(markdown).toContain(source.trim());
  }
});

test("nothing published has words that are for the tests", () => {
  const files = readdirSync(published, { recursive: true, encoding: "utf8" }).filter((file) =>
    /\.(html|md|txt|json|yaml)$/.test(file),
  );
  expect(files.filter((file) => /```\w+ \w|not run:/.test(read(file)))).toEqual([]);
});
