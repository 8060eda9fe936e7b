/** Validates values with Ajv, and says which constraints of the description a value violates. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { compiles, isInPlace, malformed, schemasUnder, supportOf } from "./keyword.ts";
import { at, child, isObject, type JsonObject, SpecError, target } from "./pointer.ts";
import { Schema } from "./schema.ts";

/** A constraint that a value violates. */
export interface Violation {
  /** The constraint's place in the description. */
  readonly pointer: string;
  /** Where the value is in the body. */
  readonly place: string;
  readonly message: string;
}

/** A constraint, or a whole operation, that the gate leaves out, and why. */
export interface Omission {
  readonly pointer: string;
  readonly reason: string;
}

const id = "https://description.invalid/";

/** The form of RFC 3339: the package for formats also takes a space for the T, and an offset without its colon. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const realDateTime = formats.default.get("date-time") as { validate: (text: string) => boolean };

/** A pattern that only compiles without the `u` flag is run without it. */
const regExp = Object.assign(
  (pattern: string, flags: string) => new RegExp(pattern, compiles(pattern, "u") ? flags : ""),
  {
    code: "new RegExp",
  },
);

/** Validates values by the schemas of one description. */
export class Validator {
  readonly document: unknown;
  readonly #foreign: "readOnly" | "writeOnly";
  readonly #omissions: Omission[];
  readonly #ajv: Ajv2020;
  readonly #bundle: { $id: string; $defs: Record<string, unknown> } = { $id: id, $defs: {} };
  readonly #copies = new Map<string, JsonObject>();
  readonly #sources = new Map<unknown, string>();
  readonly #compiled = new Map<string, ValidateFunction>();

