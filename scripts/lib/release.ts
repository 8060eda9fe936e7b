/** What git and CHANGELOG.md know of releases: a release is a tag such as v1.2.3. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./run.ts";

/** How much of a version changes; `none` when nothing does. */
export type Step = "none" | "patch" | "minor" | "major";

const read = (file: string) => readFileSync(path.join(root, file), "utf8");

/** The version that package.json states. */
export const version: string = JSON.parse(read("package.json")).version;

/** The lines that git prints; none if it fails. */
function git(...args: string[]): string[] {
  const { status, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1e8 });
  return status === 0 ? stdout.split("\n") : [];
}

/** Less than zero if the first version comes before the second. */
export function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** The least version that a step leads to. The steps are meant literally before 1.0.0 too. */
export function nextVersion(from: string, step: Step): string {
  const [major = 0, minor = 0, patch = 0] = from.split(".").map(Number);
  if (step === "major") return `${major + 1}.0.0`;
  if (step === "minor") return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${step === "patch" ? patch + 1 : patch}`;
}

/** The version that was released last, this commit's own tag aside. */
export function lastRelease(): string | undefined {
  const here = new Set(git("tag", "--points-at", "HEAD"));
  const tags = git("tag", "--merged", "HEAD", "--sort=-version:refname");
  return tags.find((tag) => /^v\d+\.\d+\.\d+$/.test(tag) && !here.has(tag))?.slice(1);
}

/** A file as it was released. */
export function releasedFile(released: string, file: string): string {
  return git("show", `v${released}:${file}`).join("\n");
}

/** The files of a release whose path matches. */
export function releasedFiles(released: string, pattern: RegExp): string[] {
  return git("ls-tree", "-r", "--name-only", `v${released}`).filter((file) => pattern.test(file));
}

/** What CHANGELOG.md says of a version, without its heading; empty if it says nothing. */
export function changelogOf(name: string): string {
  const section = read("CHANGELOG.md")
    .split(/^## /m)
    .find((text) => text.startsWith(`[${name}]`));
  return section?.replace(/^.*\n/, "").trim() ?? "";
}

/** The versions that CHANGELOG.md dates, and so calls released. */
export function datedVersions(): string[] {
  const headings = read("CHANGELOG.md").matchAll(/^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$/gm);
  return [...headings].map(([, dated = ""]) => dated);
}
