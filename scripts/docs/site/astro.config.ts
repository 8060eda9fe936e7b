import { readFileSync } from "node:fs";
import starlight from "@astrojs/starlight";
import { defineConfig } from "astro/config";
import starlightLinksValidator from "starlight-links-validator";
import starlightLlmsTxt from "starlight-llms-txt";
import starlightOpenAPI, { openAPISidebarGroups } from "starlight-openapi";
import { markdownPages } from "./src/markdown-pages.ts";

const readJson = (file: string) => JSON.parse(readFileSync(new URL(`generated/${file}`, import.meta.url), "utf8"));
const { info } = readJson("openapi.json");
const guides: { name: string; title: string; description: string }[] = readJson("guides.json");
const site = process.env["DOCS_ORIGIN"] ?? "http://127.0.0.1:4321";
const base = process.env["DOCS_BASE"] ?? "/";
const link = (text: string, file: string, about: string) => `- [${text}](${site}${base}${file}): ${about}`;

export default defineConfig({
  site,
  base,
  outDir: "./generated/dist",
  integrations: [
    starlight({
      title: info.title,
      description: info.summary,
      favicon: "/favicon.svg",
      components: {
        Footer: "./src/components/Footer.astro",
        MarkdownContent: "./src/components/MarkdownContent.astro",
      },
      customCss: ["./src/styles.css"],
      routeMiddleware: "./src/route-data.ts",
      sidebar: [{ label: "Guides", items: [{ autogenerate: { directory: "guides" } }] }, ...openAPISidebarGroups],
      plugins: [
        starlightOpenAPI([
          {
            base: "reference",
            schema: "./generated/openapi.json",
            sidebar: { label: "Reference", collapsed: false, operations: { badges: true } },
            snippets: { operation: false },
          },
        ]),
        starlightLlmsTxt({
          details: [
            link("OpenAPI description in JSON", "openapi.json", "bundled, with the code samples"),
            link("OpenAPI description in YAML", "openapi.yaml", "the same in YAML"),
            link("API reference", "reference.md", "the description in Markdown, with links to each operation"),
            ...guides.map(({ name, title, description }) => link(title, `guides/${name}.md`, description)),
          ].join("\n"),
        }),
        // The reference and the files come from elsewhere; test/site looks at every link of the built pages.
        starlightLinksValidator({ exclude: [`${base}reference/**`, `${base}*.{json,yaml,html,txt}`] }),
      ],
    }),
    markdownPages(),
  ],
});
