/** An object of the description that is no schema, such as an operation or a response. */
import { at, child, isObject, type JsonObject, SpecError, target } from "./pointer.ts";

/** An object of the description, or an empty one where there is none. References are followed. */
export class DescriptionObject {
  readonly pointer: string;
  readonly value: JsonObject;
  readonly #document: unknown;

  private constructor(document: unknown, pointer: string, value: JsonObject) {
    this.#document = document;
    this.pointer = pointer;
    this.value = value;
  }

  /**
   * The object at a pointer.
   *
   * @throws {SpecError} if a reference points at nothing, or references go round in a circle
   */
  static at(document: unknown, pointer: string): DescriptionObject {
    const visited = new Set<string>();
    for (let end = pointer; !visited.has(end); ) {
      visited.add(end);
      const value = at(document, end);
      if (!isObject(value)) return new DescriptionObject(document, end, {});
      if (!("$ref" in value)) return new DescriptionObject(document, end, value);
      end = target(document, value["$ref"], end);
    }
    throw new SpecError(`${pointer}: its references go round in a circle.`);
  }

  /** The pointer to what this object holds. */
  pointerTo(...tokens: (string | number)[]): string {
    return child(this.pointer, ...tokens);
  }

  /** An object in this one. */
  get(...tokens: (string | number)[]): DescriptionObject {
    return DescriptionObject.at(this.#document, this.pointerTo(...tokens));
  }

  /** The names of what an object in this one holds. */
  names(keyword: string): string[] {
    const value = this.value[keyword];
    return isObject(value) ? Object.keys(value) : [];
  }

  /** What an object in this one holds, by name. */
  entries(keyword: string): [name: string, object: DescriptionObject][] {
    return this.names(keyword).map((name) => [name, this.get(keyword, name)]);
  }
}
