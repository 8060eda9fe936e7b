/** Validates values, and tells which constraints of the description a value violates. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { compiles } from "./keywords.ts";
import { at, child, type Omission, SpecError } from "./pointer.ts";
import type { Schema } from "./schema.ts";
import { SchemaBundle } from "./schema-bundle.ts";

/** A constraint that a value violates. */
export interface Violation {
  /** The constraint's place in the description. */
  readonly pointer: string;
  /** Where the value is in the body. */
  readonly place: string;
  readonly message: string;
}

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
  readonly #ajv: Ajv2020;
  readonly #bundle: SchemaBundle;
  readonly #compiled = new Map<string, ValidateFunction>();

  /**
   * @param direction properties that only the other direction has are not required
   * @param omissions gets the constraints that values are not validated against, or that no case is made for
   */
  constructor(document: unknown, direction: "request" | "response", omissions: Omission[]) {
    this.document = document;
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
    const foreign = direction === "request" ? "readOnly" : "writeOnly";
    const isKnownFormat = (format: string) => Object.hasOwn(this.#ajv.formats, format);
    this.#bundle = new SchemaBundle(document, foreign, isKnownFormat, omissions);
    this.#ajv.addSchema(this.#bundle.schema);
  }

  /**
   * Reads a schema and all that it refers to.
   *
   * @throws {SpecError} if values can't be validated by it
   */
  prepare(schema: Schema): void {
    for (const root of schema.roots) this.#bundle.add(root);
  }

  accepts(schema: Schema, value: unknown): boolean {
    return schema.roots.every((root) => this.#errors(root, value).length === 0);
  }

  /** The constraints that a value violates. */
  violations(schema: Schema, value: unknown): Violation[] {
    const errors = schema.roots.flatMap((root) => this.#errors(root, value));
    return errors.map((error) => ({
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
    return child(this.#bundle.sourceOf(error.parentSchema), error.keyword);
  }

  #errors(pointer: string, value: unknown): readonly ErrorObject[] {
    const validate = this.#compiled.get(pointer) ?? this.#compile(pointer);
    return validate(value) ? [] : (validate.errors ?? []);
  }

  #compile(pointer: string): ValidateFunction {
    const reference = this.#bundle.add(pointer);
    try {
      const validate = this.#ajv.compile(reference);
      this.#compiled.set(pointer, validate);
      return validate;
    } catch (error) {
      throw new SpecError(`${pointer}: this schema can't be used: ${(error as Error).message}`);
    }
  }
}
