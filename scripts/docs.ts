/** `npm run docs` builds the documentation site in dist/docs/. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { basePath, build, check, localUrl, published, serve } from "./docs/astro.ts";
import { writeDescription } from "./docs/description.ts";
import { installPackages, site } from "./docs/packages.ts";
import { markdownFile, pagesOf } from "./docs/pages.ts";
import { operationPages } from "./docs/reference.ts";
import { onEnd } from "./lib/on-end.ts";
import { readOptions } from "./lib/options.ts";
import { root } from "./lib/run.ts";

const options = readOptions("Builds the documentation site into dist/docs/.", {
  url: { type: "string", value: "url", help: "Where the site will be published." },
  check: { type: "boolean", help: "Check the types of the site's sources." },
  serve: { type: "boolean", help: "Serve the site until Ctrl-C." },
});
const url = options.url ?? localUrl;
const generated = path.join(site, "generated");
const besidePages = path.join(generated, "published");
const content = path.join(site, "src/content/docs");

/** The address of the public repository that package.json names. */
function repositoryOf({ repository }: { repository?: string | { url: string } }): string | undefined {
  const address = typeof repository === "object" ? repository.url : repository;
  return address
    ?.replace(/^git\+/, "")
    .replace(/^github:/, "https://github.com/")
    .replace(/\.git$/, "");
}

/** Writes what the site is made of, next to its sources; git ignores it. */
function writeContent(): void {
  rmSync(generated, { recursive: true, force: true });
  mkdirSync(besidePages, { recursive: true });
  const { document, samples } = writeDescription(besidePages);
  const operations = operationPages(document, samples);
  const pages = pagesOf(document, operations, basePath(url));
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const project = { name: manifest.name, version: manifest.version, repository: repositoryOf(manifest) };
  for (const [name, value] of Object.entries({ info: document["info"], operations, pages, project })) {
    writeFileSync(path.join(generated, `${name}.json`), JSON.stringify(value));
  }
  rmSync(path.join(content, "guides"), { recursive: true, force: true });
  mkdirSync(path.join(content, "guides"), { recursive: true });
  for (const page of pages.filter(({ body }) => body !== undefined)) {
    writeFileSync(path.join(content, `${page.href.slice(0, -1)}.md`), markdownFile(page));
  }
}

/** Puts the built site, and the files beside its pages, in the place of the last build. */
function publish(): void {
  rmSync(published, { recursive: true, force: true });
  for (const folder of ["dist", "published"]) cpSync(path.join(generated, folder), published, { recursive: true });
}

try {
  if (!URL.canParse(url)) throw new Error(`--url must be an absolute URL, such as https://example.com/docs/: ${url}`);
  console.log("Reading the description and the guides.");
  writeContent();
  installPackages();
  if (options.check) await check(url);
  console.log("Building the pages.");
  await build(url);
  publish();
  if (options.serve) {
    const server = await serve(url);
    console.log(`Serving dist/docs on ${server.url} until Ctrl-C.`);
    onEnd(() => void server.stop());
  } else {
    console.log("wrote dist/docs; to look at it: npm run docs -- --serve");
  }
} catch (error) {
  console.error(`${(error as Error).message}\nCorrect it, then: npm run docs`);
  process.exitCode = 1;
}
