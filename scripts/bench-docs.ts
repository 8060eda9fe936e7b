/** `npm run bench:docs` prints what Lighthouse says of the built site, as a phone sees it. */
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { localUrl, serve } from "./docs/astro.ts";
import { onDemand } from "./lib/install.ts";
import { readOptions } from "./lib/options.ts";
import { toolEnv } from "./lib/run.ts";

readOptions("Rates pages of the documentation site with Lighthouse.", {});
const pages = ["", "guides/errors/", "reference/operations/createsession/"];
const least = 95;
const flags = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"];
const chromeFlags = ["headless=new", ...flags, "disable-component-update", "disable-sync"].map((flag) => `--${flag}`);
const runFile = promisify(execFile);

interface Category {
  readonly title: string;
  readonly score: number;
  readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
}

interface Report {
  readonly categories: Readonly<Record<string, Category>>;
  readonly audits: Readonly<Record<string, { readonly score: number | null; readonly displayValue?: string }>>;
}

async function reportOf(lighthouse: string, page: string): Promise<Report> {
  const options = ["--quiet", "--output=json", "--output-path=stdout", `--chrome-flags=${chromeFlags.join(" ")}`];
  const env = { ...toolEnv, CHROME_PATH: process.env["CHROMIUM"] ?? "/usr/bin/chromium" };
  const { stdout } = await runFile(lighthouse, [localUrl + page, ...options], { env, maxBuffer: 100_000_000 });
  return JSON.parse(stdout) as Report;
}

const percent = (score: number) => Math.round(score * 100);

/** What lowers the score of a category, such as `total-blocking-time (180 ms)`. */
function causes({ auditRefs }: Category, { audits }: Report): string[] {
  return auditRefs.flatMap(({ id, weight }) => {
    const { score = null, displayValue = "" } = audits[id] ?? {};
    return weight > 0 && score !== null && percent(score) < least ? [`${id} (${displayValue || percent(score)})`] : [];
  });
}

const folder = await onDemand("lighthouse", "lighthouse@13.5.0");
const server = await serve(localUrl);
try {
  for (const page of pages) {
    const report = await reportOf(path.join(folder, "node_modules/.bin/lighthouse"), page);
    const categories = Object.values(report.categories);
    console.log(`/${page}: ${categories.map(({ title, score }) => `${title} ${percent(score)}`).join(", ")}`);
    for (const category of categories.filter(({ score }) => percent(score) < least)) {
      console.log(`  ${category.title}: ${causes(category, report).join(", ")}`);
      process.exitCode = 1;
    }
  }
  if (process.exitCode === 1)
    console.error(`Each category should reach ${least}. Other work on this machine lowers the performance.`);
} finally {
  await server.stop();
}
