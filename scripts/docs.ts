/** `npm run docs` builds the documentation site in dist/docs/. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { basePath, build, check, localUrl, serve } from "./docs/astro.ts";
import { writeDescription } from "./docs/description.ts";
import { guideFile, readGuides } from "./docs/guides.ts";
import { installPackages, site } from "./docs/packages.ts";
import { readOptions } from "./lib/options.ts";
import { root } from "./lib/run.ts";

const options = readOptions("Builds the documentation site into dist/docs/.", {
  url: { type: "string", value: "url", help: "Where the site will be published." },
  check: { type: "boolean", help: "Check the types of the site's sources." },
  serve: { type: "boolean", help: "Serve the site until Ctrl-C." },
});
const url = options.url ?? localUrl;
const generated = path.join(site, "generated");
const published = path.join(generated, "published");
const guidePages = path.join(site, "src/content/docs/guides");

/** Writes what the site is made of, next to its sources; git ignores it. */
function writeContent(): void {
  for (const folder of [generated, guidePages]) rmSync(folder, { recursive: true, force: true });
  for (const folder of [published, guidePages]) mkdirSync(folder, { recursive: true });
  const { document, samples } = writeDescription(published);
  const guides = readGuides(path.join(root, "openapi/guides"), basePath(url));
  for (const [name, value] of Object.entries({ openapi: document, samples, guides })) {
    writeFileSync(path.join(generated, `${name}.json`), JSON.stringify(value));
  }
  for (const [order, guide] of guides.entries()) {
    writeFileSync(path.join(guidePages, `${guide.name}.md`), guideFile(guide, order));
  }
}

/** Puts the built site, and the files beside its pages, in the place of the last build. */
function publish(): void {
  const out = path.join(root, "dist/docs");
  rmSync(out, { recursive: true, force: true });
  for (const folder of ["dist", "published"]) cpSync(path.join(generated, folder), out, { recursive: true });
}

try {
  if (!URL.canParse(url)) throw new Error(`--url must be an absolute URL, such as https://example.com/docs/: ${url}`);
  writeContent();
  installPackages();
  if (options.check) await check(url);
  await build(url);
  publish();
  console.log("wrote dist/docs; to look at it: npm run docs -- --serve");
  if (options.serve) {
    console.log(`Serving ${new URL(basePath(url), localUrl)} until Ctrl-C.`);
    serve(url);
  }
} catch (error) {
  console.error(`${(error as Error).message}\nCorrect it, then: npm run docs`);
  process.exitCode = 1;
}
