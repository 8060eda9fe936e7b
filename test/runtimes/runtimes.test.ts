/**
 * The packed package in an empty folder: one suite in every runtime, and an application compiled with every TypeScript.
 * The runtimes come from the npm registry on first use, Chromium from the machine.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installTarball } from "../../scripts/lib/install.ts";
import { noBrowser } from "../support/browser.ts";
import { browserPage, bun, chromium, compile, deno, node, type Run, workerd } from "./programs.ts";
import { startServer } from "./server.ts";

const app = mkdtempSync(path.join(tmpdir(), "dari-runtimes-"));
let server: Awaited<ReturnType<typeof startServer>>;

/** The files that a browser loads. */
function fileAt(url: string): string | undefined {
  if (url === "/page.html") return browserPage;
  return /^\/(suite|node_modules)/.test(url) ? readFileSync(path.join(app, url), "utf8") : undefined;
}

beforeAll(async () => {
  await installTarball(app);
  for (const name of ["suite.js", "consumer.ts"])
    copyFileSync(path.join(import.meta.dirname, name), path.join(app, name));
  server = await startServer(fileAt);
});

afterAll(() => {
  server?.stop();
  rmSync(app, { recursive: true, maxRetries: 3 });
});

/** An address at which nobody listens. */
async function closedUrl(): Promise<string> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as { port: number };
  await new Promise((resolve) => listener.close(resolve));
  return `http://127.0.0.1:${port}`;
}

test.for<[name: string, run: Run, special?: { certain?: boolean; browser?: boolean }]>([
  ["Node 20.19.0", node("20.19.0")],
  ["Node 22.12.0", node("22.12.0")],
  ["Node 24.21.0", node("24.21.0")],
  ["Node 26.10.0", node("26.10.0")],
  ["Bun 1.4.5", bun("1.4.5")],
  ["Deno 2.9.6", deno("2.9.6")],
  ["workerd 1.20261117.1", workerd("1.20261117.1"), { certain: false }],
  ["Chromium", chromium, { certain: false, browser: true }],
])("the client works in %s", async ([name, run, special], { skip }) => {
  if (special?.browser) skip(noBrowser !== undefined, noBrowser);
  const settings = { url: server.url, closed: await closedUrl(), run: name.replaceAll(" ", "-") };
  const { passed, failed } = await run(app, { ...settings, certain: true, browser: false, ...special });
  expect(failed).toEqual([]);
  expect(passed).toBeGreaterThan(0);
});

test.for(["5.9.3", "6.0.3", "7.0.2"])("an application compiles with TypeScript %s", async (version) => {
  // As npm installs it where the application has another version.
  const nested = path.join(app, "node_modules/dari-sessions/node_modules");
  mkdirSync(nested, { recursive: true });
  const installed = path.join(app, "node_modules/openapi-fetch");
  if (existsSync(installed)) renameSync(installed, path.join(nested, "openapi-fetch"));
  expect(await compile(app, version)).toBe("");
});
