/** The schemas of a description as Ajv gets them: with the keywords alone that values can be validated against. */
import { isInPlace, malformed, schemasUnder, supportOf } from "./keywords.ts";
import { at, child, isObject, type JsonObject, type Omission, SpecError, target } from "./pointer.ts";
import { Schema } from "./schema.ts";

const id = "https://description.invalid/";

/** Copies of schemas, made when they are first needed. */
export class SchemaBundle {
  /** All copies by their pointers, as one schema: Ajv looks up in it what they refer to. */
  readonly schema: { readonly $id: string; readonly $defs: Record<string, JsonObject> } = { $id: id, $defs: {} };
  readonly #document: unknown;
  readonly #foreign: "readOnly" | "writeOnly";
  readonly #isKnownFormat: (format: string) => boolean;
  readonly #omissions: Omission[];
  readonly #sources = new Map<unknown, string>();

  /**
   * @param foreign marks the properties that only the other direction has: they are not required
   * @param omissions gets the constraints that values are not validated against, or that no case is made for
   */
  constructor(
    document: unknown,
    foreign: "readOnly" | "writeOnly",
    isKnownFormat: (format: string) => boolean,
    omissions: Omission[],
  ) {
    this.#document = document;
    this.#foreign = foreign;
    this.#isKnownFormat = isKnownFormat;
    this.#omissions = omissions;
  }

  /**
   * Adds a schema and all that it refers to, and returns the reference to its copy.
   *
   * @throws {SpecError} if values can't be validated by it
   */
  add(pointer: string): { $ref: string } {
    this.#checkCircles(pointer, []);
    return { $ref: this.#reference(pointer) };
  }

  /** The pointer of the schema that a copy is of. */
  sourceOf(copy: unknown): string {
    return this.#sources.get(copy) ?? "";
  }

  #reference(pointer: string): string {
    this.#copyOf(pointer);
    return `${id}#${child("/$defs", pointer).replaceAll(/[^/]+/g, encodeURIComponent)}`;
  }

  #copyOf(pointer: string): JsonObject {
    const known = this.schema.$defs[pointer];
    if (known) return known;
    const value = at(this.#document, pointer);
    const copy: JsonObject = value === false ? { not: {} } : {};
    this.#sources.set(copy, pointer);
    this.schema.$defs[pointer] = copy;
    for (const [name, inner] of Object.entries(isObject(value) ? value : {})) {
      const place = child(pointer, name);
      const support = supportOf(name);
      if (support === "unreadable") throw new SpecError(`${place}: ${name} is not supported.`);
      if (name === "nullable") this.#omit(place, "nullable is not a keyword of OpenAPI 3.1: it is ignored");
      if (support === "validated") this.#omit(place, `no case is made for ${name}`);
      if (support === "ignored") continue;
      const problem = malformed(name, inner) ?? this.#unknownFormat(name, inner);
      if (problem === undefined) copy[name] = this.#copyKeyword(pointer, name, inner);
      else this.#omit(place, problem);
    }
    return copy;
  }

  #unknownFormat(name: string, value: unknown): string | undefined {
    const isKnown = name !== "format" || this.#isKnownFormat(String(value));
    return isKnown ? undefined : `the format ${value} is not known`;
  }

  /** The value of a keyword, with copies in the place of the schemas in it. */
  #copyKeyword(pointer: string, name: string, value: unknown): unknown {
    if (name === "required") return this.#requiredHere(pointer, value as string[]);
    if (name === "$ref") return this.#reference(target(this.#document, value, pointer));
    const places = schemasUnder(name, value);
    if (places.length === 0 || typeof value === "boolean") return value;
    const copies = places.map((tokens) => this.#copyOf(child(pointer, ...tokens)));
    if (places[0]?.length === 1) return copies[0];
    return Array.isArray(value) ? copies : Object.fromEntries(places.map(([, key], index) => [key, copies[index]]));
  }

  #requiredHere(pointer: string, names: readonly string[]): string[] {
    const { properties } = Schema.at(this.#document, pointer);
    const own = names.filter((name) => properties.get(name)?.keyword(this.#foreign) !== true);
    if (this.#foreign === "writeOnly" && own.length < names.length)
      this.#omit(
        child(pointer, "required"),
        "the description requires a writeOnly property, which no response may have",
      );
    return own;
  }

  #omit(pointer: string, reason: string): void {
    this.#omissions.push({ pointer, reason });
  }

  /** A schema that applies itself to the same value again would be validated for ever. */
  #checkCircles(pointer: string, trail: readonly string[]): void {
    if (trail.includes(pointer)) throw new SpecError(`${pointer}: its references go round in a circle.`);
    const value = at(this.#document, pointer);
    if (!isObject(value)) return;
    const next = [...trail, pointer];
    if ("$ref" in value) this.#checkCircles(target(this.#document, value["$ref"], pointer), next);
    for (const [name, inner] of Object.entries(value)) {
      if (!isInPlace(name) || malformed(name, inner) !== undefined) continue;
      for (const tokens of schemasUnder(name, inner)) this.#checkCircles(child(pointer, ...tokens), next);
    }
  }
}
