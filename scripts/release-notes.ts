/** `npm run -s release:notes -- --tag v1.2.3` prints what CHANGELOG.md says of that release, or says what is missing. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { readOptions } from "./lib/options.ts";
import { changelogOf, datedVersions } from "./lib/release.ts";
import { root } from "./lib/run.ts";

const { tag = "" } = readOptions("Prints what CHANGELOG.md says of a release.", {
  tag: { type: "string", value: "tag", help: "The tag of the release, such as v1.2.3." },
});
const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
const changelog = readFileSync(path.join(root, "CHANGELOG.md"), "utf8");

function problem(): string | undefined {
  if (tag !== `v${version}`)
    return `The tag is ${tag || "missing"}, but package.json says ${version}: tag v${version}.`;
  if (!datedVersions(changelog).includes(version)) return `CHANGELOG.md has no heading "## [${version}] - YYYY-MM-DD".`;
  if (changelogOf(changelog, version) === "") return `CHANGELOG.md says nothing of ${version}.`;
  return undefined;
}

const wrong = problem();
if (wrong === undefined) console.log(changelogOf(changelog, version));
else {
  console.error(wrong);
  process.exitCode = 1;
}
