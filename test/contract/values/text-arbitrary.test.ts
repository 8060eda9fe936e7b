import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatOf, strings } from "../../../src/contract/values/text-arbitrary.ts";
import { schemaWith } from "./support.ts";

/** Random texts of a schema; `undefined` if none is found. */
function texts(definition: object): string[] | undefined {
  const { inputs, schema } = schemaWith({ type: "string", ...definition });
  const values = strings(inputs, schema);
  return values && fc.sample(values, { seed: 1, numRuns: 100 });
}

const lengthsOf = (values: string[] = []) => values.map((value) => [...value].length);

describe("random text", () => {
  test.each([
    ["date-time", /^\d{4}-\d\d-\d\dT[\d:]{8}Z$/],
    ["date", /^(19|20)\d\d-\d\d-\d\d$/],
    ["time", /^[\d:]{8}\.\d{3}Z$/],
    ["duration", /^P.*[DS]|PT30M$/],
    ["uuid", /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/],
    ["email", /^[a-z]{1,8}@example\.(com|org)$/],
    ["hostname", /^[a-z]+(\.[a-z]+)?$/],
    ["ipv4", /^\d+(\.\d+){3}$/],
    ["ipv6", /:/],
    ["uri", /^(https:|urn:)/],
    ["uri-reference", /a/],
    ["json-pointer", /^(\/\w.*)?$/],
    ["regex", /^(\^\[a-z\]\+\$|a\|b)$/],
    ["byte", /^[A-Za-z\d]+=$|^[A-Za-z\d]{8}$/],
  ])("has the format %s", (format, form) => {
    const values = texts({ format }) ?? [];
    expect(new Set(values).size).toBeGreaterThan(1);
    for (const value of values) expect(value).toMatch(form);
  });

  test("has no format where any text has it", () => {
    const formats = ["password", "binary", "date", 7].map((format) => formatOf(schemaWith({ format }).schema));
    expect(formats).toEqual([undefined, undefined, "date", undefined]);
  });

  test("is not found for a format that is not known, nor for a pattern with a lookahead", () => {
    expect(texts({ format: "colour" })).toBeUndefined();
    expect(texts({ pattern: "^(?=a)a$" })).toBeUndefined();
  });

  test("matches a pattern, and is long enough for its limits", () => {
    for (const value of texts({ pattern: "^[a-c]+$" }) ?? [""]) expect(value).toMatch(/^[a-c]+$/);
    expect(Math.max(...lengthsOf(texts({ pattern: "^a*$", minLength: 11 })))).toBeGreaterThan(20);
  });

  test.each<[limits: object, least: number, most: number]>([
    [{ minLength: 2, maxLength: 4 }, 2, 4],
    [{ maxLength: 3 }, 1, 3],
    [{ maxLength: 0 }, 0, 0],
    [{ minLength: 70 }, 70, 90],
    [{}, 1, 60],
    [{ writeOnly: true, maxLength: 9 }, 6, 9],
    [{ writeOnly: true, maxLength: 6 }, 6, 6],
    [{ writeOnly: true, minLength: 8, maxLength: 9 }, 8, 9],
    [{ writeOnly: true, maxLength: 5 }, 1, 5],
  ])("of %j has %i to %i characters", (limits, least, most) => {
    const lengths = lengthsOf(texts(limits));
    expect(lengths).toHaveLength(100);
    expect(Math.min(...lengths)).toBe(least);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(most);
    expect(Math.max(...lengths)).toBeGreaterThanOrEqual(Math.min(most, least + 1));
  });

  test("of more than 5,000 characters is not made", () => {
    expect(texts({ minLength: 5000 })).toHaveLength(100);
    expect(texts({ minLength: 5001 })).toBeUndefined();
  });

  test("of a secret begins with the canary by which it is recognised", () => {
    for (const value of texts({ writeOnly: true }) ?? [""]) expect(value).toMatch(/^secret/);
  });

  test("has characters of ASCII, of the rest of the BMP and from beyond it, and is never blank", () => {
    const values = texts({ maxLength: 20 }) ?? [];
    const all = values.join("");
    for (const some of [/[a-z]/, /[\u0100-\ud7ff]/, /[\u{10000}-\u{1f9ff}]/u]) expect(all).toMatch(some);
    expect(all).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    expect(values.filter((value) => value.trim() === "")).toEqual([]);
  });

  test("gets smaller when it is shrunk", () => {
    const { inputs, schema } = schemaWith({ type: "string" });
    const values = strings(inputs, schema);
    const result =
      values &&
      fc.check(
        fc.property(values, (value) => value.length < 4),
        { seed: 1 },
      );
    expect(result?.counterexample?.[0]).toHaveLength(4);
  });
});
