/** `npm run bench:docs` prints what Lighthouse says of the built site, as a phone sees it. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { localUrl, serve } from "./docs/astro.ts";
import { onDemand } from "./on-demand.ts";
import { readOptions } from "./options.ts";
import { toolEnv } from "./run.ts";

readOptions("Rates pages of the documentation site with Lighthouse.", {});
const pages = ["", "guides/errors/", "reference/operations/createsession/"];
const least = 95;
const flags = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"];
const chromeFlags = ["headless=new", ...flags, "disable-component-update", "disable-sync"].map((flag) => `--${flag}`);
const runFile = promisify(execFile);

/** The scores of a page by category, of 100. */
async function scores(lighthouse: string, page: string): Promise<Record<string, number>> {
  const options = ["--quiet", "--output=json", "--output-path=stdout", `--chrome-flags=${chromeFlags.join(" ")}`];
  const env = { ...toolEnv, CHROME_PATH: process.env["CHROMIUM"] ?? "/usr/bin/chromium" };
  const { stdout } = await runFile(lighthouse, [localUrl + page, ...options], { env, maxBuffer: 100_000_000 });
  const { categories } = JSON.parse(stdout) as { categories: Record<string, { title: string; score: number }> };
  return Object.fromEntries(Object.values(categories).map(({ title, score }) => [title, Math.round(score * 100)]));
}

/** Waits until the site is served. */
async function served(): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { ok } = await fetch(localUrl).catch(() => ({ ok: false }));
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Nothing answers at ${localUrl}: run \`npm run docs\` first.`);
}

const folder = await onDemand("lighthouse", "lighthouse@13.5.0");
const server = serve(localUrl);
try {
  await served();
  for (const page of pages) {
    const found = await scores(path.join(folder, "node_modules/.bin/lighthouse"), page);
    const words = Object.entries(found).map(([category, score]) => `${category} ${score}`);
    console.log(`/${page}: ${words.join(", ")}`);
    if (Object.values(found).some((score) => score < least)) process.exitCode = 1;
  }
  if (process.exitCode === 1) console.error(`Each category should reach ${least}.`);
} finally {
  server.kill();
}
