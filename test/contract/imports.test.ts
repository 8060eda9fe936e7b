import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../../src");
const layers = [
  "openapi",
  ...[
    "values",
    "generate",
    "transport",
    "check",
    "option-checks.ts",
    "options.ts",
    "state/items",
    "state/steps",
    "state/sequences",
    "state",
    "run",
    "report",
    "cli",
  ].map((name) => `contract/${name}`),
];

/** The files of src with the files of src that each imports, types included. */
function importsOf(folder: string): [file: string, imported: string][] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.flatMap((file) => {
    const text = readFileSync(path.join(folder, file), "utf8");
    const paths = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, imported = ""]) => imported);
    return paths.map((imported): [string, string] => [
      file,
      path.relative(folder, path.resolve(folder, path.dirname(file), imported)),
    ]);
  });
}

const imports = importsOf(root);
const contract = "contract/";
const layerOf = (file: string) => layers.findIndex((layer) => `${file}/`.startsWith(`${layer}/`));

test("the client and the contract gate do not import each other", () => {
  const between = (from: string, to: string) =>
    imports.filter(([file, imported]) => file.startsWith(from) && imported.startsWith(to));
  expect([...between("client/", contract), ...between(contract, "client/")]).toEqual([]);
});

test("what reads a description knows nothing of the client and the gate", () => {
  expect(imports.filter(([file, to]) => file.startsWith("openapi/") && !/^(openapi\/|lists\.ts$)/.test(to))).toEqual(
    [],
  );
});

test("what client and gate share of HTTP imports nothing", () => {
  expect(imports.filter(([file]) => file.startsWith("http/"))).toEqual([]);
});

test("the folders of the gate import in one direction", () => {
  const wrong = imports.filter(([file, to]) => layerOf(file) >= 0 && layerOf(to) > layerOf(file));
  expect(wrong).toEqual([]);
});

test("values are made without knowing of test cases and servers", () => {
  const foreign = imports.filter(
    ([file, to]) => file.startsWith("contract/values/") && !/^(openapi\/|contract\/values\/|lists\.ts$)/.test(to),
  );
  expect(foreign).toEqual([]);
});

test("no file that reads a description, and none of the gate, imports itself by way of others", () => {
  const of = new Map<string, string[]>();
  for (const [file, to] of imports) of.set(file, [...(of.get(file) ?? []), to]);
  const done = new Set<string>();
  const circle = (file: string, trail: string[]): string[] | undefined => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return undefined;
    const found = (of.get(file) ?? []).map((to) => circle(to, [...trail, file])).find((one) => one !== undefined);
    done.add(file);
    return found;
  };
  expect(
    [...of.keys()]
      .filter((file) => /^(contract|openapi)\//.test(file))
      .map((file) => circle(file, []))
      .find(Boolean),
  ).toBeUndefined();
});
