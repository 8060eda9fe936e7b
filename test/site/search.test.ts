/** What a reader finds who searches the built site: the first result is the page that answers. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, noBrowser } from "../support/browser.ts";
import { openTab } from "./browser.ts";

const errors = "/guides/errors/";
const retries = "/guides/retries/";
const gate = "/guides/contract-gate/";
const operation = "/reference/operations/createsession/";

let browser: Browser;
let page: Page;
beforeAll(async () => {
  if (noBrowser !== undefined) return;
  browser = await launch();
  ({ page } = await openTab(browser));
  page.setDefaultTimeout(5_000);
  await page.goto("");
  await page.getByRole("button", { name: "Search" }).click();
}, 60_000);
afterAll(() => browser?.close());

describe.skipIf(noBrowser)("the search", () => {
  test.for([
    ["401", errors],
    ["outcome", errors],
    ["duplicate", retries],
    ["idempotency", retries],
    ["timeout", retries],
    ["CI", gate],
    ["GitLab", gate],
    ["DS121", "/guides/checks/"],
    ["lost response", "/guides/metadata/"],
    ["mock", "/guides/testing/"],
    ["internet_access", operation],
    ["llm_api_key", operation],
    ["official", "/guides/questions/"],
    ["cost", "/guides/questions/"],
  ] as const)("for %s shows %s first", async ([query, address]) => {
    const field = page.getByPlaceholder("Search");
    await field.fill("");
    const result = page.locator("#starlight__search .pagefind-ui__result").first();
    await result.waitFor({ state: "detached" });
    await field.fill(query);
    // Results stand in their places before their texts have loaded.
    const first = result.locator(".pagefind-ui__result-title a").first();
    expect((await first.getAttribute("href"))?.replace(/#.*/, "")).toBe(address);
  });
});
