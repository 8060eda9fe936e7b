import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildPackage } from "../../scripts/lib/build.ts";
import { root } from "../../scripts/lib/run.ts";

/** Makes a folder an application: with this package, built from its sources, and the packages of this project. */
export async function installBuilt(folder: string): Promise<void> {
  const modules = path.join(folder, "node_modules");
  mkdirSync(modules);
  for (const name of readdirSync(path.join(root, "node_modules"))) {
    symlinkSync(path.join(root, "node_modules", name), path.join(modules, name));
  }
  const installed = path.join(modules, "dari-sessions");
  mkdirSync(installed);
  for (const file of ["package.json", "generated/openapi.json"])
    cpSync(path.join(root, file), path.join(installed, file));
  await buildPackage(path.join(installed, "dist"));
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
}
