/** The packages of the site: they have a lockfile of their own, so that only those who build the site install them. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root, run } from "../lib/run.ts";

/** The folder of the site's sources. */
export const site: string = path.join(root, "scripts/docs/site");

/** Installs the packages, unless those of the lockfile are there already. */
export function installPackages(): void {
  const installed = path.join(site, "node_modules/.installed-lockfile");
  const lockfile = readFileSync(path.join(site, "package-lock.json"), "utf8");
  if (existsSync(installed) && readFileSync(installed, "utf8") === lockfile) return;
  console.log("Installing the packages of the site.");
  run("npm", ["ci", "--prefix", site, "--ignore-scripts", "--no-audit", "--no-fund"]);
  writeFileSync(installed, lockfile);
}
