/** `npm run build` compiles src/ into dist/: JavaScript and types for each entry point of the package. */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { library, tools } from "./lib/entry-points.ts";
import { readOptions } from "./options.ts";
import { root } from "./run.ts";

const dist = path.join(root, "dist");

/** The licences of the packages that went into a bundle, as each asks to be kept with it. */
function licencesOf(modules: readonly string[]): string {
  const folders = new Set<string>();
  for (const id of modules) {
    const folder = /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id.split("?")[0] ?? "")?.[0];
    if (folder !== undefined) folders.add(folder.replace(/^\0/, ""));
  }
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Record<
      string,
      string
    >;
    const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
    if (file === undefined) throw new Error(`${name} has no licence file, and is bundled.`);
    return `${name} ${version} (${license})\n\n${readFileSync(path.join(folder, file), "utf8").trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

readOptions("Builds the package into dist/.", {});
for (const file of existsSync(dist) ? readdirSync(dist) : []) {
  if (file !== "docs") rmSync(path.join(dist, file), { recursive: true });
}
const shared = { cwd: root, input: library, platform: "neutral" as const };
const output = { dir: dist, cleanDir: false, sourcemap: true, chunkFileNames: "[name].js" };
await build({ ...shared, external: ["openapi-fetch"], output });
// Node.js and bundlers don't agree on the default export of openapi-fetch's CommonJS file: here it is part of ours.
const commonJs = await build({
  ...shared,
  output: { ...output, format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name].cjs", exports: "named" },
});
// The tools bring their libraries along, so that the client's own install stays light.
const esModules = await build({
  cwd: root,
  input: tools,
  external: ["vitest"],
  platform: "node",
  output: { dir: dist, cleanDir: false, minify: true, chunkFileNames: "contract-[name].js" },
});
const modules = [...commonJs.output, ...esModules.output].flatMap((file) =>
  file.type === "chunk" ? file.moduleIds : [],
);
writeFileSync(path.join(dist, "THIRD-PARTY-LICENSES"), licencesOf(modules));
// One file of types for each entry point, and a copy of it for CommonJS.
await build({
  cwd: root,
  input: { ...library, contract: tools.contract, "contract-vitest": tools["contract-vitest"] },
  external: ["openapi-fetch", "vitest"],
  plugins: [dts({ tsconfig: "src/tsconfig.json", emitDtsOnly: true })],
  output: { dir: dist, cleanDir: false, chunkFileNames: "contract-[name].d.ts" },
});
for (const name of Object.keys(library))
  copyFileSync(path.join(dist, `${name}.d.ts`), path.join(dist, `${name}.d.cts`));
