/** A field of a request or a response, as the reference shows it. */
import { marked } from "marked";
import type { Schema } from "../../src/openapi/schema.ts";
import { constraintWords } from "./constraint-words.ts";

/** A value of a request or a response; texts are HTML. */
export interface Field {
  /** The id of its place on the page. */
  id: string;
  /** Its name, or `each value` and the like where it has none. */
  name: string;
  type: string;
  /** Such as `required` or `write-only`. */
  marks: string[];
  constraints: string[];
  text: string;
  fields: Field[];
}

const deepest = 6;

export const inline = (markdown: string): string => marked.parseInline(markdown, { async: false });
export const block = (markdown: string): string => marked.parse(markdown, { async: false });

/** An id with another name after it. */
export const idOf = (...names: string[]): string => names.map((name) => name.replaceAll(/[^\w-]+/g, "-")).join("-");

/** The types of a schema in words, such as `string or null` or `map of string`. */
function typeOf({ alternatives }: Schema): string {
  const names = alternatives.flatMap((alternative) => alternative.types.map((type) => typeName(type, alternative)));
  const others = new Set(names.filter((name) => name !== "null"));
  if (others.size === 5) return "any value";
  return [...others, ...(names.includes("null") ? ["null"] : [])].join(" or ");
}

function typeName(type: string, schema: Schema): string {
  if (type === "array") return `array of ${schema.items ? typeOf(schema.items) : "any value"}`;
  if (type !== "object" || !schema.additionalProperties || schema.properties.size > 0) return type;
  return `map of ${typeOf(schema.additionalProperties)}`;
}

/** Which way a value goes: a request has no `readOnly` fields, and a response has no `writeOnly` ones. */
export type Direction = "request" | "response";

/**
 * The description of a schema: its own first, then that of the schema that it refers to. In a response its own is enough:
 * the request has shown the other.
 */
function textOf(schema: Schema, direction: Direction): string {
  const texts = schema.constraints("description").map(({ value }) => String(value).trim());
  return block([...new Set(direction === "request" ? texts : texts.slice(0, 1))].join("\n\n"));
}

const isSet = (schema: Schema, keyword: string) => schema.constraints(keyword).some(({ value }) => value === true);

/** The fields inside a schema. */
export function fieldsOf(schema: Schema, id: string, direction: Direction): Field[] {
  if (schema.depth > deepest) return [];
  const held = (inner: Schema, name: string, isRequired?: boolean) =>
    fieldOf(inner, idOf(id, name), name, direction, isRequired);
  if (schema.alternatives.length > 1)
    return schema.alternatives.map((inner, index) => held(inner, `alternative ${index + 1}`));
  const hidden = direction === "request" ? "readOnly" : "writeOnly";
  const named = [...schema.properties]
    .filter(([, property]) => !isSet(property, hidden))
    .map(([name, property]) => held(property, name, schema.required.has(name)));
  const { propertyNames, additionalProperties, items } = schema;
  const unnamed = { "each name": propertyNames, "each value": additionalProperties, "each item": items };
  return [...named, ...Object.entries(unnamed).flatMap(([name, inner]) => (inner ? [held(inner, name)] : []))];
}

/** The field of a schema; `isRequired` is undefined for what has no name. */
export function fieldOf(
  schema: Schema,
  id: string,
  name: string,
  direction: Direction,
  isRequired: boolean | undefined,
): Field {
  const marks = {
    required: direction === "request" && isRequired === true,
    "may be missing": direction === "response" && isRequired === false,
    "write-only": isSet(schema, "writeOnly"),
    "read-only": isSet(schema, "readOnly"),
    deprecated: isSet(schema, "deprecated"),
  };
  return {
    id,
    name,
    type: typeOf(schema),
    marks: Object.entries(marks).flatMap(([mark, applies]) => (applies ? [mark] : [])),
    constraints: constraintWords(schema).map(inline),
    text: textOf(schema, direction),
    fields: fieldsOf(schema, id, direction),
  };
}
