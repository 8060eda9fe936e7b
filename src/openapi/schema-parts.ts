/** The parts that a schema is made of by `$ref` and `allOf`. */
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
    if (parts.has(pointer)) return;
    const schema = at(document, pointer);
    if (!isObject(schema)) throw new SpecError(`${pointer}: there is no schema.`);
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
