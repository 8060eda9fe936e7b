/** The files beside the pages: the same content for tools, assistants and readers without a network. */

/** A file, as the head and the foot of a page link it. */
export interface PageFile {
  href: string;
  label: string;
  rel: string;
  type: string;
}

/** The path of the site on its host, with a slash at both ends. */
export const base = import.meta.env.BASE_URL.replace(/\/*$/, "/");

/** The address of a page as Markdown; `id` is the address of the page without slashes around it. */
export const markdownOf = (id: string): string => `${base}${id || "index"}.md`;

/** The files that a page links: its own Markdown first. The page that says that there is none has no Markdown. */
export function filesOfPage(id: string): PageFile[] {
  const markdown = { href: markdownOf(id), label: "This page in Markdown", rel: "alternate", type: "text/markdown" };
  const files = [
    ["llms.txt", "llms.txt", "alternate", "text/plain"],
    ["llms-full.txt", "llms-full.txt", "alternate", "text/plain"],
    ["openapi.json", "openapi.json", "service-desc", "application/json"],
    ["openapi.yaml", "openapi.yaml", "service-desc", "application/yaml"],
    ["reference.html", "Reference in one file", "service-doc", "text/html"],
  ] as const;
  const others = files.map(([file, label, rel, type]) => ({ href: base + file, label, rel, type }));
  return id === "404" ? others : [markdown, ...others];
}
