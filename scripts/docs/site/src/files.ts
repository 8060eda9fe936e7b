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

/** The files that a page links: its own Markdown first. */
export function filesOfPage(id: string): PageFile[] {
  const files = [
    [`${id || "index"}.md`, "This page in Markdown", "alternate", "text/markdown"],
    ["llms.txt", "llms.txt", "alternate", "text/plain"],
    ["llms-full.txt", "llms-full.txt", "alternate", "text/plain"],
    ["openapi.json", "openapi.json", "service-desc", "application/json"],
    ["openapi.yaml", "openapi.yaml", "service-desc", "application/yaml"],
    ["reference.html", "Reference in one file", "service-doc", "text/html"],
  ] as const;
  return files.map(([file, label, rel, type]) => ({ href: base + file, label, rel, type }));
}
