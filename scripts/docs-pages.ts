/** The HTML pages of the documentation: one frame and one theme for the reference and the guides. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { type Guide, guideToHtml } from "./docs-guides.ts";
import type { Document } from "./document.ts";
import { root } from "./run.ts";

const theme = (file: string) => readFileSync(path.join(root, "openapi/theme", file), "utf8");
const dataUrl = (svg: string) => `data:image/svg+xml,${encodeURIComponent(svg)}`;
const quoted = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** What the pinned Redoc does that no option changes; each must still be there, or it is time to remove it here. */
const corrections = [
  {
    why: "its own mark is loaded from elsewhere",
    from: "https://cdn.redoc.ly/redoc/logo-mini-full.svg",
    to: dataUrl(
      '<svg xmlns="http://www.w3.org/2000/svg" width="48" height="16"><text y="13" font-family="sans-serif" font-size="14" fill="#0044d4">Redoc</text></svg>',
    ),
  },
  { why: "the chooser of examples hides its text from screen readers", from: '"aria-label":`Example`,', to: "" },
  // Redoc navigates by the hash, but a link opened in a new tab would ask the host for a path that it doesn't have.
  { why: "prerendered links are paths", from: ' href="/', to: ' href="#/' },
];

/** Fills the frame's places, which are the comments of openapi/theme/page.hbs. */
function fill(page: string, base: string, description: string, guides: Guide[], current: string): string {
  const link = (href: string, text: string, name: string) =>
    `<a href="${base}${href}"${name === current ? ' aria-current="page"' : ""}>${quoted(text)}</a>`;
  const links = [
    link("index.html", "Reference", "reference"),
    ...guides.map(({ name, title }) => link(`guides/${name}.html`, title, name)),
  ];
  const head = [
    `<meta name="description" content="${quoted(description)}" />`,
    `<link rel="icon" href="${dataUrl(theme("icon.svg"))}" />`,
    `<style>${theme("theme.css")}</style>`,
  ];
  // In the reference, Redoc would take the link's hash for a place that it doesn't know.
  const skip = current === "reference" ? "" : '<a class="skip" href="#content">Skip to the content</a>';
  return page
    .replace("<!-- head -->", () => head.join("\n  "))
    .replace(
      "<!-- navigation -->",
      () => `${skip}<nav class="pages" aria-label="Documentation">${links.join("")}</nav>`,
    );
}

/** The reference as Redoc built it, put into the frame, with nothing left to load from elsewhere. */
export function finishPage(html: string, { info }: Document, guides: Guide[]): string {
  const corrected = corrections.reduce((text, { why, from, to }) => {
    if (!text.includes(from)) throw new Error(`This Redoc needs no correction of this any more: ${why}.`);
    return text.replaceAll(from, to);
  }, html);
  return fill(corrected, "", info.summary ?? info.title, guides, "reference");
}

/** The page of one guide. */
export function guidePage(guide: Guide, { info }: Document, guides: Guide[]): string {
  const page = theme("page.hbs")
    .replace("{{title}}", `${quoted(guide.title)} - ${quoted(info.title)}`)
    .replace("{{{redocHead}}}", "")
    .replace("{{{redocHTML}}}", () => `<main class="guide" id="content" tabindex="-1">${guideToHtml(guide)}</main>`);
  return fill(page, "../", guide.summary, guides, guide.name);
}
