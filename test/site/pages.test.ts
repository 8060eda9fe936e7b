/** The built site in a browser; `npm run test:site` builds it first. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { localUrl, published } from "../../scripts/docs/astro.ts";
import { root } from "../../scripts/lib/run.ts";
import { launch, noBrowser } from "../support/browser.ts";
import { axeFindings, openTab, pages, type Tab } from "./browser.ts";

const operation = "reference/operations/createsession/";

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

/** What the head of a page says of it, and its links to its files. */
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

/** What is in the way of a reader at a width and in a colour scheme: findings of axe, and a page that is too wide. */
async function obstacles(page: Page, width: number, colorScheme: "light" | "dark"): Promise<string[]> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  await page.waitForFunction((theme) => globalThis.document.documentElement.dataset["theme"] === theme, colorScheme);
  const findings = await axeFindings(page);
  const { scrollWidth } = await page.evaluate(() => ({ scrollWidth: globalThis.document.documentElement.scrollWidth }));
  return scrollWidth > width ? [...findings, `the page is ${scrollWidth} px wide`] : findings;
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
  test.for([...pages, "404.html"])("/%s has nothing that shuts a reader out", async (pathname) => {
    const { page, problems } = tab;
    await page.goto(pathname);
    for (const { width, colorScheme } of mainPages.includes(pathname) ? [...views, ...moreViews] : views)
      expect(await obstacles(page, width, colorScheme), `${width} px, ${colorScheme}`).toEqual([]);
    expect(problems.splice(0)).toEqual([]);
  });

  test.for(pages)("/%s says in its head what it is, and links its files", async (pathname) => {
    const { page } = tab;
    await page.goto(pathname);
    const { headLinks, footLinks, ...head } = await facts(page);
    expect(head).toEqual({
      h1: 1,
      title: expect.stringMatching(/^.+ \| Dari Sessions API$/),
      description: expect.stringMatching(/^.{20,200}$/),
      ogTitle: expect.stringMatching(/./),
      canonical: localUrl + pathname,
      icon: "/favicon.svg",
    });
    const markdown = `/${pathname.replace(/\/$/, "") || "index"}.md`;
    const files = [markdown, "/llms.txt", "/llms-full.txt", "/openapi.json", "/openapi.yaml", "/reference.html"];
    expect(headLinks).toEqual(expect.arrayContaining(files));
    expect(footLinks).toEqual(files);
  });

  test("no two pages have the same title", () => {
    const titles = pages.map(
      (page) => /<title>(.*?)<\/title>/.exec(readFileSync(path.join(published, page, "index.html"), "utf8"))?.[1],
    );
    expect(new Set(titles).size).toBe(pages.length);
  });

  test("the front page fits on one screen: the picture, the example, and what to do next", async () => {
    const { page } = tab;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto("");
    const bottom = await page.locator(".front").evaluate((one) => one.getBoundingClientRect().bottom);
    expect(bottom).toBeLessThanOrEqual(900);
    expect(await page.getByRole("img", { name: "How the parts come from one file" }).isVisible()).toBe(true);
    expect(await page.locator(".front").getByRole("link", { name: "Changelog" }).isVisible()).toBe(true);
  });

  test.for(["", "404.html", "guides/errors/"])(
    "a phone has the menu and the choice of a theme on /%s",
    async (pathname) => {
      const { page } = tab;
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(pathname);
      await page.getByRole("button", { name: "Menu" }).click();
      await page.locator("nav.sidebar").getByRole("link", { name: "Quick start" }).waitFor();
      await page.locator("nav.sidebar starlight-theme-select select").selectOption("dark");
      expect(await page.evaluate(() => globalThis.document.documentElement.dataset["theme"])).toBe("dark");
      await page.locator("nav.sidebar starlight-theme-select select").selectOption("auto");
    },
  );

  test("each cell of a table on a phone stands under the heading of its column", async () => {
    const { page } = tab;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto("guides/retries/");
    const labels = await page
      .locator("tbody tr")
      .first()
      .locator("td")
      .evaluateAll((cells) => cells.map((cell) => getComputedStyle(cell, "::before").content));
    const headings = await page.locator("thead th").allTextContents();
    expect(labels).toEqual(headings.map((heading) => `"${heading}: "`));
  });

  test.for(mainPages)("/%s is light, and nothing in it moves while it loads on a phone", async (pathname) => {
    const { page } = await openTab(browser, { viewport: { width: 390, height: 844 } });
    await page.goto(pathname, { waitUntil: "networkidle" });
    const { shift, bytes } = await page.evaluate(() => {
      const observer = new PerformanceObserver(() => {});
      observer.observe({ type: "layout-shift", buffered: true });
      const shifts = observer.takeRecords() as (PerformanceEntry & { value: number })[];
      const loads = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type));
      return {
        shift: shifts.reduce((sum, { value }) => sum + value, 0),
        bytes: (loads as PerformanceResourceTiming[]).reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
      };
    });
    expect(shift).toBeLessThan(0.02);
    expect(bytes).toBeLessThan(400_000);
    await page.context().close();
  });

  test("the request and the response of an operation stay in view beside its fields", async () => {
    const { page } = tab;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${operation}#response-200-created_at`);
    for (const name of ["request-example", "response-example"])
      expect(
        await page
          .locator(`[aria-labelledby=${name}] pre:visible`)
          .first()
          .evaluate((one) => {
            const { top, bottom } = one.getBoundingClientRect();
            return { top: top >= 0, bottom: bottom <= innerHeight };
          }),
      ).toEqual({ top: true, bottom: true });
  });

  test("a field shows its type, marks and constraints in words", async () => {
    const { page } = tab;
    await page.goto(operation);
    const field = async (id: string) =>
      (await page.locator(`#${id} > .field`).textContent())?.trim().replaceAll(/\s+/g, " ");
    expect(await field("path-agent_id")).toBe("agent_id required string, not empty, must exist");
    expect(await field("body-secrets")).toBe("secrets write-only map of string");
    expect(await field("body-llm_api_key")).toBe("llm_api_key write-only string");
  });

  test("the choice of an example and of a tool changes the code sample, and the tool is kept", async () => {
    const { page } = tab;
    await page.goto(operation);
    const spaced = (code: string | null) => code?.replaceAll(/\s+/g, "");
    const shown = async () => spaced(await page.locator("starlight-tabs pre:visible").first().textContent());
    const sample = (file: string) =>
      spaced(readFileSync(path.join(root, "openapi/samples/createSession", file), "utf8"));
    const choose = (name: string) => page.locator("[role=tab]:visible", { hasText: name }).click();
    expect(await shown()).toBe(sample("all-fields.sdk.ts"));
    await choose("curl");
    expect(await shown()).toBe(sample("all-fields.sh"));
    await choose("Shortest call");
    expect(await shown()).toBe(sample("shortest.sh"));
    await choose("fetch");
    expect(await shown()).toBe(sample("shortest.fetch.ts"));
  });

  test("a button copies a page as Markdown", async () => {
    const { page } = await openTab(browser, { permissions: ["clipboard-read", "clipboard-write"] });
    await page.goto("guides/errors/");
    await page.getByRole("button", { name: "Copy page" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(readFileSync(path.join(published, "guides/errors.md"), "utf8"));
    await page.context().close();
  });

  test("a keyboard reaches the search, which finds a property, on a computer that is never idle", async () => {
    const { page } = await openTab(browser);
    await page.addInitScript(() => {
      globalThis.requestIdleCallback = (callback, options) =>
        options?.timeout === undefined ? 0 : setTimeout(callback, options.timeout);
    });
    await page.goto("guides/errors/");
    await page.locator("site-search button:enabled").first().waitFor();
    const inSearch = () => page.evaluate(() => globalThis.document.activeElement?.closest("site-search") != null);
    for (let presses = 0; presses < 5 && !(await inSearch()); presses++) await page.keyboard.press("Tab");
    expect(await inSearch()).toBe(true);
    await page.keyboard.press("Enter");
    await page.getByPlaceholder("Search").fill("internet_access");
    await page.locator(`#starlight__search a[href*="${operation}"]`).first().waitFor();
    await page.context().close();
  });

  test("a guide and the reference can be read without JavaScript", async () => {
    const { page } = await openTab(browser, { javaScriptEnabled: false });
    for (const [pathname, blocks] of [
      ["guides/errors/", 1],
      [operation, 9],
    ] as const) {
      await page.goto(pathname);
      expect(await page.locator("main pre:visible").count()).toBeGreaterThan(blocks);
      expect(await page.locator("nav.sidebar a:visible").count()).toBeGreaterThan(8);
    }
    await page.context().close();
  });

  test("the reference in one file opens from a disk without a network", async () => {
    const page = await browser.newPage();
    const outside: string[] = [];
    page.on("request", (request) => /^https?:/.test(request.url()) && outside.push(request.url()));
    const file = pathToFileURL(path.join(published, "reference.html"));
    await page.goto(`${file.href}#/sessions/createsession`, { waitUntil: "commit" });
    await page.getByText("internet_access").first().waitFor({ state: "attached" });
    expect(outside).toEqual([]);
    await page.close();
  });
});
