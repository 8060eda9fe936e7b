/** What git and the changelog know of releases: a release is a tag such as v1.2.3. */
import { spawnSync } from "node:child_process";
import type { Step } from "./changes.ts";
import { root } from "./run.ts";

/** Runs git in the project; resolves to what it prints, or to nothing if it fails. */
function git(...args: string[]): string {
  const { status, stdout } = spawnSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1e8 });
  return status === 0 ? stdout : "";
}

/** A version as three numbers. */
function numbers(version: string): [number, number, number] {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.-]/).map(Number);
  return [major, minor, patch];
}

/** Less than zero if the first version comes before the second. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/** The least version that a step leads to. The steps are meant literally before 1.0.0 too. */
export function nextVersion(version: string, step: Step): string {
  const [major, minor, patch] = numbers(version);
  const next = {
    none: [major, minor, patch],
    patch: [major, minor, patch + 1],
    minor: [major, minor + 1, 0],
    major: [major + 1, 0, 0],
  };
  return next[step].join(".");
}

/** The version that was released last, this commit's own tag aside. */
export function lastRelease(): string | undefined {
  const versions = (...args: string[]) =>
    git("tag", "--list", "v[0-9]*", ...args)
      .split("\n")
      .flatMap((tag) => /^v(\d+\.\d+\.\d+)$/.exec(tag)?.[1] ?? []);
  const here = versions("--points-at", "HEAD");
  return versions("--merged", "HEAD")
    .filter((version) => !here.includes(version))
    .sort(compareVersions)
    .at(-1);
}

/** A file as it was released. */
export function releasedFile(version: string, file: string): string {
  return git("show", `v${version}:${file}`);
}

/** The files of a release whose path matches. */
export function releasedFiles(version: string, pattern: RegExp): string[] {
  return git("ls-tree", "-r", "--name-only", `v${version}`)
    .split("\n")
    .filter((file) => pattern.test(file));
}

/** What the changelog says of a version, without its heading; empty if it says nothing. */
export function changelogOf(changelog: string, version: string): string {
  const section = changelog.split(/^## /m).find((text) => text.startsWith(`[${version}]`));
  return section?.replace(/^.*\n/, "").trim() ?? "";
}

/** The versions that the changelog dates, and so calls released. */
export function datedVersions(changelog: string): string[] {
  return [...changelog.matchAll(/^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$/gm)].map(([, version = ""]) => version);
}
