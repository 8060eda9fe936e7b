/** Reads what a schema says about one value, its `$ref` and `allOf` included. */
import { malformed } from "./keyword.ts";
import { at, child, isObject, type JsonObject, SpecError, target } from "./pointer.ts";

/** A part of a schema: the schema itself, what its `$ref` points at, or an entry of its `allOf`. */
export interface Facet {
  readonly pointer: string;
  readonly schema: JsonObject;
}

/** All that a description says about one value of a request or a response. */
export interface Schema {
  readonly document: unknown;
  readonly pointer: string;
  /** The places that a value must be valid at; none for a value that nothing is said about. */
  readonly roots: readonly string[];
  readonly facets: readonly Facet[];
  /** The value, or what it stands in, is `writeOnly`. */
  readonly isSecret: boolean;
  /** How deep the value stands in its body. */
  readonly depth: number;
}

/** One keyword at one place. */
export interface Constraint {
  readonly pointer: string;
  readonly value: unknown;
}

/** A type of JSON Schema. */
export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

const everyType: readonly JsonType[] = ["null", "boolean", "number", "string", "array", "object"];

/** The schema at a pointer. */
export function schemaAt(document: unknown, pointer: string): Schema {
  return schemaOf({ document, isSecret: false, depth: 0 }, [pointer]);
}

/** A schema that every value is valid for, for a place where the description has none. */
export function anySchema(document: unknown, pointer: string): Schema {
  return { document, pointer, roots: [], facets: [], isSecret: false, depth: 0 };
}

const read = new WeakMap<object, Map<string, Schema>>();

/** The schema of a value that must be valid at several places; the same object each time, so that it can be a key. */
function schemaOf(
  { document, isSecret, depth }: Pick<Schema, "document" | "isSecret" | "depth">,
  roots: readonly string[],
  consumed: readonly string[] = [],
): Schema {
  const known = read.get(document as object) ?? new Map<string, Schema>();
  read.set(document as object, known);
  const name = JSON.stringify([isSecret, depth, roots, consumed]);
  const before = known.get(name);
  if (before) return before;
  const facets = facetsOf(document, roots).map(({ pointer, schema }) => {
    const kept = Object.entries(schema).filter(([keyword]) => !consumed.includes(child(pointer, keyword)));
    return { pointer, schema: Object.fromEntries(kept) };
  });
  const secret = isSecret || facets.some(({ schema }) => schema["writeOnly"] === true);
  const schema = { document, pointer: roots.at(-1) ?? "", roots, facets, isSecret: secret, depth };
  known.set(name, schema);
  return schema;
}

function facetsOf(document: unknown, roots: readonly string[]): Facet[] {
  const facets = new Map<string, Facet>();
  const visit = (pointer: string) => {
    if (facets.has(pointer)) return;
    const value = at(document, pointer);
    if (value === undefined) throw new SpecError(`${pointer}: there is no schema.`);
    const schema = value === false ? { not: {} } : wellFormed(value);
    facets.set(pointer, { pointer, schema });
    if ("$ref" in schema) visit(target(document, schema["$ref"], pointer));
    if (Array.isArray(schema["allOf"]))
      schema["allOf"].forEach((_, index) => void visit(child(pointer, "allOf", index)));
  };
  roots.forEach(visit);
  return [...facets.values()];
}

/** A schema without the keywords that can't be read: the validator reports them. */
function wellFormed(schema: unknown): JsonObject {
  const keywords = Object.entries(isObject(schema) ? schema : {});
  return Object.fromEntries(keywords.filter(([name, value]) => malformed(name, value) === undefined));
}

/** Every statement of a keyword. */
export function constraintsOf(schema: Schema, keyword: string): Constraint[] {
  return schema.facets
    .filter((facet) => Object.hasOwn(facet.schema, keyword))
    .map((facet) => ({ pointer: child(facet.pointer, keyword), value: facet.schema[keyword] }));
}

/** The first statement of a keyword. */
export function constraintOf(schema: Schema, keyword: string): Constraint | undefined {
  return constraintsOf(schema, keyword)[0];
}

