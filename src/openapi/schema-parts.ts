/** How schemas are made of other schemas. */
import { inPlace, schemasIn } from "./keywords.ts";
import { at, child, isObject, type JsonObject, SpecError, target } from "./pointer.ts";

/** A part of a schema: the schema itself, what its `$ref` points at, or an entry of its `allOf`. */
export interface SchemaPart {
  readonly pointer: string;
  readonly keywords: JsonObject;
}

/** The parts of the schemas at some places, without the choices of which one branch has been taken. */
export function partsOf(document: unknown, roots: readonly string[], choices: readonly string[]): SchemaPart[] {
  const parts = new Map<string, SchemaPart>();
  const visit = (pointer: string) => {
    const schema = schemaAt(document, pointer);
    const isTaken = (name: string) => choices.includes(child(pointer, name));
    const keywords = Object.fromEntries(Object.entries(schema).filter(([name]) => !isTaken(name)));
    parts.set(pointer, { pointer, keywords });
    if ("$ref" in keywords) visit(target(document, keywords["$ref"], pointer));
    if (Array.isArray(keywords["allOf"]))
      keywords["allOf"].forEach((_, index) => void visit(child(pointer, "allOf", index)));
  };
  roots.forEach(visit);
  return [...parts.values()];
}

/** The schemas that a schema applies: what it refers to, and those in it, with their keywords. */
export function appliedBy(document: unknown, pointer: string): [keyword: string, pointer: string][] {
  const schema = schemaAt(document, pointer);
  const inside = [...schemasIn(schema, pointer)];
  return "$ref" in schema ? [["$ref", target(document, schema["$ref"], pointer)], ...inside] : inside;
}

/** Whether a schema applies itself to the same value again: that would be validated for ever. */
export function isCircular(document: unknown, pointer: string): boolean {
  const appliedInPlace = (schema: string) =>
    appliedBy(document, schema)
      .filter(([keyword]) => inPlace.includes(keyword))
      .map(([, inner]) => inner);
  const reached = new Set(appliedInPlace(pointer));
  for (const schema of reached) for (const inner of appliedInPlace(schema)) reached.add(inner);
  return reached.has(pointer);
}

function schemaAt(document: unknown, pointer: string): JsonObject {
  const schema = at(document, pointer);
  if (!isObject(schema)) throw new SpecError(`${pointer}: there is no schema.`);
  return schema;
}
