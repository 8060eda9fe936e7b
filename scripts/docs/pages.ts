/** The pages of the site, in the order of its menu, and the files of those that are Markdown. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { DescriptionObject } from "../../src/openapi/description-object.ts";
import type { JsonObject } from "../../src/openapi/pointer.ts";
import { root } from "../lib/run.ts";
import { readGuides } from "./guides.ts";
import type { OperationPage } from "./reference.ts";

/** A page; one without a `body` is made by the site itself. */
export interface Page {
  group: "Guides" | "Reference" | "Project";
  /** Its address, relative to the front page, with a slash at the end. */
  href: string;
  title: string;
  description: string;
  badge?: string;
  /** Whether the search leaves it out. */
  isUnsearched?: boolean;
  body?: string;
}

/** All pages but the front page; `base` is the path of the site, with a slash at both ends. */
export function pagesOf(document: JsonObject, operations: readonly OperationPage[], base: string): Page[] {
  const guides = readGuides(path.join(root, "openapi/guides"), base).map(({ name, ...guide }): Page => {
    return { group: "Guides", href: `guides/${name}/`, ...guide };
  });
  const ofOperations = operations.map(({ href, title, lead, method }): Page => {
    return { group: "Reference", href, title, description: lead, badge: method };
  });
  return [...guides, overview(document, operations, base), ...ofOperations, changelog()];
}

/** The page of what holds for every operation: the texts of the description itself. */
function overview(document: JsonObject, operations: readonly OperationPage[], base: string): Page {
  const info = DescriptionObject.at(document, "/info").value;
  const { description, url } = DescriptionObject.at(document, "/externalDocs").value;
  const body = [
    ...operations.map(({ title, href, method, url }) => `- [${title}](${base}${href}): \`${method} ${url}\``),
    ...["", String(info["description"] ?? "")],
    ...(url === undefined ? [] : ["", "## More", "", `- [${description ?? url}](${url})`]),
  ].join("\n");
  return {
    ...{ group: "Reference", href: "reference/", title: "API reference" },
    description: `${info["title"]}: ${info["summary"]}`,
    body,
  };
}

function changelog(): Page {
  const [, body = ""] = readFileSync(path.join(root, "CHANGELOG.md"), "utf8").split(/^# .*\n/m);
  const description = "What changed in each version of the package, and what a change means for its users.";
  return { group: "Project", href: "changelog/", title: "Changelog", description, body, isUnsearched: true };
}

/** The Markdown file of a page: its front matter gives Starlight the title and the description. */
export function markdownFile({ title, description, body, isUnsearched }: Page): string {
  const frontMatter = [`title: ${JSON.stringify(title)}`, `description: ${JSON.stringify(description)}`];
  if (isUnsearched) frontMatter.push("pagefind: false");
  return ["---", ...frontMatter, "---", "", body].join("\n");
}
