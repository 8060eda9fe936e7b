/** Opens pages of the built site; they come from dist/docs, without a server. */
import { statSync } from "node:fs";
import path from "node:path";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page, Route } from "playwright-core";
import { root } from "../../scripts/lib/run.ts";

export const docs: string = path.join(root, "dist/docs");
/** Where the site takes itself to be. */
export const home = "http://127.0.0.1:4321/";

/** The file of the site that an address leads to, or undefined. */
export function fileOf(url: string): string | undefined {
  if (!url.startsWith(home)) return undefined;
  const file = path.join(
    docs,
    decodeURIComponent(new URL(url).pathname),
    url.split(/[?#]/)[0]?.endsWith("/") ? "index.html" : "",
  );
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

/** A tab of the browser, and what went wrong in it. */
export interface Tab {
  page: Page;
  problems: string[];
}

/** Opens a tab in which every request for the site gets its file, and any other request is a problem. */
export async function openTab(browser: Browser, options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser.newContext({ baseURL: home, viewport: { width: 1440, height: 900 }, ...options });
  const problems: string[] = [];
  await context.route("**/*", (route: Route) => {
    const file = fileOf(route.request().url());
    if (file) return route.fulfill({ path: file });
    problems.push(`asks for ${route.request().url()}`);
    return route.abort();
  });
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
