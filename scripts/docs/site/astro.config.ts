import { readFileSync } from "node:fs";
import { satteri } from "@astrojs/markdown-satteri";
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import type { Page } from "../pages.ts";
import { machineFiles } from "./src/machine-files.ts";
import { labelledTables } from "./src/tables.ts";

const readJson = (file: string) => JSON.parse(readFileSync(new URL(`generated/${file}`, import.meta.url), "utf8"));
const { title, summary } = readJson("info.json");
const { repository } = readJson("project.json");
const pages: Page[] = readJson("pages.json");
const groups = [...new Set(pages.map(({ group }) => group))];

// Starlight builds the search when the browser is idle. A busy computer never is; its readers would search in an empty dialog.
const searchWithinASecond = `{
  const { requestIdleCallback } = window;
  if (requestIdleCallback) window.requestIdleCallback = (callback) => requestIdleCallback(callback, { timeout: 1000 });
}`;

export default defineConfig({
  site: process.env["DOCS_ORIGIN"] ?? "http://127.0.0.1:4321",
  base: process.env["DOCS_BASE"] ?? "/",
  outDir: "./generated/dist",
  markdown: { processor: satteri({ hastPlugins: [labelledTables] }) },
  integrations: [
    starlight({
      title,
      description: summary,
      disable404Route: true, // there is a page of our own
      favicon: "/favicon.svg",
      social: repository ? [{ icon: "github", label: "GitHub", href: repository }] : [],
      components: {
        Footer: "./src/components/Footer.astro",
        PageTitle: "./src/components/PageTitle.astro",
      },
      head: [{ tag: "script", content: searchWithinASecond }],
      pagefind: { ranking: { metaWeights: { title: 5, words: 5 } } },
      customCss: ["./src/styles/site.css"],
      routeMiddleware: "./src/route-data.ts",
      sidebar: groups.map((label) => ({
        label,
        items: pages
          .filter(({ group }) => group === label)
          .map(({ title, href, badge }) => ({ label: title, link: `/${href}`, ...(badge && { badge }) })),
      })),
    }),
    machineFiles(title, summary, pages),
  ],
});
