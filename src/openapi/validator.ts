/** Validates values, and tells which constraints of the description a value violates. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { compiles, isKnownFormat, supportOf, unreadable } from "./keywords.ts";
import { at, child, type JsonObject, SpecError } from "./pointer.ts";
import { Schema } from "./schema.ts";

/** A constraint that a value violates. */
interface ViolatedConstraint {
  /** The constraint's place in the description. */
  readonly pointer: string;
  /** Where the value is in the body. */
  readonly place: string;
  readonly message: string;
}

/** What a body is part of. */
export type Direction = "request" | "response";

/** Marks the properties that only the other direction has. */
const foreignMark = { request: "readOnly", response: "writeOnly" } as const;

const documentId = "https://description.invalid/";

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

function createAjv(direction: Direction): Ajv2020 {
  const ajv = new Ajv2020({
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
  formats.default(ajv);
  return ajv.addFormat("date-time", (text) => dateTime.test(text) && realDateTime.validate(text));
}

/** Validates values by the schemas of one description. */
export class Validator {
  readonly document: JsonObject;
  readonly #direction: Direction;
  readonly #schemas = new Set<string>();
  readonly #pointers = new Map<unknown, string>();
  readonly #compiled = new Map<string, ValidateFunction>();
  #ajv: Ajv2020 | undefined;

  /** @param direction properties that only the other direction has are not required */
  constructor(document: JsonObject, direction: Direction) {
    this.document = document;
    this.#direction = direction;
  }

  /** Adds schemas that can be used, by their pointers. */
  add(schemas: Iterable<string>): void {
    for (const pointer of schemas) this.#schemas.add(pointer);
    this.#ajv = undefined;
  }

  /** The names of the properties that a schema requires, and that only the other direction has. */
  foreignRequired(pointer: string): string[] {
    if (!Array.isArray(at(this.document, child(pointer, "required")))) return [];
    const { required, properties } = Schema.at(this.document, pointer);
    return [...required].filter((name) => properties.get(name)?.keyword(foreignMark[this.#direction]) === true);
  }

  accepts(schema: Schema, value: unknown): boolean {
    return schema.roots.every((root) => this.#errors(root, value).length === 0);
  }

  /** The constraints that a value violates. */
  violations(schema: Schema, value: unknown): ViolatedConstraint[] {
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

  /**
   * Whether errors are those of one constraint alone. Ajv lists the errors of all branches of a choice right before the
   * one of the choice itself: of these, one branch must have no other error.
   */
  #areOnly(constraint: string, errors: readonly ErrorObject[]): boolean {
    let rest = errors;
    for (let last = rest.at(-1); last !== undefined; last = rest.at(-1)) {
      rest = rest.slice(0, -1);
      if (this.#pointerOf(last) === constraint) continue;
      const branches = this.#errorsOfBranches(last);
      if (!branches.some((branch) => this.#areOnly(constraint, branch))) return false;
      rest = rest.slice(0, rest.length - branches.flat().length);
    }
    return true;
  }

  /** The errors of each branch of the choice that an error is of; none for another keyword. */
  #errorsOfBranches(error: ErrorObject): (readonly ErrorObject[])[] {
    const { keyword, data, params } = error;
    const pointer = this.#pointerOf(error);
    if (keyword === "propertyNames") return [this.#errors(pointer, params["propertyName"])];
    if (keyword !== "anyOf" && !(keyword === "oneOf" && params["passingSchemas"] === null)) return [];
    const branches = at(this.document, pointer) as unknown[];
    return branches.map((_, index) => this.#errors(child(pointer, index), data));
  }

  #pointerOf({ parentSchema, keyword }: ErrorObject): string {
    return child(this.#pointers.get(parentSchema) ?? "", keyword);
  }

  #errors(pointer: string, value: unknown): readonly ErrorObject[] {
    const validate = this.#compiled.get(pointer) ?? this.#compile(pointer);
    return validate(value) ? [] : (validate.errors ?? []);
  }

  #compile(pointer: string): ValidateFunction {
    this.#ajv ??= this.#load();
    try {
      const validate = this.#ajv.compile({ $ref: `${documentId}#${pointer.replaceAll(/[^/]+/g, encodeURIComponent)}` });
      this.#compiled.set(pointer, validate);
      return validate;
    } catch (error) {
      throw new SpecError(`${pointer}: this schema can't be used: ${(error as Error).message}`);
    }
  }

  /** Ajv with a copy of the description, whose schemas have the keywords alone that values are validated against. */
  #load(): Ajv2020 {
    const ajv = createAjv(this.#direction);
    const isId = (key: string, value: unknown) => unreadable.includes(key) && typeof value === "string";
    const text = JSON.stringify(this.document, (key, value) => (isId(key, value) ? undefined : value));
    const copy: JsonObject = JSON.parse(text);
    this.#compiled.clear();
    this.#pointers.clear();
    for (const pointer of this.#schemas) {
      const schema = at(copy, pointer) as JsonObject;
      this.#pointers.set(schema, pointer);
      for (const name of Object.keys(schema))
        if (supportOf(name) === "ignored" && ajv.getKeyword(name)) delete schema[name];
      if (!isKnownFormat(schema["format"])) delete schema["format"];
      const foreign = this.foreignRequired(pointer);
      if (Array.isArray(schema["required"]))
        schema["required"] = schema["required"].filter((name) => !foreign.includes(name));
    }
    return ajv.addSchema(copy, documentId);
  }
}