/** The value of the first statement of a keyword. */
export function keyword(schema: Schema, name: string): unknown {
  return constraintOf(schema, name)?.value;
}

/** The strictest statement of a keyword that is a number, such as the highest `minimum`. */
export function limitOf(schema: Schema, name: string): number | undefined {
  const numbers = constraintsOf(schema, name)
    .map(({ value }) => value)
    .filter((value) => typeof value === "number");
  if (numbers.length === 0) return undefined;
  return /^(min|exclusiveMin)/.test(name) ? Math.max(...numbers) : Math.min(...numbers);
}

/** The types that a schema allows by `type`, `const` or `enum`; all when it says nothing. */
export function typesOf(schema: Schema): JsonType[] {
  const stated = constraintsOf(schema, "type").map(({ value }) => [value].flat() as JsonType[]);
  const values = constraintOf(schema, "const") ? [keyword(schema, "const")] : keyword(schema, "enum");
  if (Array.isArray(values)) stated.push([...new Set(values.map(typeOf))]);
  if (stated.length === 0) {
    const isObjectSchema = schema.facets.some((facet) => "properties" in facet.schema || "required" in facet.schema);
    return isObjectSchema ? ["object"] : [...everyType];
  }
  const named = new Set(stated.flat());
  return [...named].filter((type) => stated.every((types) => allows(types, type)));
}

const allows = (types: readonly JsonType[], type: JsonType): boolean =>
  types.includes(type) || (type === "integer" && types.includes("number"));

/** The type of a JSON value. */
export function typeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as JsonType;
}

/** The schema as one for each branch of its `anyOf` and `oneOf`; itself alone when it has none. */
export function alternativesOf(schema: Schema): Schema[] {
  return alternatives(schema, []);
}

function alternatives(schema: Schema, consumed: readonly string[]): Schema[] {
  const choice = ["anyOf", "oneOf"].flatMap((name) => constraintsOf(schema, name))[0];
  if (!choice || !Array.isArray(choice.value) || consumed.length >= 3) return [schema];
  const used = [...consumed, choice.pointer];
  return choice.value.flatMap((_, index) =>
    alternatives(schemaOf(schema, [...schema.roots, child(choice.pointer, index)], used), used),
  );
}

/** The schemas of an object's properties by name. */
export function propertiesOf(schema: Schema): Map<string, Schema> {
  const places = new Map<string, string[]>();
  for (const { pointer, value } of constraintsOf(schema, "properties")) {
    for (const name of isObject(value) ? Object.keys(value) : [])
      places.set(name, [...(places.get(name) ?? []), child(pointer, name)]);
  }
  return new Map([...places].map(([name, roots]) => [name, schemaOf(inside(schema), roots)]));
}

const inside = (schema: Schema) => ({ ...schema, depth: schema.depth + 1 });

/** The names that a schema requires. */
export function requiredOf(schema: Schema): Set<string> {
  return new Set(constraintsOf(schema, "required").flatMap(({ value }) => (Array.isArray(value) ? value : [])));
}

/** The schema of what a value holds, under a keyword such as `items`; `undefined` where nothing is said, or `false`. */
export function under(schema: Schema, name: "items" | "additionalProperties" | "propertyNames"): Schema | undefined {
  const roots = constraintsOf(schema, name).filter(({ value }) => isObject(value));
  if (roots.length === 0) return undefined;
  return schemaOf(
    inside(schema),
    roots.map(({ pointer }) => pointer),
  );
}

/** A map: an object whose entries have a schema of their own instead of names. */
export function isMap(schema: Schema): boolean {
  return typesOf(schema).includes("object") && under(schema, "additionalProperties") !== undefined;
}

/** Names something that must exist on the server: another value than the known one may be refused. */
export function isReference(schema: Schema): boolean {
  return keyword(schema, "x-reference") === true;
}

/** The values that the description itself shows. */
export function examplesOf(schema: Schema): unknown[] {
  const lists = ["examples", "enum"].flatMap((name) => keyword(schema, name) ?? []);
  return ["const", "example", "default"]
    .map((name) => keyword(schema, name))
    .concat(lists)
    .filter((value) => value !== undefined);
}
