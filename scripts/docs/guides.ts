/** The guides: Markdown files in openapi/guides/, in the order in which the README.md of that folder lists them. */
import { readFileSync } from "node:fs";
import path from "node:path";

/** A guide, ready for the site. */
export interface Guide {
  /** The name of its file, without `.md`. */
  name: string;
  title: string;
  /** The sentence about it in the README. */
  description: string;
  /** The Markdown below the title, as the site needs it. */
  body: string;
}

const listItem = /^- \[(?<title>[^\]]+)\]\((?<name>[a-z-]+)\.md\): (?<description>.+)$/gm;

/** On GitHub, links lead to files; on the site, to pages: the page of the description is the reference. */
function withSiteLinks(markdown: string, base: string): string {
  return markdown
    .replaceAll(/\]\(([a-z-]+)\.md(#[^)]*)?\)/g, (_, name: string, hash = "") => `](${base}guides/${name}/${hash})`)
    .replaceAll("](../openapi.yaml)", `](${base}reference/)`);
}

/** Reads the guides; `base` is the path of the site, with a slash at both ends. */
export function readGuides(folder: string, base: string): Guide[] {
  const index = readFileSync(path.join(folder, "README.md"), "utf8");
  return [...index.matchAll(listItem)].map(({ groups: { title = "", name = "", description = "" } = {} }) => {
    const markdown = readFileSync(path.join(folder, `${name}.md`), "utf8");
    const body = withSiteLinks(markdown.replace(/^# .*\n+/, ""), base);
    return { name, title, description, body };
  });
}
