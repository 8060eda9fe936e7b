/** The npm scripts that the texts name. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { root } from "../../scripts/lib/run.ts";

/** The npm scripts that a text names: `npm start`, `npm test`, `npm run mock`. */
function scriptsIn(file: string): string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const commands = text.matchAll(/\bnpm (?:(start|test)\b|run (?:-s |--silent )?([\w:]+))/g);
  return [...commands].map(([, standard, script = ""]) => standard ?? script).filter((name) => name !== "NAME");
}

const texts = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...globSync("openapi/guides/*.md", { cwd: root })];
const scripts = Object.keys(manifest.scripts);

test.for(texts)("%s names npm scripts that exist", (file) => {
  expect(scriptsIn(file).filter((name) => !scripts.includes(name))).toEqual([]);
});

test("CONTRIBUTING.md names every npm script", () => {
  const named = scriptsIn("CONTRIBUTING.md");
  // npm runs `prepare` itself.
  expect(scripts.filter((name) => name !== "prepare" && !named.includes(name))).toEqual([]);
});
