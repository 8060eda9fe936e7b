import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { severities } from "../../../src/contract/check/check.ts";
import { checks } from "../../../src/contract/check/finding.ts";

const folder = path.resolve(import.meta.dirname, "../../../src/contract/check");

test("codes are unique, and the most severe checks are reported first", () => {
  const codes = checks.map(({ code }) => code);
  expect([...new Set(codes)]).toEqual(codes);
  const ranks = checks.map(({ severity, code }) => `${severities.indexOf(severity)} ${code}`);
  expect(ranks).toEqual(ranks.toSorted());
});

test.for(checks)("$name is in the folder of its severity, in a file of its name", ({ name, severity }) => {
  expect(existsSync(path.join(folder, severity.replaceAll(" ", "-"), `${name}.ts`))).toBe(true);
});

test("what a check explains is another check", () => {
  const names = checks.map(({ name }) => name as string);
  for (const { name, explains = [] } of checks)
    expect(names.filter((other) => other !== name)).toEqual(expect.arrayContaining([...explains]));
});
