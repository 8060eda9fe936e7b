/** What every part of a description is read with. */
import type { Place } from "./place.ts";
import { type JsonObject, type Omission, SpecError } from "./pointer.ts";
import { type Direction, Schema } from "./schema.ts";
import { UsableSchemas } from "./usable-schemas.ts";
import { Validator } from "./validator.ts";

/** A copy of a description that is read, and what had to be left out of it. */
export class Reader {
  readonly document: JsonObject;
  readonly omissions: Omission[] = [];
  readonly #schemas: UsableSchemas;

  constructor(description: JsonObject) {
    // Written out: YAML may use one object in several places.
    this.document = JSON.parse(JSON.stringify(description));
    this.#schemas = new UsableSchemas(this.document, this.omissions);
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
  schema(holder: Place): Schema {
    const pointer = holder.pointerTo("schema");
    if (holder.value["schema"] === undefined) return Schema.any(this.document, pointer);
    this.#schemas.read(pointer);
    return Schema.at(this.document, pointer);
  }

  /** Validates values by the schemas that were read. */
  validator(direction: Direction): Validator {
    return new Validator(this.document, this.#schemas.pointers, direction);
  }
}
