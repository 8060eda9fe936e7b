/**
 * `npm run diff` compares the description with that of the last release, prints the changes and the version step that
 * they need, and fails while package.json or CHANGELOG.md don't say so.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { changesBetween, largest } from "./lib/changes.ts";
import { readOptions } from "./lib/options.ts";
import * as release from "./lib/release.ts";
import { root, run, toolEnv } from "./lib/run.ts";

const { version } = release;

/** What the type tests of a release say of today's types; empty if they still compile. */
function brokenTypes(released: string, folder: string): string {
  const tests = release.releasedFiles(released, /^test\/.*types\.test\.ts$/);
  for (const file of tests) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), release.releasedFile(released, file));
  }
  for (const name of ["src", "generated", "package.json", "node_modules"])
    symlinkSync(path.join(root, name), path.join(folder, name));
  const config = { extends: path.join(root, "tsconfig.json"), include: tests };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(config));
  return spawnSync("tsc", ["--project", folder, "--incremental", "false"], { env: toolEnv, encoding: "utf8" }).stdout;
}

/** Prints what changed since a release, and returns the step that it needs. */
function stepSince(released: string, folder: string): release.Step {
  const base = path.join(folder, "released.json");
  const revision = path.join(folder, "working.json");
  writeFileSync(base, release.releasedFile(released, "generated/openapi.json"));
  run("redocly", ["bundle", "dari", "--output", revision]);
  const changes = changesBetween(base, revision);
  const types = brokenTypes(released, path.join(folder, "types"));
  console.log(`Since v${released}:`);
  for (const { step, place, what } of changes) console.log(`  ${step.padEnd(5)}  ${place}\n         ${what}`);
  if (types !== "") console.log(`  major  the type tests of v${released} no longer compile\n${types}`);
  const rewritten = readFileSync(base, "utf8") === readFileSync(revision, "utf8") ? "none" : "patch";
  return largest([...changes.map(({ step }) => step), rewritten, types === "" ? "none" : "major"]);
}

/** What is still to be said in package.json and in CHANGELOG.md. */
function problemsOf(step: release.Step, least: string, released: string): string[] {
  const problems: string[] = [];
  if (release.compareVersions(version, least) < 0)
    problems.push(`package.json says ${version}.\nNext: npm version ${least} --no-git-tag-version`);
  const sections = version === released ? ["Unreleased"] : [version, "Unreleased"];
  if (step !== "none" && sections.every((section) => release.changelogOf(section) === ""))
    problems.push("CHANGELOG.md says nothing: describe the change under [Unreleased].");
  return problems;
}

/** Compares with a release, and returns what is still to be said. */
function compareWith(released: string): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), "dari-diff-"));
  try {
    const step = stepSince(released, folder);
    const least = release.nextVersion(released, step);
    console.log(step === "none" ? "Nothing changed." : `This needs a ${step} step: ${least} at least.`);
    return problemsOf(step, least, released);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

readOptions("Says which version the changes of the description need.", {});
const released = release.lastRelease();
const [lost] = release.datedVersions().filter((dated) => dated !== version);
let problems: string[] = [];
if (released !== undefined) problems = compareWith(released);
else if (lost !== undefined)
  problems = [`CHANGELOG.md dates ${lost}, but git has no tag v${lost}.\nNext: git fetch --tags --unshallow`];
else console.log(`Nothing was released yet: ${version} will be the first version.\nAny change is free.`);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
