import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readGuides } from "../../scripts/docs-guides.ts";
import { type Document, operationsOf } from "../../scripts/document.ts";
import { root, toolEnv } from "../../scripts/run.ts";
import { launch, noBrowser } from "../support/browser.ts";

const docs = path.join(root, "dist/docs");
const operation = "#/sessions/createsession";

let browser: Browser;
let host: Server;
let onHost = "";
let document: Document;

/** Opens a page and gathers what it complains about and whom it asks. */
async function open(
  url: string,
  options: { width?: number; colorScheme?: "dark" | "light" } = {},
): Promise<{ page: Page; complaints: string[]; outside: string[] }> {
  const { width = 1280, colorScheme = "light" } = options;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  page.setDefaultTimeout(5_000);
  const complaints: string[] = [];
  const outside: string[] = [];
  page.on("console", (message) => /error|warning/.test(message.type()) && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    if (!/^(data|blob|file):/.test(request.url()) && !request.url().startsWith(onHost)) outside.push(request.url());
  });
  await page.goto(url);
  await page.getByText("Loading...").waitFor({ state: "detached" });
  return { page, complaints, outside };
}

const atFile = (name: string) => pathToFileURL(path.join(docs, name)).href;

beforeAll(async () => {
  execFileSync("npm", ["run", "docs"], { cwd: root, env: toolEnv, timeout: 60_000 });
  document = JSON.parse(readFileSync(path.join(docs, "openapi.json"), "utf8"));
  host = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://host");
    const type = pathname.endsWith(".html") ? "text/html" : "text/plain";
    response.writeHead(200, { "Content-Type": type }).end(readFileSync(path.join(docs, pathname.replace("/docs", ""))));
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => host.once("listening", resolve));
  onHost = `http://127.0.0.1:${(host.address() as AddressInfo).port}/docs/`;
  if (noBrowser === undefined) browser = await launch();
}, 90_000);

afterAll(async () => {
  await browser?.close();
  host?.close();
});

const guides = readGuides(path.join(root, "openapi/guides")).map(({ name }) => `guides/${name}.html`);

