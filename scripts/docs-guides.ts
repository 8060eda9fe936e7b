/** The guides: Markdown files in openapi/guides/, in the order in which its README.md lists them. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { marked } from "marked";

/** One guide. */
export interface Guide {
  /** The name of its file, without `.md`. */
  name: string;
  file: string;
  title: string;
  /** The one sentence that the README says of it. */
  summary: string;
  markdown: string;
}

const listItem = /^- \[(?<title>[^\]]+)\]\((?<name>[a-z-]+)\.md\): (?<summary>.+)$/gm;

/** Reads the guides that the folder's README.md lists. */
export function readGuides(folder: string): Guide[] {
  const index = readFileSync(path.join(folder, "README.md"), "utf8");
  return [...index.matchAll(listItem)].map(({ groups: { title = "", name = "", summary = "" } = {} }) => {
    const file = path.join(folder, `${name}.md`);
    return { name, file, title, summary, markdown: readFileSync(file, "utf8") };
  });
}

/** The HTML of a guide, with links to other guides, and headings to link to. */
export function guideToHtml({ markdown }: Guide): string {
  const withIds = new marked.Renderer();
  withIds.heading = function ({ tokens, depth, text }) {
    const id = text
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, "");
    return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
  };
  const html = marked.parse(markdown, { async: false, renderer: withIds });
  return html.replaceAll(/href="([a-z-]+)\.md/g, 'href="$1.html');
}
