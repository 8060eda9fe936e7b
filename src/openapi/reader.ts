/** What every part of a description is read with. */
import type { DescriptionObject } from "./description-object.ts";
import { at, type JsonObject, type Omission, putAt, SpecError } from "./pointer.ts";
import { type Direction, Schema } from "./schema.ts";
import { appliedBy, isCircular } from "./schema-parts.ts";
import { usableSchema } from "./usable-schema.ts";
import { Validator } from "./validator.ts";

/** A copy of a description that is read, and what had to be left out of it. */
export class Reader {
  readonly document: JsonObject;
  readonly omissions: Omission[] = [];
  /** The pointers of the schemas that values can be validated by. */
  readonly #usable = new Set<string>();

  constructor(description: JsonObject) {
    // Written out: YAML may use one object in several places.
    this.document = JSON.parse(JSON.stringify(description));
  }

  omit(pointer: string, reason: string): void {
    this.omissions.push({ pointer, reason });
  }

  /** What is read; `undefined`, and the reason among the omissions, if it can't be used. */
  unlessUnusable<T>(pointer: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      this.omit(pointer, error.message);
      return undefined;
    }
  }

  /**
   * The schema of a parameter, a header or a body.
   *
   * @throws {SpecError} if values can't be validated by it
   */
  schema(holder: DescriptionObject): Schema {
    const pointer = holder.pointerTo("schema");
    if (holder.value["schema"] === undefined) return Schema.any(this.document, pointer);
    this.#makeUsable(pointer);
    return Schema.at(this.document, pointer);
  }

  /** Makes a schema, and all that it applies, such that values can be validated by it. */
  #makeUsable(root: string): void {
    const reached = new Set([root]);
    // The loop goes on with what it adds.
    for (const pointer of reached) {
      if (this.#usable.has(pointer)) continue;
      const { usable, omissions } = usableSchema(at(this.document, pointer), pointer);
      putAt(this.document, pointer, usable);
      this.omissions.push(...omissions);
      for (const [, inner] of appliedBy(this.document, pointer)) reached.add(inner);
    }
    for (const pointer of reached) {
      if (isCircular(this.document, pointer)) throw new SpecError(`${pointer}: its references go round in a circle.`);
    }
    for (const pointer of reached) this.#usable.add(pointer);
  }

  validator(direction: Direction): Validator {
    return new Validator(this.document, this.#usable, direction);
  }
}
