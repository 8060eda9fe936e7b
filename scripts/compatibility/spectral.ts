import { writeFileSync } from "node:fs";
import path from "node:path";
import { binary, description, execute, type Tool } from "./tool.ts";

/** The linter Spectral, with its own rules for OpenAPI; hints count. */
export const spectral: Tool = {
  name: "Spectral",
  packages: ["@stoplight/spectral-cli@6.16.3"],
  async problemsOf(folder) {
    const rules = path.join(folder, "rules.json");
    writeFileSync(rules, '{ "extends": ["spectral:oas"] }');
    const args = ["lint", "--ruleset", rules, "--fail-severity=hint", "--quiet", description];
    const { status, lines } = await execute(folder, binary(folder, "spectral"), args);
    return status === 0 ? [] : lines;
  },
};
