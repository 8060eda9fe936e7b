/** `npm run build` compiles src/ into dist/: one file of JavaScript an entry point, and the types beside them. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "rolldown";
import { readOptions } from "./options.ts";
import { root, run } from "./run.ts";

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

readOptions({});
rmSync(path.join(dist, "types"), { recursive: true, force: true });
for (const file of existsSync(dist) ? readdirSync(dist) : []) {
  if (/\.js(\.map)?$/.test(file)) rmSync(path.join(dist, file));
}
await build({
  cwd: root,
  input: { index: "src/index.ts", validate: "src/validate.ts" },
  external: ["openapi-fetch"],
  platform: "neutral",
  output: { dir: dist, cleanDir: false, sourcemap: true, chunkFileNames: "[name].js" },
});
// The contract gate brings its libraries along, so that the client's own install stays as light as it is.
const { output } = await build({
  cwd: root,
  input: { contract: "src/contract/index.ts", "dari-contract": "src/contract/bin.ts" },
  platform: "node",
  output: { dir: dist, cleanDir: false, minify: true, chunkFileNames: "contract-[name].js" },
});
const modules = output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
writeFileSync(path.join(dist, "THIRD-PARTY-LICENSES"), licencesOf(modules));
run("tsc", ["--project", "src"]);
