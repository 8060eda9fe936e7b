/** The keywords of JSON Schema that the gate knows, and what it does with each. */
import { isObject } from "./pointer.ts";

const types = ["null", "boolean", "integer", "number", "string", "array", "object"];
const isNames = (value: unknown) => Array.isArray(value) && value.every((name) => typeof name === "string");
const isSchema = (value: unknown) => typeof value === "boolean" || isObject(value);

/** Whether a regular expression compiles; `flags` as those of `RegExp`. */
export function compiles(pattern: string, flags: "u" | ""): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}

/** The forms that the value of a keyword may have to have; what a `schema…` holds is read as a schema in turn. */
const hasForm = {
  any: () => true,
  boolean: (value: unknown) => typeof value === "boolean",
  text: (value: unknown) => typeof value === "string",
  number: (value: unknown) => typeof value === "number",
  count: (value: unknown) => Number.isInteger(value) && Number(value) >= 0,
  list: (value: unknown) => Array.isArray(value) && value.length > 0,
  names: isNames,
  types: (value: unknown) => [value].flat().length > 0 && [value].flat().every((type) => types.includes(String(type))),
  pattern: (value: unknown) => typeof value === "string" && compiles(value, ""),
  "lists of names": (value: unknown) => isObject(value) && Object.values(value).every(isNames),
  schema: isSchema,
  schemas: (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isSchema),
  "schemas by name": (value: unknown) => isObject(value) && Object.values(value).every(isSchema),
};

type Form = keyof typeof hasForm;

/** Keywords that negative cases are made for, and those that hold the schemas of other values. */
const tested: Record<string, Form> = {
  $ref: "text",
  type: "types",
  enum: "list",
  const: "any",
  pattern: "pattern",
  format: "text",
  minLength: "count",
  maxLength: "count",
  minimum: "number",
  maximum: "number",
  exclusiveMinimum: "number",
  exclusiveMaximum: "number",
  multipleOf: "number",
  minItems: "count",
  maxItems: "count",
  uniqueItems: "boolean",
  minProperties: "count",
  maxProperties: "count",
  required: "names",
  items: "schema",
  properties: "schemas by name",
  additionalProperties: "schema",
  propertyNames: "schema",
  allOf: "schemas",
  anyOf: "schemas",
  oneOf: "schemas",
};

/** Keywords that every value is validated against, but that no case is made for. */
const validated: Record<string, Form> = {
  not: "schema",
  if: "schema",
  // biome-ignore lint/suspicious/noThenProperty: this is the name of the keyword
  then: "schema",
  else: "schema",
  contains: "schema",
  minContains: "count",
  maxContains: "count",
  prefixItems: "schemas",
  patternProperties: "schemas by name",
  dependentSchemas: "schemas by name",
  dependentRequired: "lists of names",
  unevaluatedItems: "schema",
  unevaluatedProperties: "schema",
};

/** Keywords that change how a schema is read: a schema that has one can't be used. */
const unreadable = ["$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"];

/** Keywords that only hold or apply other schemas: those have the constraints. */
const structural = ["$ref", "items", "properties", "additionalProperties", "propertyNames", "allOf", "anyOf", "oneOf"];

/** Keywords that a value itself can violate. */
export const assertions: readonly string[] = Object.keys({ ...tested, ...validated }).filter(
  (keyword) => !structural.includes(keyword),
);

/** What the gate does with a keyword. */
export type Support = "tested" | "validated" | "unreadable" | "ignored";

export function supportOf(keyword: string): Support {
  if (Object.hasOwn(tested, keyword)) return "tested";
  if (Object.hasOwn(validated, keyword)) return "validated";
  return unreadable.includes(keyword) ? "unreadable" : "ignored";
}

const forms = new Map(Object.entries({ ...tested, ...validated }));
const formOf = (keyword: string): Form => forms.get(keyword) ?? "any";

/** Why the value of a keyword can't be used, or `undefined`. */
export function malformed(keyword: string, value: unknown): string | undefined {
  if (hasForm[formOf(keyword)](value) && !(keyword === "multipleOf" && Number(value) <= 0)) return undefined;
  return `${keyword} is malformed: ${JSON.stringify(value)?.slice(0, 80)}`;
}

/** The places under a keyword where schemas stand, as JSON pointer tokens. */
export function schemasUnder(keyword: string, value: unknown): (string | number)[][] {
  const form = formOf(keyword);
  if (form === "schema") return [[keyword]];
  if (form === "schemas") return (value as unknown[]).map((_, index) => [keyword, index]);
  return form === "schemas by name" ? Object.keys(value as object).map((name) => [keyword, name]) : [];
}

/** Whether a keyword applies the schemas under it to the same value. */
export function isInPlace(keyword: string): boolean {
  return ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"].includes(keyword);
}
