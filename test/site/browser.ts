/** Opens pages of the built site. */
import { readdirSync } from "node:fs";
import path from "node:path";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { inject } from "vitest";
import { published } from "../../scripts/docs/astro.ts";

/** Where the site is served. */
export const site: string = inject("site");

/** The addresses of all pages, relative to the front page. */
export const pages: readonly string[] = readdirSync(published, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "index.html")
  .map((file) => file.slice(0, -"index.html".length));

/** A tab of the browser, and what went wrong in it. */
export interface Tab {
  page: Page;
  problems: string[];
}

/** Opens a tab in which a request to anything but the site is a problem. */
export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({ baseURL: site, viewport: { width: 1440, height: 900 }, ...options });
  const problems: string[] = [];
  await context.route(
    (url) => !url.href.startsWith(site),
    (route) => {
      problems.push(`asks for ${route.request().url()}`);
      return route.abort();
    },
  );
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on("console", (message) => /error|warning/.test(message.type()) && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  return { page, problems };
}

/** What axe finds on a page. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join("\n  ")}`);
}
