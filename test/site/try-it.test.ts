/** The form that sends a request in the page of an operation. */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launch, noBrowser } from "../support/browser.ts";
import { axeFindings, openTab, type Tab } from "./browser.ts";

const operation = "reference/operations/createsession/";

let browser: Browser;
let tab: Tab;
let page: Page;
beforeAll(async () => {
  if (noBrowser === undefined) browser = await launch();
}, 60_000);
afterAll(() => browser?.close());
beforeEach(async () => {
  if (noBrowser !== undefined) return;
  tab = await openTab(browser);
  tab.page.setDefaultTimeout(10_000);
  page = tab.page;
  await page.goto(`${operation}#try-it`);
  await formIsReady();
});
afterEach(async () => {
  expect(tab?.problems ?? []).toEqual([]);
  await page?.context().close();
});

/** The script of the form loads after the page. */
const formIsReady = () => page.locator(".try-it button:enabled").waitFor();
const turnOn = (name: string) => page.getByRole("switch", { name }).check();
const submit = () => page.getByRole("button", { name: "Create the session" }).click();

/** What the page says once it has a result. */
async function result(): Promise<string> {
  const place = page.locator(".try-it-result");
  await place.locator("h2").waitFor();
  return (await place.textContent()) ?? "";
}

describe.skipIf(noBrowser)("the form in the page", () => {
  test("creates a session with what its fields say, without a request over the network", async () => {
    // The page loads the script of its search when it is idle; a session would be created by a fetch.
    const fetches: string[] = [];
    page.on("request", (request) => {
      if (request.resourceType() === "fetch") fetches.push(request.url());
    });
    await page.getByLabel("name", { exact: true }).fill("Mine");
    await page.getByLabel("internet_access").selectOption("true");
    await submit();
    expect(await result()).toMatch(/^The session was created1 attempt: 200\. The mock created 1 session /);
    expect(JSON.parse((await page.locator(".try-it-result pre").textContent()) ?? "")).toMatchObject({
      agent_id: "agt_123",
      name: "Mine",
      internet_access: true,
      metadata: { kind: "evaluation" },
    });
    expect(fetches).toEqual([]);
  });

  test("is two clicks from the front page to a created session", async () => {
    await page.goto("");
    await page.getByRole("link", { name: "Try it in the page" }).click();
    await submit();
    expect(await result()).toContain("The session was created");
  });

  test("shows what came of a call on a phone, where it is below the button", async () => {
    await page.setViewportSize({ width: 390, height: 700 });
    await page.locator(".try-it button:enabled").evaluate((button) => button.scrollIntoView({ block: "end" }));
    await submit();
    await result();
    const heading = page.locator(".try-it-result h2");
    await expect.poll(() => heading.evaluate((element) => element.getBoundingClientRect().bottom)).toBeLessThan(700);
  });

  test("shows the 422 that the API responds with, and its place, beside what the client says", async () => {
    await page.getByLabel("secrets").fill("github-token=abc");
    await submit();
    const text = await result();
    expect(text).toContain("DariInputError, outcome not-created");
    expect(text).toContain("Nothing was sent.");
    expect(text).toMatch(/the API responds with 422:.*"loc": \[\s*"body",\s*"secrets"/s);
    expect(text).not.toContain("abc");
  });

  test("says after a lost response that the outcome is unknown, and how to find the session again", async () => {
    await turnOn("Lose the response");
    await submit();
    expect(await result()).toMatch(/DariConnectionError, outcome unknown.*The mock created 1 session /s);
    await page.getByRole("link", { name: "How to find a session again" }).click();
    await page.waitForURL("**/guides/metadata/#find-a-session-again");
  });

  test("sends again after a 429, and says so", async () => {
    await turnOn("429 once");
    await submit();
    expect(await result()).toMatch(/^The session was created2 attempts: 429, then 200\. The mock created 1 session /);
  });

  test("says of a response that is too slow that the outcome is unknown", async () => {
    await turnOn("Slow");
    await submit();
    expect(await result()).toMatch(/DariTimeoutError, outcome unknown.*The mock created 1 session /s);
  });

  test("shows the request as code, with secrets in environment variables", async () => {
    await page.getByLabel("storage_binding_id").fill("");
    await page.getByLabel("metadata").fill("cost=$5");
    await page.getByLabel("llm_api_key").fill("my secret");
    const code = (name: string) => page.locator(`[data-code=${name}]`).textContent();
    expect(await code("typescript")).toContain(`client.sessions.create("agt_123", {
  name: "Nightly evaluation, task 17",
  metadata: {
    cost: "$5"
  },
  llm_api_key: process.env["LLM_API_KEY"] ?? ""
});`);
    expect(await code("curl")).toContain(`--data @- <<JSON
{
  "name": "Nightly evaluation, task 17",
  "metadata": {
    "cost": "\\$5"
  },
  "llm_api_key": "$LLM_API_KEY"
}
JSON`);
  });

  test.for([390, 1440])("shuts no reader out at %d px, with the result of a call", async (width) => {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await submit();
      await result();
      expect(await axeFindings(page)).toEqual([]);
    }
    expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth)).toBe(width);
  });

  test("can be used with the keyboard alone", async () => {
    await page.goto(operation);
    await page.locator("summary", { hasText: "Try it in this page" }).focus();
    await page.keyboard.press("Enter");
    await formIsReady();
    await page.getByLabel("agent_id").focus();
    await page.keyboard.press("Enter");
    expect(await result()).toContain("The session was created");
  });
});
