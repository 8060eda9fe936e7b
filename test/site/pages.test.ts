/** The built site in a browser; `npm run test:site` builds it first. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../../scripts/lib/run.ts";
import { launch, noBrowser } from "../support/browser.ts";
import { axeFindings, docs, fileOf, home, openTab, type Tab } from "./browser.ts";

const operation = "reference/operations/createsession/";
const pages = readdirSync(docs, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "index.html")
  .map((file) => file.slice(0, -"index.html".length));

/** A page is tried at a width and in a colour scheme; the main pages in more of them. */
const views = [
  { width: 390, colorScheme: "light" },
  { width: 1440, colorScheme: "dark" },
] as const;
const moreViews = [
  { width: 390, colorScheme: "dark" },
  { width: 768, colorScheme: "light" },
  { width: 768, colorScheme: "dark" },
  { width: 1440, colorScheme: "light" },
] as const;
const mainPages = ["", "guides/errors/", operation];

/** What the head of a page says of it, and how many links to its files the head and the foot have. */
function facts(page: Page) {
  return page.evaluate(() => {
    const { document } = globalThis;
    const attribute = (selector: string, name: string) => document.querySelector(selector)?.getAttribute(name);
    const hrefs = (selector: string) => [...document.querySelectorAll(selector)].map((one) => one.getAttribute("href"));
    return {
      h1: document.querySelectorAll("h1").length,
      title: document.title,
      description: attribute("meta[name=description]", "content"),
      ogTitle: attribute("meta[property='og:title']", "content"),
      canonical: attribute("link[rel=canonical]", "href"),
      icon: attribute("link[rel='shortcut icon']", "href"),
      headLinks: hrefs("head link"),
      footLinks: hrefs("nav.files a"),
    };
  });
}

/** Links of a page to files, or to places in files, that don't exist. */
async function deadLinks(page: Page): Promise<string[]> {
  const all = page.locator("a[href], link[href]");
  const links = await all.evaluateAll((elements) => elements.map((one) => (one as HTMLAnchorElement).href));
  return links.filter((link) => {
    if (!link.startsWith(home)) return false;
    const file = fileOf(link);
    const id = decodeURIComponent(new URL(link).hash.slice(1));
    return file === undefined || (id !== "" && !readFileSync(file, "utf8").includes(`id="${id}"`));
  });
}

let browser: Browser;
let tab: Tab;
beforeAll(async () => {
  if (noBrowser !== undefined) return;
  browser = await launch();
  tab = await openTab(browser);
}, 60_000);
afterAll(() => browser?.close());

describe.skipIf(noBrowser)(`the site in a browser${noBrowser ? ` (${noBrowser})` : ""}`, () => {
  test.for(pages)("/%s has a title, links that work, and nothing that shuts a reader out", async (pathname) => {
    const { page, problems } = tab;
    await page.goto(pathname);
    const { headLinks, footLinks, ...head } = await facts(page);
    expect(head).toEqual({
      h1: 1,
      title: expect.stringMatching(/^.+ \| Dari Sessions API$/),
      description: expect.stringMatching(/^.{20,200}$/),
      ogTitle: expect.stringMatching(/./),
      canonical: home + pathname,
      icon: "/favicon.svg",
    });
    const markdown = `/${pathname.replace(/\/$/, "") || "index"}.md`;
    const files = [markdown, "/llms.txt", "/llms-full.txt", "/openapi.json", "/openapi.yaml", "/reference.html"];
    expect(headLinks).toEqual(expect.arrayContaining(files));
    expect(footLinks).toEqual(files);
    expect(await deadLinks(page)).toEqual([]);
    for (const { width, colorScheme } of mainPages.includes(pathname) ? [...views, ...moreViews] : views) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.waitForFunction(
        (theme) => globalThis.document.documentElement.dataset["theme"] === theme,
        colorScheme,
      );
      expect(await axeFindings(page), `${width} px, ${colorScheme}`).toEqual([]);
      expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth)).toBe(width);
    }
    expect(problems).toEqual([]);
  });

  test("no two pages have the same title", () => {
    const titles = pages.map(
      (page) => /<title>(.*?)<\/title>/.exec(readFileSync(path.join(docs, page, "index.html"), "utf8"))?.[1],
    );
    expect(new Set(titles).size).toBe(pages.length);
  });

  test("the front page fits on one screen", async () => {
    const { page } = tab;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto("");
    const bottom = await page.locator(".front").evaluate((one) => one.getBoundingClientRect().bottom);
    expect(bottom).toBeLessThanOrEqual(900);
  });

  test("the choice of an example and of a tool changes the code sample, and the tool is kept", async () => {
    const { page } = tab;
    await page.goto(operation);
    const spaced = (code: string | null) => code?.replaceAll(/\s+/g, "");
    const shown = async () => spaced(await page.locator("starlight-tabs pre:visible").first().textContent());
    const sample = (file: string) =>
      spaced(readFileSync(path.join(root, "openapi/samples/createSession", file), "utf8"));
    const choose = (name: string) => page.locator("[role=tab]:visible", { hasText: name }).click();
    expect(await shown()).toBe(sample("shortest.sdk.ts"));
    await choose("curl");
    expect(await shown()).toBe(sample("shortest.sh"));
    await choose("All fields");
    expect(await shown()).toBe(sample("all-fields.sh"));
    await choose("fetch");
    expect(await shown()).toBe(sample("all-fields.fetch.ts"));
  });

  test("a keyboard reaches the search, which finds a property", async () => {
    const { page } = tab;
    await page.goto("guides/errors/");
    const inSearch = () => page.evaluate(() => globalThis.document.activeElement?.closest("site-search") != null);
    for (let presses = 0; presses < 5 && !(await inSearch()); presses++) await page.keyboard.press("Tab");
    expect(await inSearch()).toBe(true);
    const dialog = page.locator("site-search dialog");
    const isOpen = () => dialog.evaluate((one) => (one as HTMLDialogElement).open);
    // A press before the page's script has run does nothing.
    while (!(await isOpen())) await page.keyboard.press("Enter");
    await page.getByPlaceholder("Search").fill("internet_access");
    await page.locator(`#starlight__search a[href*="${operation}"]`).first().waitFor();
  });

  test("a guide and the reference can be read without JavaScript", async () => {
    const { page } = await openTab(browser, { javaScriptEnabled: false });
    for (const pathname of ["guides/errors/", operation]) {
      await page.goto(pathname);
      expect(await page.locator("main pre:visible").count()).toBeGreaterThan(0);
      expect(await page.locator("nav.sidebar a:visible").count()).toBeGreaterThan(8);
    }
    await page.context().close();
  });

  test("the reference in one file opens from a disk without a network", async () => {
    const page = await browser.newPage();
    const outside: string[] = [];
    page.on("request", (request) => /^https?:/.test(request.url()) && outside.push(request.url()));
    const file = pathToFileURL(path.join(docs, "reference.html"));
    await page.goto(`${file.href}#/sessions/createsession`, { waitUntil: "commit" });
    await page.getByText("internet_access").first().waitFor({ state: "attached" });
    expect(outside).toEqual([]);
    await page.close();
  });
});
