/** `npm run build` compiles src/ into dist/: JavaScript and types for each entry point of the package. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { buildPackage } from "./lib/build.ts";
import { readOptions } from "./lib/options.ts";
import { root } from "./lib/run.ts";

const dist = path.join(root, "dist");

readOptions("Builds the package into dist/.", {});
for (const file of existsSync(dist) ? readdirSync(dist) : []) {
  if (file !== "docs") rmSync(path.join(dist, file), { recursive: true });
}
await buildPackage(dist);
