import path from "node:path";
import { pathToFileURL } from "node:url";
import manifest from "../../package.json" with { type: "json" };
import { library, tools } from "../../scripts/lib/entry-points.ts";
import { root } from "../../scripts/run.ts";

const sources: Readonly<Record<string, string>> = { ...library, ...tools };

/** The source of an entry point, or the file itself where nothing is built. */
function fileOf(name: string, target: unknown): string {
  return sources[name === "." ? "index" : name.slice(2).replaceAll("/", "-")] ?? String(target);
}

/** The file in the sources of each entry point of the package, by the specifier that imports it. */
export const entryPoints: Record<string, string> = Object.fromEntries(
  Object.entries(manifest.exports).map(([name, target]) => [
    name.replace(".", manifest.name),
    path.join(root, fileOf(name, target)),
  ]),
);

/** The URL of that file, or `undefined` for another package. */
export function sourceOf(specifier: string): string | undefined {
  const file = entryPoints[specifier];
  return file && pathToFileURL(file).href;
}