  /**
   * @param direction properties that only the other direction has are not required
   * @param omissions gets the constraints that values are not validated against, or that no case is made for
   */
  constructor(document: unknown, direction: "request" | "response", omissions: Omission[]) {
    this.document = document;
    this.#omissions = omissions;
    this.#foreign = direction === "request" ? "readOnly" : "writeOnly";
    this.#ajv = new Ajv2020({
      strict: false,
      logger: false,
      validateSchema: false,
      allErrors: true,
      verbose: true,
      inlineRefs: false,
      // Servers differ in what they make of 0.3 as a multiple of 0.1: it is sent to none, and accused in no response.
      ...(direction === "response" && { multipleOfPrecision: 8 }),
      code: { regExp },
    });
    formats.default(this.#ajv);
    this.#ajv.addFormat("date-time", (text) => dateTime.test(text) && realDateTime.validate(text));
    this.#ajv.addSchema(this.#bundle, id);
  }

  /**
   * Reads a schema and all that it refers to.
   *
   * @throws {SpecError} if values can't be validated by it
   */
  prepare(schema: Schema): void {
    for (const root of schema.roots) {
      this.#checkCircles(root, []);
      this.#copy(root);
    }
  }

  accepts(schema: Schema, value: unknown): boolean {
    return schema.roots.every((root) => this.#errors(root, value).length === 0);
  }

  /** The constraints that a value violates. */
  violations(schema: Schema, value: unknown): Violation[] {
    return schema.roots
      .flatMap((root) => this.#errors(root, value))
      .map((error) => ({
        pointer: this.#pointerOf(error),
        place: error.instancePath,
        message: error.message ?? "is not valid",
      }));
  }

  /** Whether a value is invalid for one constraint alone: without it, the value would be valid. */
  violatesOnly(constraint: string, schema: Schema, value: unknown): boolean {
    const errors = schema.roots.map((root) => this.#errors(root, value));
    return errors.some((list) => list.length > 0) && errors.every((list) => this.#areOnly(constraint, list));
  }

  /** Ajv lists what the branches of a choice violate before the choice itself; one of them must violate nothing else. */
  #areOnly(constraint: string, errors: readonly ErrorObject[]): boolean {
    let index = errors.length;
    while (index > 0) {
      index -= 1;
      const error = errors[index] as ErrorObject;
      const pointer = this.#pointerOf(error);
      if (pointer === constraint) continue;
      const branches = this.#branchErrors(error, pointer);
      if (!branches?.some((branch) => this.#areOnly(constraint, branch))) return false;
      index -= branches.flat().length;
    }
    return true;
  }

  #branchErrors({ keyword: name, data, params }: ErrorObject, pointer: string): (readonly ErrorObject[])[] | undefined {
    if (name === "propertyNames") return [this.#errors(pointer, params["propertyName"])];
    if (name !== "anyOf" && !(name === "oneOf" && params["passingSchemas"] === null)) return undefined;
    const branches = at(this.document, pointer) as unknown[];
    return branches.map((_, branch) => this.#errors(child(pointer, branch), data));
  }

  #pointerOf(error: ErrorObject): string {
    return child(this.#sources.get(error.parentSchema) ?? "", error.keyword);
  }

  #errors(pointer: string, value: unknown): readonly ErrorObject[] {
    const validate = this.#compiled.get(pointer) ?? this.#compile(pointer);
    return validate(value) ? [] : (validate.errors ?? []);
  }

  #compile(pointer: string): ValidateFunction {
    this.#copy(pointer);
    try {
      const validate = this.#ajv.compile({ $ref: definition(pointer) });
      this.#compiled.set(pointer, validate);
      return validate;
    } catch (error) {
      throw new SpecError(`${pointer}: this schema can't be used: ${(error as Error).message}`);
    }
  }

  /** A copy of a schema that has only what Ajv is to see, with its references to other copies. */
  #copy(pointer: string): JsonObject {
    const before = this.#copies.get(pointer);
    if (before) return before;
    const value = at(this.document, pointer);
    const copy: JsonObject = value === false ? { not: {} } : {};
    this.#copies.set(pointer, copy);
    this.#sources.set(copy, pointer);
    this.#bundle.$defs[pointer] = copy;
    for (const [name, given] of Object.entries(isObject(value) ? value : {}))
      this.#copyKeyword(copy, pointer, name, given);
    return copy;
  }

  #copyKeyword(copy: JsonObject, pointer: string, name: string, value: unknown): void {
    const place = child(pointer, name);
    const support = supportOf(name);
    if (support === "unreadable") throw new SpecError(`${place}: ${name} is not supported.`);
    if (name === "nullable") this.#omit(place, "nullable is not a keyword of OpenAPI 3.1: it is ignored");
    if (support === "validated") this.#omit(place, `no case is made for ${name}`);
    if (support === "ignored") return;
    const problem = malformed(name, value) ?? this.#unknownFormat(name, value);
    if (problem !== undefined) this.#omit(place, problem);
    else if (name === "required") copy["required"] = this.#requiredHere(pointer, value as string[]);
    else if (name === "$ref") copy["$ref"] = this.#reference(target(this.document, value, pointer));
    else copy[name] = this.#withCopies(pointer, name, value);
  }

  #unknownFormat(name: string, value: unknown): string | undefined {
    const isKnown = name !== "format" || this.#ajv.formats[String(value)] !== undefined;
    return isKnown ? undefined : `the format ${value} is not known`;
  }

  #requiredHere(pointer: string, names: readonly string[]): string[] {
    const { properties } = Schema.at(this.document, pointer);
    const isForeign = (name: string) => properties.get(name)?.keyword(this.#foreign) === true;
    if (this.#foreign === "writeOnly" && names.some(isForeign))
      this.#omit(
        child(pointer, "required"),
        "the description requires a writeOnly property, which no response may have",
      );
    return names.filter((name) => !isForeign(name));
  }

  #reference(pointer: string): string {
    this.#copy(pointer);
    return definition(pointer);
  }

  /** The value of a keyword, with copies in the place of the schemas in it. */
  #withCopies(pointer: string, name: string, value: unknown): unknown {
    const places = schemasUnder(name, value);
    if (places.length === 0 || typeof value === "boolean") return value;
    const copies = places.map((tokens) => this.#copy(child(pointer, ...tokens)));
    if (places[0]?.length === 1) return copies[0];
    return Array.isArray(value) ? copies : Object.fromEntries(places.map(([, key], index) => [key, copies[index]]));
  }

  #omit(pointer: string, reason: string): void {
    this.#omissions.push({ pointer, reason });
  }

  /** A schema that applies itself to the same value again would be validated for ever. */
  #checkCircles(pointer: string, trail: readonly string[]): void {
    if (trail.includes(pointer)) throw new SpecError(`${pointer}: its references go round in a circle.`);
    const value = at(this.document, pointer);
    if (!isObject(value)) return;
    const next = [...trail, pointer];
    if ("$ref" in value) this.#checkCircles(target(this.document, value["$ref"], pointer), next);
    for (const [name, given] of Object.entries(value)) {
      if (!isInPlace(name) || malformed(name, given) !== undefined) continue;
      for (const tokens of schemasUnder(name, given)) this.#checkCircles(child(pointer, ...tokens), next);
    }
  }
}

/** The reference to the copy of a schema. */
function definition(pointer: string): string {
  return `${id}#/$defs/${encodeURIComponent(pointer.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
}
