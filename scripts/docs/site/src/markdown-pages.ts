/** Writes each page also as Markdown, made from its HTML, and adds the reference to llms-full.txt. */
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AstroIntegration } from "astro";
import type { Element, Root } from "hast";
import { select, selectAll } from "hast-util-select";
import rehypeParse from "rehype-parse";
import rehypeRemark from "rehype-remark";
import remarkGfm from "remark-gfm";
import remarkStringify from "remark-stringify";
import { unified } from "unified";

const text = (value: string) => ({ type: "text", value }) as const;

/** What a page shows for the eye alone, or to move about in it. */
const notContent = ".sr-only, .sl-anchor-link, .copy, select, button, script, style, svg, [role=tablist], figcaption";

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

const toMarkdown = unified()
  .use(rehypeParse)
  .use(() => (tree: Root) => {
    labelPanels(tree);
    removeAll(tree, notContent);
    for (const pre of selectAll("pre[data-language]", tree)) {
      const lines = selectAll(".ec-line", pre).map((line) => textOf(line).replace(/\n$/, ""));
      const className = [`language-${pre.properties["dataLanguage"]}`];
      pre.children = [
        { type: "element", tagName: "code", properties: { className }, children: [text(lines.join("\n"))] },
      ];
    }
    const parts = [select("h1", tree), select(".sl-markdown-content", tree)];
    return { type: "root", children: parts.filter((part) => part !== undefined) } as Root;
  })
  .use(rehypeRemark)
  .use(remarkGfm)
  .use(remarkStringify, { bullet: "-", rule: "-" });

function textOf(node: Element): string {
  return node.children
    .map((child) => (child.type === "element" ? textOf(child) : child.type === "text" ? child.value : ""))
    .join("");
}

/** The integration that does it after each build. */
export function markdownPages(): AstroIntegration {
  return {
    name: "markdown-pages",
    hooks: {
      "astro:build:done": ({ dir, pages }) => {
        for (const { pathname } of pages.filter(({ pathname }) => !pathname.startsWith("404"))) {
          const file = new URL(`${pathname}index.html`, dir);
          // starlight-openapi puts examples under h5 wherever they stand; screen readers would miss the levels between.
          const html = readFileSync(file, "utf8").replaceAll(/<(\/?)h5\b/g, "<$1p");
          writeFileSync(file, html);
          const markdown = String(toMarkdown.processSync(html));
          const name = pathname.replace(/\/$/, "") || "index";
          writeFileSync(new URL(`${name}.md`, dir), markdown);
          if (name.startsWith("reference")) {
            appendFileSync(fileURLToPath(new URL("llms-full.txt", dir)), `\n\n${markdown}`);
          }
        }
      },
    },
  };
}
