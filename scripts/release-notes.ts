/** `npm run -s release:notes -- --tag v1.2.3` prints what CHANGELOG.md says of that release, or says what is missing. */
import { readOptions } from "./lib/options.ts";
import { changelogOf, datedVersions, version } from "./lib/release.ts";

const { tag = "" } = readOptions("Prints what CHANGELOG.md says of a release.", {
  tag: { type: "string", value: "tag", help: "The tag of the release, such as v1.2.3." },
});

function problem(): string | undefined {
  if (tag !== `v${version}`)
    return `The tag is ${tag || "missing"}, but package.json says ${version}: tag v${version}.`;
  if (!datedVersions().includes(version)) return `CHANGELOG.md has no heading "## [${version}] - YYYY-MM-DD".`;
  return changelogOf(version) === "" ? `CHANGELOG.md says nothing of ${version}.` : undefined;
}

const found = problem();
console[found === undefined ? "log" : "error"](found ?? changelogOf(version));
process.exitCode = found === undefined ? 0 : 1;
