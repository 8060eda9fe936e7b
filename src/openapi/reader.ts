/** What every part of a description is read with. */
import type { Place } from "./place.ts";
import { child, type JsonObject, type Omission, SpecError } from "./pointer.ts";
import { Schema } from "./schema.ts";
import { UsableSchemas } from "./usable-schemas.ts";
import { type Direction, Validator } from "./validator.ts";

/** A copy of a description that is read, and what had to be left out of it. */
export class Reader {
  readonly document: JsonObject;
  readonly omissions: Omission[] = [];
  readonly validators: Readonly<Record<Direction, Validator>>;
  readonly #schemas: UsableSchemas;

  constructor(description: JsonObject) {
    // Written out: YAML may use one object in several places.
    this.document = JSON.parse(JSON.stringify(description));
    this.validators = {
      request: new Validator(this.document, "request"),
      response: new Validator(this.document, "response"),
    };
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
  schema(holder: Place, direction: Direction): Schema {
    const pointer = holder.pointerTo("schema");
    if (holder.value["schema"] === undefined) return Schema.any(this.document, pointer);
    const validator = this.validators[direction];
    const pointers = this.#schemas.read(pointer);
    validator.add(pointers);
    const reason = "the description requires a writeOnly property, which no response may have";
    for (const place of direction === "response" ? pointers : [])
      if (validator.foreignRequired(place).length > 0) this.omit(child(place, "required"), reason);
    return Schema.at(this.document, pointer);
  }
}
