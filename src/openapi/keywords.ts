/** The keywords of JSON Schema that the gate knows, and what it does with each. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { child, isObject, type JsonObject, tokensOf } from "./pointer.ts";

/** Keywords that negative cases are made for. */
const tested: readonly string[] = [
  ...["type", "enum", "const", "pattern", "format", "minLength", "maxLength"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ...["minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "required"],
];

/** Keywords that only hold or apply other schemas: cases are made for those. */
const structural: readonly string[] = [
  ...["$ref", "items", "properties", "additionalProperties", "propertyNames", "allOf", "anyOf", "oneOf"],
];

/** Keywords that every value is validated against, but that no case is made for. */
const validated: readonly string[] = [
  ...["not", "if", "then", "else", "contains", "minContains", "maxContains", "prefixItems", "patternProperties"],
  ...["dependentSchemas", "dependentRequired", "unevaluatedItems", "unevaluatedProperties"],
];

/** Keywords that change how a schema is read: a schema that has one can't be used. */
export const unreadable: readonly string[] = [
  ...["$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor"],
];

/** Keywords whose value is a schema. */
const holdsOne: readonly string[] = [
  ...["items", "additionalProperties", "propertyNames", "not", "if", "then", "else", "contains"],
  ...["unevaluatedItems", "unevaluatedProperties"],
];

/** Keywords whose value is a list or a map of schemas. */
const holdsSeveral: readonly string[] = [
  ...["properties", "patternProperties", "dependentSchemas", "prefixItems", "allOf", "anyOf", "oneOf"],
];

/** Keywords that apply the schemas under them to the same value. */
export const inPlace: readonly string[] = [
  ...["$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas"],
];

/** What the gate does with a keyword. */
type Support = "tested" | "structural" | "validated" | "unreadable" | "ignored";

export function supportOf(keyword: string): Support {
  if (tested.includes(keyword)) return "tested";
  if (structural.includes(keyword)) return "structural";
  if (validated.includes(keyword)) return "validated";
  return unreadable.includes(keyword) ? "unreadable" : "ignored";
}

/** The pointers of the schemas in a well-formed schema, with the keywords that they stand under. */
export function* schemasIn(schema: JsonObject, pointer: string): Generator<[keyword: string, pointer: string]> {
  for (const keyword of holdsOne) if (isObject(schema[keyword])) yield [keyword, child(pointer, keyword)];
  for (const keyword of holdsSeveral)
    for (const key of Object.keys(schema[keyword] ?? {})) yield [keyword, child(pointer, keyword, key)];
}

/** What a schema must be: what JSON Schema says, and what Ajv can validate by. */
const usableSchema = {
  $ref: "https://json-schema.org/draft/2020-12/schema",
  properties: {
    enum: { minItems: 1 },
    pattern: { format: "pattern" },
    patternProperties: { propertyNames: { format: "pattern" } },
  },
};

const schemaValidator = new Ajv2020({ strict: false, allErrors: true, logger: false })
  .addFormat("pattern", (text) => compiles(text, ""))
  .addSchema(usableSchema, "usable");

/** The keywords of a schema whose values are malformed; each schema inside has its own. */
export function malformedKeywords(schema: JsonObject): string[] {
  // Whatever the dialect is that the schema names: it is read as one of OpenAPI 3.1.
  schemaValidator.validate("usable", schema);
  // A name that is required twice does no harm.
  const errors = (schemaValidator.errors ?? []).filter(({ keyword }) => keyword !== "uniqueItems");
  const places = errors.map(({ instancePath }) => tokensOf(instancePath)).filter((tokens) => !isInside(tokens));
  const keywords = new Set(places.map(([keyword = ""]) => keyword));
  return [...keywords].filter((keyword) => !["unreadable", "ignored"].includes(supportOf(keyword)));
}

/** Whether a place in a schema is inside one of the schemas that it holds. */
function isInside([keyword = "", ...inner]: readonly string[]): boolean {
  return holdsOne.includes(keyword) ? inner.length > 0 : holdsSeveral.includes(keyword) && inner.length > 1;
}

/** Whether a regular expression compiles; `flags` as those of `RegExp`. */
export function compiles(pattern: string, flags: "u" | ""): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}

/** Whether values can be validated against a format. */
export function isKnownFormat(format: unknown): boolean {
  return Object.hasOwn(fullFormats, String(format));
}
