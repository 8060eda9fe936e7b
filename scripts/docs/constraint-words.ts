/** Says in words what the keywords and extensions of a schema demand of a value. */
import type { JsonObject } from "../../src/openapi/pointer.ts";
import type { Schema } from "../../src/openapi/schema.ts";

const code = (value: unknown) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
const codes = (values: unknown) => [values].flat().map(code).join(", ");

/** At least, at most: of characters, items or fields. One that must be there is easier to read as "not empty". */
const least = (unit: string) => (count: unknown) => (count === 1 ? "not empty" : `at least ${count} ${unit}`);
const most = (unit: string) => (count: unknown) => `at most ${count} ${unit}`;

/** What a runtime expression names: `$request.body#/name` is the `name` of the request. */
function partOfRequest(expression: unknown): string {
  const [, body, path, name] = /^\$request\.(?:body#\/(.*)|(path|query|header)\.(.*))$/.exec(String(expression)) ?? [];
  if (body !== undefined) return `${code(body.replaceAll("/", "."))} of the request`;
  return name === undefined ? code(expression) : `the ${path} parameter ${code(name)}`;
}

const generated: Readonly<Record<string, string>> = {
  unique: "made by the server: no two responses have the same",
  now: "made by the server: the current time",
  stable: "made by the server: the same for a long time",
};

const formats: Readonly<Record<string, string>> = {
  "date-time": "a date and time of RFC 3339",
  date: "a date, such as 2026-03-31",
  uuid: "a UUID",
  uri: "a URI",
  email: "an email address",
};

const unstated: Readonly<Record<string, string>> = { null: "whether an optional field may be `null`" };

/** The words of each keyword, in Markdown. */
const words: Readonly<Record<string, (value: unknown) => string>> = {
  const: (value) => `always ${code(value)}`,
  enum: (values) => `one of ${codes(values)}`,
  "x-extensible-enum": (values) => `known values: ${codes(values)}; the server may add others`,
  format: (value) => formats[String(value)] ?? `of the format ${code(value)}`,
  pattern: (value) => `matches ${code(value)}`,
  minLength: least("characters"),
  maxLength: most("characters"),
  minItems: least("items"),
  maxItems: most("items"),
  minProperties: least("entries"),
  maxProperties: most("entries"),
  uniqueItems: () => "no item twice",
  minimum: (value) => `at least ${value}`,
  exclusiveMinimum: (value) => `more than ${value}`,
  maximum: (value) => `at most ${value}`,
  exclusiveMaximum: (value) => `less than ${value}`,
  multipleOf: (value) => `a multiple of ${value}`,
  default: (value) => `${code(value)} by default`,
  "x-reference": () => "must exist",
  "x-returns": (value) => `returns ${partOfRequest(value)}`,
  "x-generated": (value) => generated[String(value)] ?? `made by the server: ${code(value)}`,
  "x-unstated": (values) =>
    `not stated by the API: ${[values].flat().map((value) => unstated[String(value)] ?? code(value))}`,
};

/** Keywords that the page shows as a field's type, marks, text or inner fields. */
const shownElsewhere =
  /^(\$.+|type|title|description|examples?|(read|write)Only|deprecated|required|properties|items|propertyNames)$/;
const notOfValues = /^((all|any|one)Of|externalDocs|discriminator|xml)$/;

/** Whether every value is valid, such as for `minLength: 0`. */
const isVacuous = (keyword: string, value: unknown) =>
  (/^min(Length|Items|Properties)$/.test(keyword) && value === 0) || (keyword === "uniqueItems" && value === false);

function wordsOf(keyword: string, value: unknown): string[] {
  if (shownElsewhere.test(keyword) || notOfValues.test(keyword) || isVacuous(keyword, value)) return [];
  if (keyword === "additionalProperties") return value === false ? ["no other fields"] : [];
  const inWords = words[keyword];
  return [inWords ? inWords(value) : `${code(keyword)}: ${code(value)}`];
}

/** The constraints and extensions of a schema in words, in Markdown; a keyword without words is shown as it is. */
export function constraintWords({ parts }: Pick<Schema, "parts">): string[] {
  const all = parts.flatMap(({ keywords }: { keywords: JsonObject }) =>
    Object.entries(keywords).flatMap(([keyword, value]) => wordsOf(keyword, value)),
  );
  return [...new Set(all)];
}
