/** Compiles src/ into the files of the package. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, type RolldownOutput } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { library, tools } from "./entry-points.ts";
import { root } from "./run.ts";

/** Builds JavaScript and types for each entry point of the package. */
export async function buildPackage(folder: string): Promise<void> {
  const modules = [...(await buildLibrary(folder)), ...(await buildTools(folder))];
  writeFileSync(path.join(folder, "THIRD-PARTY-LICENSES"), licencesOf(modules));
  await buildTypes(folder);
}

/** Builds what runs in applications, and returns the ids of the modules in it. */
async function buildLibrary(folder: string): Promise<string[]> {
  const shared = { cwd: root, input: library, platform: "neutral" as const };
  const output = { dir: folder, cleanDir: false, sourcemap: true, chunkFileNames: "[name].js" };
  await build({ ...shared, external: ["openapi-fetch"], output });
  // Node.js and bundlers don't agree on the default export of openapi-fetch's CommonJS file: here it is part of ours.
  const commonJs = await build({
    ...shared,
    output: { ...output, format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "[name].cjs", exports: "named" },
  });
  return modulesOf(commonJs);
}

/** Builds what runs in Node.js only, and returns the ids of the modules in it. */
export async function buildTools(folder: string): Promise<string[]> {
  // The tools bring their libraries along, so that the client's own install stays light.
  const built = await build({
    cwd: root,
    input: tools,
    external: ["vitest"],
    platform: "node",
    output: { dir: folder, cleanDir: false, minify: true, chunkFileNames: "contract-[name].js" },
  });
  return modulesOf(built);
}

/** Builds one file of types for each entry point, and a copy of it for CommonJS. */
async function buildTypes(folder: string): Promise<void> {
  await build({
    cwd: root,
    input: { ...library, contract: tools.contract, "contract-vitest": tools["contract-vitest"] },
    external: ["openapi-fetch", "vitest"],
    plugins: [dts({ tsconfig: "src/tsconfig.json", emitDtsOnly: true })],
    output: { dir: folder, cleanDir: false, chunkFileNames: "contract-[name].d.ts" },
  });
  for (const name of Object.keys(library))
    copyFileSync(path.join(folder, `${name}.d.ts`), path.join(folder, `${name}.d.cts`));
}

function modulesOf({ output }: RolldownOutput): string[] {
  return output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
}

/** The licences of the packages that went into a bundle, as each asks to be kept with it. */
function licencesOf(modules: readonly string[]): string {
  const folders = new Set<string>();
  for (const id of modules) {
    const folder = /^.*[\\/]node_modules[\\/](@[^\\/]+[\\/])?[^\\/]+/.exec(id.split("?")[0] ?? "")?.[0];
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
