import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { binary, description, execute, type Tool } from "./tool.ts";

const compilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: "esnext",
  module: "esnext",
  moduleResolution: "bundler",
  allowImportingTsExtensions: true,
  types: [],
};

/** The names of the exported types that hide a global class, or that got a digit because their name was taken. */
function unfortunateNames(output: string): string[] {
  const files = readdirSync(output, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const text = files.map((file) => readFileSync(path.join(output, file), "utf8")).join("\n");
  const names = new Set([...text.matchAll(/^export (?:type|interface) (\w+)/gm)].map(([, name = ""]) => name));
  const hiding = [...names].filter((name) => name in globalThis).map((name) => `The type ${name} hides a global.`);
  const taken = [...names].filter((name) => /\D\d$/.test(name) && names.has(name.slice(0, -1)));
  return [...hiding, ...taken.map((name) => `The type ${name} has a digit: its name was taken.`)];
}

/** A generator of TypeScript: it must not warn, and its code must compile. */
function generator(name: string, packages: Tool["packages"], command: string, args: string[], config = ""): Tool {
  return {
    name,
    packages,
    async problemsOf(folder) {
      const output = path.join(folder, "output");
      rmSync(output, { recursive: true, force: true });
      writeFileSync(path.join(folder, "config.js"), config);
      const { status, lines } = await execute(folder, binary(folder, command), args);
      if (status !== 0) return lines;
      const tsconfig = path.join(folder, "tsconfig.json");
      writeFileSync(tsconfig, JSON.stringify({ compilerOptions, include: ["output"] }));
      const compiled = await execute(folder, "tsc", ["--project", tsconfig]);
      const warnings = lines.filter((line) => /warn|error/i.test(line) && !/\.(ts|json)$/.test(line));
      return [...warnings, ...(compiled.status === 0 ? [] : compiled.lines), ...unfortunateNames(output)];
    },
  };
}

const kubb = `import { defineConfig } from "@kubb/core";
import { pluginOas } from "@kubb/plugin-oas";
import { pluginTs } from "@kubb/plugin-ts";

export default defineConfig({
  input: { path: ${JSON.stringify(description)} },
  output: { path: "./output", format: false, lint: false },
  plugins: [pluginOas(), pluginTs()],
});
`;

/** The generators of TypeScript that have the most users. */
export const generators: Tool[] = [
  generator("hey-api", ["@hey-api/openapi-ts@0.99.0", "typescript@5.9.3"], "openapi-ts", [
    ...["--input", description, "--output", "output", "--client", "@hey-api/client-fetch"],
  ]),
  generator("orval", ["orval@8.38.0"], "orval", [
    ...["--input", description, "--output", "output/client.ts", "--client", "fetch"],
  ]),
  generator(
    "kubb",
    ["@kubb/cli@4.39.3", "@kubb/core@4.39.3", "@kubb/plugin-oas@4.39.3", "@kubb/plugin-ts@4.39.3"],
    "kubb",
    ["generate", "--config", "config.js"],
    kubb,
  ),
];
