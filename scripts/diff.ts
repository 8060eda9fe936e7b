/**
 * `npm run diff` compares the description with that of the last release, prints the changes and the version step that
 * they need, and fails while package.json or CHANGELOG.md don't say so.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { changesBetween, largest, type Step } from "./lib/changes.ts";
import { readOptions } from "./lib/options.ts";
import * as release from "./lib/release.ts";
import { root, run, toolEnv } from "./lib/run.ts";

const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const { version } = JSON.parse(read("package.json")) as { version: string };
const changelog = read("CHANGELOG.md");

/** What the type tests of a release say of the types that are built now; empty if they still compile. */
function brokenTypes(released: string, folder: string): string {
  run("node", ["scripts/build.ts"]);
  const tests = release.releasedFiles(released, /^test\/.*types\.test\.ts$/);
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  for (const file of tests) write(file, release.releasedFile(released, file));
  // The tests import the sources; here they get the types that were built of them.
  write("src/index.ts", `export * from ${JSON.stringify(path.join(root, "dist/index.js"))};\n`);
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  const config = { extends: path.join(root, "tsconfig.json"), include: tests };
  writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify(config));
  return spawnSync("tsc", ["--project", folder], { env: toolEnv, encoding: "utf8" }).stdout;
}

/** Prints what changed since a release, and returns the step that it needs. */
function stepSince(released: string, folder: string): Step {
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
function missing(released: string, step: Step): string[] {
  const least = release.nextVersion(released, step);
  const sections = version === released ? ["Unreleased"] : [version, "Unreleased"];
  const said = sections.some((section) => release.changelogOf(changelog, section) !== "");
  return [
    ...(release.compareVersions(version, least) < 0
      ? [`package.json says ${version}.\nNext: npm version ${least} --no-git-tag-version`]
      : []),
    ...(step !== "none" && !said ? [`CHANGELOG.md says nothing: describe the change under [Unreleased].`] : []),
  ];
}

function main(): void {
  const released = release.lastRelease();
  const lost = release.datedVersions(changelog).filter((one) => one !== version && one !== released);
  if (released === undefined && lost.length > 0)
    throw new Error(
      `CHANGELOG.md dates ${lost[0]}, but git has no tag v${lost[0]}.\nNext: git fetch --tags --unshallow`,
    );
  if (released === undefined) {
    console.log(`Nothing was released yet: ${version} will be the first version.\nAny change is free.`);
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), "dari-diff-"));
  try {
    const step = stepSince(released, folder);
    const problems = missing(released, step);
    console.log(
      step === "none"
        ? "Nothing changed."
        : `This needs a ${step} step: ${release.nextVersion(released, step)} at least.`,
    );
    for (const problem of problems) console.error(problem);
    process.exitCode = problems.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

readOptions("Says which version the changes of the description need.", {});
try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
