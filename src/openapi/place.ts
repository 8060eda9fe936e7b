/** A place of the description that holds anything but a schema. */
import { at, child, isObject, type JsonObject, SpecError, target } from "./pointer.ts";

/** An object of the description, or an empty one where nothing is. References are followed. */
export class Place {
  readonly pointer: string;
  readonly value: JsonObject;
  readonly #document: unknown;

  private constructor(document: unknown, pointer: string, value: JsonObject) {
    this.#document = document;
    this.pointer = pointer;
    this.value = value;
  }

  /**
   * The place at a pointer.
   *
   * @throws {SpecError} if a reference points at nothing, or references go round in a circle
   */
  static at(document: unknown, pointer: string): Place {
    const visited = new Set<string>();
    for (let end = pointer; !visited.has(end); ) {
      visited.add(end);
      const value = at(document, end);
      if (!isObject(value)) return new Place(document, end, {});
      if (!("$ref" in value)) return new Place(document, end, value);
      end = target(document, value["$ref"], end);
    }
    throw new SpecError(`${pointer}: its references go round in a circle.`);
  }

  /** The pointer to what this place holds. */
  pointerTo(...tokens: (string | number)[]): string {
    return child(this.pointer, ...tokens);
  }

  /** What this place holds. */
  get(...tokens: (string | number)[]): Place {
    return Place.at(this.#document, this.pointerTo(...tokens));
  }

  /** The names of what an object in this place holds. */
  names(keyword: string): string[] {
    const value = this.value[keyword];
    return isObject(value) ? Object.keys(value) : [];
  }

  /** What an object in this place holds, by name. */
  entries(keyword: string): [name: string, place: Place][] {
    return this.names(keyword).map((name) => [name, this.get(keyword, name)]);
  }
}