async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("\n  ")}`);
}

/** The code and the cells of tables that reach beyond the page or their own frame. */
function cutOff(page: Page): Promise<string[]> {
  return page.locator("pre, td").evaluateAll((all) => {
    const isCut = (one: Element) =>
      one.scrollWidth > one.clientWidth || one.getBoundingClientRect().right > globalThis.innerWidth;
    return all.filter(isCut).map(({ textContent }) => textContent);
  });
}

/** Links whose page, or whose place in a guide, isn't there. */
async function brokenLinks(page: Page): Promise<string[]> {
  const links = await page.locator("a[href]").evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
  const local = links.filter((link) => link.startsWith("file:")).map((link) => new URL(link));
  expect(local.length).toBeGreaterThan(guides.length);
  return local
    .filter(({ pathname, hash }) => {
      if (!existsSync(pathname)) return true;
      const isPlace = hash !== "" && !pathname.endsWith("index.html");
      return isPlace && !readFileSync(pathname, "utf8").includes(`id="${hash.slice(1)}"`);
    })
    .map(({ href }) => href);
}

describe.skipIf(noBrowser)(`the documentation in a browser${noBrowser ? ` (${noBrowser})` : ""}`, () => {
  test.each(["index.html", ...guides])(
    "%s opens from a file, is readable on a phone, and asks nobody else",
    async (name) => {
      const { page, complaints, outside } = await open(atFile(name), { width: 390 });
      expect(await page.title()).toContain("Dari Sessions API");
      expect(await page.locator('meta[name="description"]').getAttribute("content")).toBeTruthy();
      expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await cutOff(page)).toEqual([]);
      expect(await brokenLinks(page)).toEqual([]);
      expect(await seriousViolations(page)).toEqual([]);
      expect({ complaints, outside }).toEqual({ complaints: [], outside: [] });
      await page.close();
    },
  );

  test.each(["index.html", guides[0] ?? ""])("%s opens from a host, and is readable in the dark", async (name) => {
    const { page, complaints, outside } = await open(onHost + name, { colorScheme: "dark" });
    await page.waitForLoadState("networkidle");
    expect(await seriousViolations(page)).toEqual([]);
    expect({ complaints, outside }).toEqual({ complaints: [], outside: [] });
    await page.close();
  });

  test("the reference shows the operation and every property with what it demands", async () => {
    const { page } = await open(atFile("index.html") + operation);
    const [text = ""] = await page.locator("body").allInnerTexts();
    for (const {
      path: route,
      operation: { summary = "" },
    } of operationsOf(document)) {
      expect(text).toContain(route);
      expect(text).toContain(summary);
    }
    for (const schema of Object.values(document.components.schemas ?? {})) {
      for (const [property, { "x-extensible-enum": words }] of Object.entries(schema.properties ?? {})) {
        if (property !== "detail") expect(text).toContain(`\n${property}\n`);
        for (const word of (words ?? []) as string[]) expect(text).toContain(word);
      }
    }
    await page.close();
  });

  test("the reference shows each code sample", async () => {
    const { page } = await open(atFile("index.html") + operation);
    const samples = operationsOf(document).flatMap((one) => one.operation["x-codeSamples"] ?? []);
    expect(samples.length).toBe(9);
    expect(await seriousViolations(page)).toEqual([]);
    let shown = samples[0]?.label ?? "";
    for (const { label, source } of samples) {
      if (label !== shown) {
        await page.getByText(shown, { exact: true }).click();
        await page.getByText(label, { exact: true }).click();
      }
      shown = label;
      const samplesLike = page.locator("pre", { hasText: source.split("\n")[0] ?? "" });
      const spaced = (code: string | undefined) => code?.replaceAll(/\s+/g, " ").trim();
      // The page draws the sample some time after the click.
      const code = async () => spaced((await samplesLike.allInnerTexts())[0]);
      await expect.poll(code, { timeout: 5_000 }).toBe(spaced(source));
    }
    await page.close();
  });

  test("the button that copies a code sample covers none of it", async () => {
    const { page } = await open(atFile("index.html") + operation);
    const sample = page.locator('[data-component-name="CodeBlock/CodeBlock"]').first();
    const button = await sample.getByRole("button").boundingBox();
    const lines = await sample.locator(".line").evaluateAll((all) =>
      all.map((line) => {
        const range = globalThis.document.createRange();
        range.selectNodeContents(line);
        return range.getBoundingClientRect().toJSON();
      }),
    );
    expect(lines.length).toBeGreaterThan(1);
    const below = (button?.y ?? Number.POSITIVE_INFINITY) + (button?.height ?? 0);
    for (const line of lines) expect(line.top).toBeGreaterThanOrEqual(below);
    expect(await cutOff(page)).toEqual([]);
    await page.close();
  });

  test("a keyboard skips the navigation of a guide, and moves about in the reference", async () => {
    const { page } = await open(atFile(guides[0] ?? ""));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => globalThis.document.activeElement?.tagName)).toBe("MAIN");
    await page.goto(atFile("index.html"));
    await page.getByRole("link", { name: "Sessions", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Create a session" }).waitFor();
    await page.close();
  });

  test("search finds a property", async () => {
    const { page } = await open(atFile("index.html"));
    await page.keyboard.press("Control+k");
    await page.keyboard.type("internet_access");
    await page.locator('[data-component-name="Search/SearchItem"]', { hasText: "Create a session" }).waitFor();
    await page.close();
  });
});

describe("the documentation for tools and assistants", () => {
  const read = (name: string) => readFileSync(path.join(docs, name), "utf8");

  test("llms.txt has the title, a summary, and links to what is there", () => {
    const text = read("llms.txt");
    expect(text).toMatch(/^# Dari Sessions API\n\n> \S/);
    const links = [...text.matchAll(/\]\(([^):]+)\)/g)].map(([, link = ""]) => link);
    expect(links).toEqual(expect.arrayContaining(["reference.md", "openapi.json", "openapi.yaml"]));
    expect(links.length).toBe(3 + guides.length);
    for (const link of links) expect(read(link).length).toBeGreaterThan(0);
  });

  test("openapi.yaml says what openapi.json says", () => {
    expect(parse(read("openapi.yaml"))).toEqual(document);
  });

  test("reference.md has every property, status, example and sample", () => {
    const text = read("reference.md");
    for (const { operation } of operationsOf(document)) {
      for (const status of Object.keys(operation.responses))
        expect(text).toMatch(new RegExp(`^###.* ${status}\\b`, "m"));
      for (const { source } of operation["x-codeSamples"] ?? []) expect(text).toContain(source);
    }
    for (const schema of Object.values(document.components.schemas ?? {})) {
      for (const property of Object.keys(schema.properties ?? {})) expect(text).toContain(`- \`${property}\` (`);
    }
    for (const response of Object.values(document.components.responses ?? {})) {
      for (const { value } of Object.values(response.content?.["application/json"]?.examples ?? {})) {
        expect(text).toContain(JSON.stringify(value, null, 2));
      }
    }
  });
});
