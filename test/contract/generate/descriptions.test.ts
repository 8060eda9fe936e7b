/** Whole descriptions, each of another kind of API: the gate lists test cases for any of them. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { registerSchema, unregisterSchema, validate } from "@hyperjump/json-schema/draft-2020-12";
import { describe, expect, test } from "vitest";
import { listCases } from "../../../src/contract/cases.ts";
import type { TestCase } from "../../../src/contract/generate/test-case.ts";
import { parseDescription, readDescription } from "../../../src/openapi/document.ts";
import { parsed, tokensOf } from "../../../src/openapi/pointer.ts";

const folder = path.join(import.meta.dirname, "descriptions");
const descriptionId = "https://example.com/description";
const dialect = "https://json-schema.org/draft/2020-12/schema";

/** What of a description gets no case, by the last key of its place. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  "accounts.yaml": ["responses"], // no refusal of an invalid account
  "measurements.yaml": ["contains", "prefixItems"],
  "search.yaml": ["2", "5"], // the parameters with the style deepObject, and in a cookie
  "settings.yaml": ["patternProperties", "dependentRequired"],
  "shipments.yaml": ["if", "then", "not"],
  "todos.yaml": ["responses"], // no 4xx for an invalid limit
  "uploads.yaml": ["requestBody", "post"], // bodies that are not JSON
  "vehicles.yaml": ["unevaluatedProperties"],
};

/** Whether a second validator takes the JSON body of a case. */
async function bodyValidator(spec: object): Promise<(testCase: TestCase) => Promise<boolean>> {
  unregisterSchema(descriptionId);
  registerSchema(structuredClone(spec) as never, descriptionId, dialect);
  return async ({ operation, template }) => {
    const pointer = operation.body?.schema.pointer ?? "";
    return (await validate(`${descriptionId}#${encodeURI(pointer)}`, JSON.parse(template.body ?? ""))).valid;
  };
}

/** Whether a schema tells whether the JSON body of a case is valid. A second validator need not check formats. */
function isAboutBody({ expects, operation, pointer, template }: TestCase): boolean {
  if (operation.body === undefined || !(expects === "accepted" || expects === "refused")) return false;
  if (expects === "refused" && /\/format$|\/parameters\//.test(pointer)) return false;
  return parsed(template.body) !== undefined;
}

describe.each(readdirSync(folder))("of %s", (file) => {
  const spec = parseDescription(readFileSync(path.join(folder, file), "utf8")) as object;
  const { cases, omissions } = listCases({ spec });

  test("every operation gets positive cases, and what gets none is named", () => {
    const places = omissions.map(({ pointer }) => tokensOf(pointer).at(-1));
    expect(places).toEqual(leftOut[file] ?? []);
    const tested = new Set(cases.filter(({ expects }) => expects === "accepted").map(({ operation }) => operation.id));
    const operations = readDescription(spec).operations.filter(
      ({ pointer }) => !omissions.some((one) => one.pointer === pointer),
    );
    expect([...tested]).toEqual(operations.map(({ id }) => id));
  });

  test("a second validator agrees on every body", async () => {
    const isValid = await bodyValidator(spec);
    for (const testCase of cases.filter(isAboutBody))
      expect(await isValid(testCase), testCase.id).toBe(testCase.expects === "accepted");
  });
});
