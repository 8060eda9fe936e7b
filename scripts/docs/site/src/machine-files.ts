/** Writes each page also as Markdown, made from its HTML, and the files for language models: llms.txt and the like. */
import { readFileSync, writeFileSync } from "node:fs";
import type { AstroIntegration } from "astro";
import type { Element, Root } from "hast";
import { select, selectAll } from "hast-util-select";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";
import type { Page } from "../../pages.ts";

/** The guides of llms-small.txt: with the operations, what it takes to write a program that creates sessions. */
const smallGuides = ["guides/quick-start/", "guides/errors/", "guides/retries/"];

const text = (value: string) => ({ type: "text", value }) as const;

/** What a page shows for the eye alone, or to move about in it. */
const notContent =
  ".sr-only, .sl-anchor-link, .copy, .try-it, copy-page, select, button, script, style, noscript, svg, [role=tablist], figcaption";

function removeAll(tree: Root, selector: string): void {
  const removed = new Set<unknown>(selectAll(selector, tree));
  const prune = (parent: Root | Element) => {
    parent.children = parent.children.filter((child) => !removed.has(child)) as typeof parent.children;
    for (const child of parent.children) if (child.type === "element") prune(child);
  };
  prune(tree);
}

/** The labels of tabs go into their panels, which are all shown one after another. */
function labelPanels(tree: Root): void {
  for (const tab of selectAll("[role=tab]", tree)) {
    const panel = select(`#${String(tab.properties["href"]).slice(1)}`, tree);
    const label: Element = { type: "element", tagName: "strong", properties: {}, children: tab.children };
    panel?.children.unshift({ type: "element", tagName: "p", properties: {}, children: [label] });
    if (panel) delete panel.properties["hidden"];
  }
}

/** Links lead to the Markdown of other pages; those to a field of the same page go. */
function relink(tree: Root, isPage: (path: string) => boolean): void {
  for (const link of selectAll("a[href]", tree)) {
    const [path = "", hash] = String(link.properties["href"]).split("#");
    if (path === "") link.tagName = "span";
    else if (isPage(path)) link.properties["href"] = `${path.slice(0, -1)}.md${hash ? `#${hash}` : ""}`;
  }
}

/** A table of Markdown has no blocks of code: each row of one that has some becomes a heading and its text. */
function unfold(tree: Root): void {
  for (const table of selectAll("table:has(pre)", tree)) {
    table.tagName = "div";
    table.children = selectAll("tbody > tr", table).flatMap((row) => {
      const [heading, ...cells] = row.children.filter((child) => child.type === "element");
      return [{ ...(heading ?? row), tagName: "h3" }, ...cells.flatMap(({ children }) => children)];
    });
  }
  for (const details of selectAll("details", tree)) details.tagName = "div";
  for (const summary of selectAll("summary", tree)) summary.tagName = "p";
}

const plainCode = (tree: Root) => {
  for (const pre of selectAll("pre[data-language]", tree)) {
    const lines = selectAll(".ec-line", pre).map((line) => textOf(line).replace(/\n$/, ""));
    const className = [`language-${pre.properties["dataLanguage"]}`];
    const code: Element = {
      type: "element",
      tagName: "code",
      properties: { className },
      children: [text(lines.join("\n"))],
    };
    pre.children = [code];
  }
};

function textOf(node: Element): string {
  return node.children
    .map((child) => (child.type === "element" ? textOf(child) : child.type === "text" ? child.value : ""))
    .join("");
}

/** The Markdown of a page of HTML. */
function toMarkdown(html: string, isPage: (path: string) => boolean): string {
  const processor = unified()
    .use(rehypeParse)
    .use(() => (tree: Root) => {
      labelPanels(tree);
      removeAll(tree, notContent);
      relink(tree, isPage);
      plainCode(tree);
      unfold(tree);
      const parts = [select("h1", tree), select(".sl-markdown-content", tree)];
      return { type: "root", children: parts.filter((part) => part !== undefined) } as Root;
    })
    .use(rehypeRemark)
    .use(remarkGfm)
    .use(remarkStringify, { bullet: "-", rule: "-" });
  return String(processor.processSync(html));
}

/** The integration that writes them after each build. */
export function machineFiles(title: string, summary: string, pages: readonly Page[]): AstroIntegration {
  let [site, base] = ["", "/"];
  return {
    name: "machine-files",
    hooks: {
      "astro:config:done": ({ config }) => {
        base = config.base.replace(/\/*$/, "/");
        site = `${new URL(config.site ?? "").origin}${base}`;
      },
      "astro:build:done": ({ dir }) => {
        const write = (name: string, content: string) => writeFileSync(new URL(name, dir), `${content.trim()}\n`);
        const isPage = (path: string) => pages.some(({ href }) => path === base + href);
        const markdown = new Map(
          ["", ...pages.map(({ href }) => href)].map((href) => {
            const html = readFileSync(new URL(`${href}index.html`, dir), "utf8");
            return [href, toMarkdown(html, isPage)];
          }),
        );
        for (const [href, content] of markdown) write(`${href.slice(0, -1) || "index"}.md`, content);
        const all = (hrefs: readonly string[]) =>
          [`# ${title}`, `> ${summary}`, ...hrefs.map((href) => (markdown.get(href) ?? "").trim())].join("\n\n");
        write("llms-full.txt", all(pages.filter(({ group }) => group !== "Project").map(({ href }) => href)));
        write("llms-small.txt", all([...smallGuides, ...pages.filter(({ badge }) => badge).map(({ href }) => href)]));
        write("llms.txt", llmsTxt(title, summary, pages, site));
      },
    },
  };
}

/** What there is for language models, as llmstxt.org has it. */
function llmsTxt(title: string, summary: string, pages: readonly Page[], site: string): string {
  const link = (name: string, file: string, about: string) => `- [${name}](${site}${file}): ${about}`;
  const groups = Map.groupBy(pages, ({ group }) => group);
  return [
    `# ${title}`,
    ...["", `> ${summary}`],
    ...[...groups].flatMap(([group, members]) => [
      ...["", `## ${group}`, ""],
      ...members.map(({ title, href, description }) => link(title, `${href.slice(0, -1)}.md`, description)),
    ]),
    ...["", "## Files", ""],
    link("All pages", "llms-full.txt", "the guides and the reference in one file"),
    link("The pages for creating sessions", "llms-small.txt", "quick start, errors, retries, and the operation"),
    link("OpenAPI description in JSON", "openapi.json", "bundled, with the code samples"),
    link("OpenAPI description in YAML", "openapi.yaml", "the same in YAML"),
  ].join("\n");
}
