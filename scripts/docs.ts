/** `npm run docs` builds dist/docs/: the reference, the guides, and the same contract for tools and assistants. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { type Guide, readGuides } from "./docs-guides.ts";
import { finishPage, guidePage } from "./docs-pages.ts";
import { referenceInMarkdown } from "./docs-reference.ts";
import { addSamples, sampleLanguages } from "./docs-samples.ts";
import type { Document, Schema } from "./document.ts";
import { readOptions } from "./options.ts";
import { root, run } from "./run.ts";

readOptions({});
const temporary = mkdtempSync(path.join(tmpdir(), "dari-docs-"));
const out = path.join(temporary, "docs");
const write = (name: string, text: string) => writeFileSync(path.join(out, name), text);
const next = "Correct it, then: npm run docs";

/** The summary, and links to everything else, in the form of https://llmstxt.org. */
function llms({ info, externalDocs }: Document, guides: Guide[]): string {
  const elsewhere = externalDocs && `\n## Optional\n\n- [${externalDocs.description}](${externalDocs.url})\n`;
  return `# ${info.title}

> ${info.summary}

${info.description?.split(/^## /m)[0]?.trim()}

## Reference

- [Reference](reference.md): every operation, property, answer and code sample in Markdown
- [OpenAPI description in JSON](openapi.json): bundled, with the code samples
- [OpenAPI description in YAML](openapi.yaml): bundled, with the code samples

## Guides

${guides.map(({ name, title, summary }) => `- [${title}](guides/${name}.md): ${summary}`).join("\n")}
${elsewhere ?? ""}`;
}

/** Leaves out a least length of 0: it says nothing, and readers would wonder. */
const withoutZeros = (name: string, value: unknown) =>
  value === 0 && /^min(Length|Properties)$/.test(name) ? undefined : value;

/** The description as readers get it: bundled, with the code samples. */
function bundle(): Document {
  const bundled = path.join(temporary, "openapi.json");
  run("redocly", ["bundle", "dari", "--output", bundled], next);
  const document = JSON.parse(readFileSync(bundled, "utf8"), withoutZeros) as Document;
  addSamples(document, path.join(root, "openapi/samples"));
  write("openapi.json", `${JSON.stringify(document, null, 2)}\n`);
  run("redocly", ["bundle", path.join(out, "openapi.json"), "--output", path.join(out, "openapi.yaml")], next);
  return document;
}

/** A schema whose description also tells the words that are known of an open set, which Redoc doesn't show. */
function withKnownWords(_name: string, schema: unknown): unknown {
  const { "x-extensible-enum": words, description } = (schema ?? {}) as Schema;
  if (!Array.isArray(words)) return schema;
  const known = words.map((word) => `\`${word}\``).join(", ");
  const { "x-extensible-enum": _, ...rest } = schema as Schema;
  return { ...rest, description: `${description?.trim()}\n\nKnown words: ${known}.` };
}

/** The reference as one HTML file that Redoc renders and redocly.yaml configures. */
function referencePage(document: Document): string {
  const { openapi } = parse(readFileSync(path.join(root, "redocly.yaml"), "utf8")) as { openapi: object };
  const options = JSON.stringify({ ...openapi, codeSamples: { languages: sampleLanguages(document) } });
  const shown = path.join(temporary, "shown.json");
  const page = path.join(temporary, "index.html");
  writeFileSync(shown, JSON.stringify(document, withKnownWords));
  run("redocly", ["build-docs", shown, "--inlineBundle", `--openapi=${options}`, "--output", page], next);
  return readFileSync(page, "utf8");
}

try {
  mkdirSync(path.join(out, "guides"), { recursive: true });
  const document = bundle();
  const guides = readGuides(path.join(root, "openapi/guides"));
  write("index.html", finishPage(referencePage(document), document, guides));
  for (const guide of guides) {
    write(`guides/${guide.name}.html`, guidePage(guide, document, guides));
    cpSync(guide.file, path.join(out, `guides/${guide.name}.md`));
  }
  write("reference.md", referenceInMarkdown(document));
  write("llms.txt", llms(document, guides));
  const published = path.join(root, "dist/docs");
  rmSync(published, { recursive: true, force: true });
  cpSync(out, published, { recursive: true });
  console.log("wrote dist/docs: open dist/docs/index.html in a browser");
} catch (error) {
  console.error(`${(error as Error).message}\n${next}`);
  process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true });
}
