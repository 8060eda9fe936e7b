/** Validates values, and tells which constraints of the description a value violates. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { unreadable } from "./keywords.ts";
import { Once } from "./once.ts";
import { at, child, isObject, type JsonObject, SpecError } from "./pointer.ts";
import { type Direction, Schema } from "./schema.ts";
import { compiles } from "./usable-schema.ts";

interface ViolatedConstraint {
  /** The constraint's place in the description. */
  readonly pointer: string;
  /** Where the value is in the body. */
  readonly place: string;
  readonly message: string;
}

/** Keywords of other dialects, which Ajv would validate by, too. */
const otherDialects = ["id", "nullable", "dependencies"];

const documentId = "https://description.invalid/";

/** The form of RFC 3339: the package for formats also takes a space for the T, and an offset without its colon. */
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;
const realDateTime = formats.default.get("date-time") as { validate: (text: string) => boolean };

/** A pattern that only compiles without the `u` flag is run without it. */
const regExp = Object.assign(
  (pattern: string, flags: string) => new RegExp(pattern, compiles(pattern, "u") ? flags : ""),
  { code: "new RegExp" },
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
    // Each schema validates a few hundred values: optimising its code takes longer than it saves.
    code: { regExp, optimize: false },
  });
  formats.default(ajv);
  return ajv.addFormat("date-time", (text) => dateTime.test(text) && realDateTime.validate(text));
}

export class Validator {
  readonly document: JsonObject;
  readonly #ajv: Ajv2020;
  readonly #pointers = new Map<unknown, string>();
  readonly #compiled = new Once<string, ValidateFunction>();

  /**
   * @param schemas the pointers of the schemas that can be used
   * @param direction no property that it doesn't have is required
   */
  constructor(document: JsonObject, schemas: Iterable<string>, direction: Direction) {
    this.document = document;
    // Ajv takes an id for one of a schema, even where it is a part of an example.
    const isId = (key: string, value: unknown) => unreadable.includes(key) && typeof value === "string";
    const text = JSON.stringify(document, (key, value) => (isId(key, value) ? undefined : value));
    const copy: JsonObject = JSON.parse(text);
    for (const pointer of schemas) {
      const schema = at(copy, pointer);
      if (!isObject(schema)) continue;
      this.#pointers.set(schema, pointer);
      for (const name of otherDialects) delete schema[name];
      if (!Array.isArray(schema["required"])) continue;
      const { properties } = Schema.at(document, pointer);
      schema["required"] = schema["required"].filter((name) => properties.get(name)?.isIn(direction) !== false);
    }
    this.#ajv = createAjv(direction).addSchema(copy, documentId);
  }

  accepts(schema: Schema, value: unknown): boolean {
    return schema.roots.every((root) => this.#errors(root, value).length === 0);
  }

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
      // What is wrong with a name of a property has errors of its own.
      if (this.#pointerOf(last) === constraint || last.keyword === "propertyNames") continue;
      const branches = this.#errorsOfBranches(last);
      if (!branches.some((branch) => this.#areOnly(constraint, branch))) return false;
      rest = rest.slice(0, rest.length - branches.flat().length);
    }
    return true;
  }

  /** The errors of each branch of the choice that an error is of; none for another keyword. */
  #errorsOfBranches(error: ErrorObject): (readonly ErrorObject[])[] {
    const { keyword, schema, data, params } = error;
    const pointer = this.#pointerOf(error);
    // A oneOf may also be violated by two branches that pass.
    const isChoice = keyword === "anyOf" || params["passingSchemas"] === null;
    if (!isChoice || !Array.isArray(schema)) return [];
    return schema.map((_, index) => this.#errors(child(pointer, index), data));
  }

  #pointerOf({ parentSchema, keyword }: ErrorObject): string {
    return child(this.#pointers.get(parentSchema) ?? "", keyword);
  }

  #errors(pointer: string, value: unknown): readonly ErrorObject[] {
    const validate = this.#compiled.of(pointer, () => this.#compile(pointer));
    return validate(value) ? [] : (validate.errors ?? []);
  }

  #compile(pointer: string): ValidateFunction {
    try {
      return this.#ajv.compile({ $ref: `${documentId}#${pointer.replaceAll(/[^/]+/g, encodeURIComponent)}` });
    } catch (error) {
      throw new SpecError(`${pointer}: this schema can't be used: ${(error as Error).message}`);
    }
  }
}
