/** The keywords of JSON Schema that the gate knows, and what it does with each. */
import { child, isObject, type JsonObject } from "./pointer.ts";

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
export const holdsOne: readonly string[] = [
  ...["items", "additionalProperties", "propertyNames", "not", "if", "then", "else", "contains"],
  ...["unevaluatedItems", "unevaluatedProperties"],
];

/** Keywords whose value is a list or a map of schemas. */
export const holdsSeveral: readonly string[] = [
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
