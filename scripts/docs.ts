/** `npm run docs` builds the reference into dist/docs/: one HTML file that needs no network. */
import { run } from "./run.ts";

const page = "dist/docs/index.html";
run("redocly", ["build-docs", "dari", "--inlineBundle", "--output", page]);
console.log(`wrote ${page}`);
