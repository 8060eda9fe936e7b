import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import manifest from "../../package.json" with { type: "json" };
import { root } from "../../scripts/run.ts";

type Target = string | { types: string };

/** The file in the sources that each entry point of the package is built from, by the specifier that imports it. */
export const entryPoints: Record<string, string> = Object.fromEntries(
  Object.entries(manifest.exports as Record<string, Target>).map(([name, target]) => {
    const file =
      typeof target === "string" ? target : target.types.replace("./dist/types/", "./").replace(".d.ts", ".ts");
    if (!existsSync(path.join(root, file)))
      throw new Error(`package.json exports ${name}, which ${file} doesn't make.`);
    return [name.replace(".", manifest.name), path.join(root, file)];
  }),
);

/** The address of that file, or `undefined` for another package. */
export function sourceOf(specifier: string): string | undefined {
  const file = entryPoints[specifier];
  return file && pathToFileURL(file).href;
}
