/** Takes out of the schemas of a description what no value can be validated against. */
import { isDeepStrictEqual } from "node:util";
import { inPlace, isKnownFormat, isUnusable, malformed, malformedKeywords, schemasIn, supportOf } from "./keywords.ts";
import { at, child, isObject, type JsonObject, type Omission, putAt, SpecError, target, tokensOf } from "./pointer.ts";

/** What `false` is written as: that no value is valid needs no case. */
const never = { not: {} };

const isNever = (name: string, value: unknown) => isDeepStrictEqual({ [name]: value }, never);

/** The schemas of a description: each loses, when it is first used, the keywords that can't be used. */
export class UsableSchemas {
  readonly #document: JsonObject;
  readonly #omissions: Omission[];
  readonly #read = new Set<string>();
  readonly #finite = new Set<string>();

  /**
   * @param document is changed
   * @param omissions gets the constraints that values are not validated against, or that no case is made for
   */
  constructor(document: JsonObject, omissions: Omission[]) {
    this.#document = document;
    this.#omissions = omissions;
  }

  /**
   * Reads a schema and all that it refers to, and returns their pointers.
   *
   * @throws {SpecError} if values can't be validated by it
   */
  read(root: string): ReadonlySet<string> {
    const reached = new Set<string>();
    const visit = (pointer: string) => {
      if (reached.has(pointer)) return;
      reached.add(pointer);
      const schema = this.#schemaAt(pointer);
      if (!this.#read.has(pointer)) this.#omitUnusable(schema, pointer);
      this.#read.add(pointer);
      for (const [, inner] of schemasIn(schema, pointer)) visit(inner);
      if ("$ref" in schema) visitWhole(target(this.#document, schema["$ref"], pointer));
    };
    const visitWhole = (pointer: string) => {
      if (!this.#read.has(pointer)) this.#omitMalformed(this.#schemaAt(pointer), pointer);
      visit(pointer);
    };
    visitWhole(root);
    for (const pointer of reached) this.#checkCircles(pointer, []);
    return reached;
  }

  /** A schema as an object: `true` and `false` are written as such. */
  #schemaAt(pointer: string): JsonObject {
    const schema = at(this.#document, pointer);
    if (isObject(schema)) return schema;
    if (typeof schema !== "boolean") throw new SpecError(`${pointer}: there is no schema.`);
    const written = schema ? {} : structuredClone(never);
    putAt(this.#document, pointer, written);
    return written;
  }

  #omitMalformed(schema: JsonObject, pointer: string): void {
    for (const place of malformedKeywords(schema)) {
      const value = at(schema, place);
      if (value === undefined) continue;
      this.#omit(pointer + place, malformed(tokensOf(place).at(-1) ?? "", value));
      putAt(schema, place, undefined);
    }
  }

  #omitUnusable(schema: JsonObject, pointer: string): void {
    for (const [name, value] of Object.entries(schema)) {
      const place = child(pointer, name);
      const support = supportOf(name);
      if (support === "unreadable") throw new SpecError(`${place}: ${name} is not supported.`);
      if (name === "nullable") this.#omit(place, "nullable is not a keyword of OpenAPI 3.1: it is ignored");
      if (support === "validated" && !isNever(name, value)) this.#omit(place, `no case is made for ${name}`);
      if (name === "format" && !isKnownFormat(value)) this.#omit(place, `the format ${value} is not known`);
      if (!isUnusable(name, value)) continue;
      this.#omit(place, malformed(name, value));
      delete schema[name];
    }
  }

  #omit(pointer: string, reason: string): void {
    this.#omissions.push({ pointer, reason });
  }

  /** A schema that applies itself to the same value again would be validated for ever. */
  #checkCircles(pointer: string, trail: readonly string[]): void {
    if (this.#finite.has(pointer)) return;
    if (trail.includes(pointer)) throw new SpecError(`${pointer}: its references go round in a circle.`);
    const schema = at(this.#document, pointer) as JsonObject;
    const next = [...trail, pointer];
    if ("$ref" in schema) this.#checkCircles(target(this.#document, schema["$ref"], pointer), next);
    for (const [keyword, inner] of schemasIn(schema, pointer))
      if (inPlace.includes(keyword)) this.#checkCircles(inner, next);
    this.#finite.add(pointer);
  }
}
