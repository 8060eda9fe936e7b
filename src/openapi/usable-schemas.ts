/** Takes out of the schemas of a description what no value can be validated against. */
import { inPlace, isKnownFormat, malformedKeywords, schemasIn, supportOf } from "./keywords.ts";
import { at, child, isObject, type JsonObject, type Omission, putAt, SpecError, target } from "./pointer.ts";

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
      if (!this.#read.has(pointer)) this.#prepare(pointer);
      this.#read.add(pointer);
      for (const [, inner] of this.#applied(pointer)) visit(inner);
    };
    visit(root);
    for (const pointer of reached) this.#checkCircles(pointer, []);
    return reached;
  }

  /** Makes a schema one that values can be validated by; `true` and `false` are written as objects. */
  #prepare(pointer: string): void {
    const schema = at(this.#document, pointer);
    if (typeof schema === "boolean") putAt(this.#document, pointer, schema ? {} : { not: {} });
    else if (isObject(schema)) this.#omitUnusable(schema, pointer);
    else throw new SpecError(`${pointer}: there is no schema.`);
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
    const schema = at(this.#document, pointer) as JsonObject;
    const inside = [...schemasIn(schema, pointer)];
    if (!("$ref" in schema)) return inside;
    return [["$ref", target(this.#document, schema["$ref"], pointer)], ...inside];
  }

  /** A schema that applies itself to the same value again would be validated for ever. */
  #checkCircles(pointer: string, trail: readonly string[]): void {
    if (this.#finite.has(pointer)) return;
    if (trail.includes(pointer)) throw new SpecError(`${pointer}: its references go round in a circle.`);
    for (const [keyword, inner] of this.#applied(pointer))
      if (inPlace.includes(keyword)) this.#checkCircles(inner, [...trail, pointer]);
    this.#finite.add(pointer);
  }
}
