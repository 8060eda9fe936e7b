/**
 * `npm run compatibility` gives the description to public tools and prints a table of what each reports. It installs
 * the tools on demand, and fails if one reports a problem.
 */
import { generators } from "./compatibility/generators.ts";
import { spectral } from "./compatibility/spectral.ts";
import { viewers } from "./compatibility/viewers.ts";
import { onDemand } from "./on-demand.ts";
import { readOptions } from "./options.ts";

readOptions("Gives the description to public tools and prints what they report. Installs the tools on demand.", {});
const tools = [...generators, spectral, ...viewers];
const width = Math.max(...tools.map(({ name }) => name.length));
for (const { name, packages, problemsOf } of tools) {
  const folder = await onDemand(`compatibility/${name.replaceAll(" ", "-")}`, ...packages);
  const problems = await problemsOf(folder);
  const version = packages[0]?.split("@").at(-1) ?? "";
  console.log(`${name.padEnd(width)}  ${version.padEnd(9)}  ${problems.length === 0 ? "no problem" : "problems"}`);
  for (const problem of problems) console.log(`  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}
