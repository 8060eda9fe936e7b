/** Takes out of the schemas of a description what no value can be validated against. */
import { inPlace, isKnownFormat, malformedKeywords, schemasIn, supportOf } from "./keywords.ts";
import { at, child, isObject, type JsonObject, type Omission, putAt, SpecError, target } from "./pointer.ts";

/** The schemas of a description: each loses, when it is first used, the keywords that can't be used. */
export class UsableSchemas {
  /** The pointers of the schemas that were read. */
  readonly pointers = new Set<string>();
  readonly #document: JsonObject;
  readonly #omissions: Omission[];

  /**
   * @param document is changed
   * @param omissions gets the constraints that values are not validated against, or that no case is made for
   */
  constructor(document: JsonObject, omissions: Omission[]) {
    this.#document = document;
    this.#omissions = omissions;
  }

  /**
   * Reads a schema and all that it refers to.
   *
   * @throws {SpecError} if values can't be validated by it
   */
  read(root: string): void {
    const reached = new Set([root]);
    // The loop goes on with what it adds.
    for (const pointer of reached) {
      if (this.pointers.has(pointer)) continue;
      this.#prepare(pointer);
      for (const [, inner] of this.#applied(pointer)) reached.add(inner);
    }
    for (const pointer of reached) this.#checkCircle(pointer);
    for (const pointer of reached) this.pointers.add(pointer);
  }

  /** Makes a schema one that values can be validated by; `true` and `false` are written as objects. */
  #prepare(pointer: string): void {
    const schema = at(this.#document, pointer);
    if (typeof schema === "boolean") putAt(this.#document, pointer, schema ? {} : { not: {} });
    else this.#omitUnusable(this.#schemaAt(pointer), pointer);
  }

  #schemaAt(pointer: string): JsonObject {
    const schema = at(this.#document, pointer);
    if (!isObject(schema)) throw new SpecError(`${pointer}: there is no schema.`);
    return schema;
  }

  #omitUnusable(schema: JsonObject, pointer: string): void {
    for (const name of malformedKeywords(schema)) {
      this.#omit(child(pointer, name), `${name} is malformed: ${JSON.stringify(schema[name]).slice(0, 80)}`);
      delete schema[name];
    }
    for (const [name, value] of Object.entries(schema)) {
      const place = child(pointer, name);
      const support = supportOf(name);
      if (support === "unreadable") throw new SpecError(`${place}: ${name} is not supported.`);
      if (support === "validated") this.#omit(place, `no case is made for ${name}`);
      if (name === "nullable") this.#omit(place, "nullable is not a keyword of OpenAPI 3.1: it is ignored");
      if (name === "format" && !isKnownFormat(value)) this.#omit(place, `the format ${value} is not known`);
    }
  }

  #omit(pointer: string, reason: string): void {
    this.#omissions.push({ pointer, reason });
  }

  /** The schemas that a schema applies: what it refers to, and those in it, with their keywords. */
  #applied(pointer: string): [keyword: string, pointer: string][] {
    const schema = this.#schemaAt(pointer);
    const inside = [...schemasIn(schema, pointer)];
    if (!("$ref" in schema)) return inside;
    return [["$ref", target(this.#document, schema["$ref"], pointer)], ...inside];
  }

  /** A schema that applies itself to the same value again would be validated for ever. */
  #checkCircle(pointer: string): void {
    const appliedInPlace = (schema: string) =>
      this.#applied(schema).flatMap(([keyword, inner]) => (inPlace.includes(keyword) ? [inner] : []));
    const reached = new Set(appliedInPlace(pointer));
    for (const schema of reached) for (const inner of appliedInPlace(schema)) reached.add(inner);
    if (reached.has(pointer)) throw new SpecError(`${pointer}: its references go round in a circle.`);
  }
}
