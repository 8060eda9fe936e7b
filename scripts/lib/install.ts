import { execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { root, toolEnv } from "./run.ts";

const npm = promisify(execFile);

/**
 * Installs packages of exact versions, unless they are there already, and returns their folder. They are too large, or
 * too foreign, to be dependencies; their install scripts don't run.
 */
export async function onDemand(name: string, ...packages: string[]): Promise<string> {
  const folder = path.join(root, "node_modules/.cache", name);
  const done = path.join(folder, `${packages.join(" ").replaceAll(/[^\w.@ -]/g, "_")}.done`);
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--save-exact"];
    await npm("npm", ["install", ...options, ...packages], { cwd: folder, env: toolEnv, timeout: 300_000 });
    writeFileSync(done, "");
  }
  return folder;
}

/** Packs this package as it would be published, and installs it in an empty folder; returns the tarball and its files. */
export async function installTarball(folder: string): Promise<{ tarball: string; files: string[] }> {
  const { stdout } = await npm("npm", ["pack", "--json", "--pack-destination", folder], { cwd: root, env: toolEnv });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf("[\n"))) as [{ filename: string; files: { path: string }[] }];
  writeFileSync(path.join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const options = ["--prefer-offline", "--no-audit", "--no-fund"];
  await npm("npm", ["install", ...options, `./${packed.filename}`], { cwd: folder, env: toolEnv, timeout: 120_000 });
  return { tarball: packed.filename, files: packed.files.map((file) => file.path) };
}
