/** What values are made with. */
import type fc from "fast-check";
import { maxDepth, type Schema } from "../../openapi/schema.ts";
import type { Validator } from "../../openapi/validator.ts";

/** The texts and the number by which values are recognised in a response. */
export interface Canary {
  readonly text: string;
  /** Stands in the place of text in the form of a UUID. */
  readonly uuid: string;
  /** Stands in the place of a secret. */
  readonly secret: string;
  /** Stands for a number in the place of a secret. */
  readonly secretNumber: number;
}

/** What values are made with, and those that were made before: making them again takes time. */
export class ValueInputs {
  readonly validator: Validator;
  /** The same seed gives the same values. */
  readonly seed: number;
  /** Values by name for what must exist on the server, such as the id of an agent. */
  readonly known: ReadonlyMap<string, string>;
  readonly canary: Canary;
  /** References that the server does not know: no value has them. */
  readonly unknownReferences: ReadonlySet<string>;
  readonly arbitraries = new Map<Schema, fc.Arbitrary<unknown> | undefined>();
  readonly smallest = new Map<Schema, unknown>();
  readonly fullest = new Map<Schema, unknown>();

  constructor(
    { validator, seed, known, canary }: Pick<ValueInputs, "validator" | "seed" | "known" | "canary">,
    unknownReferences: ReadonlySet<string> = new Set(),
  ) {
    this.validator = validator;
    this.seed = seed;
    this.known = known;
    this.canary = canary;
    this.unknownReferences = unknownReferences;
  }

  /** The text by which a value of a schema is recognised. */
  canaryOf({ isSecret }: Schema): string {
    return isSecret ? this.canary.secret : this.canary.text;
  }
}

/**
 * The properties of a request: those the server alone sets are left out, as are references it does not know, and optional
 * ones deeper than values are looked into.
 */
export function sendable(inputs: ValueInputs, schema: Schema): Map<string, Schema> {
  const required = schema.required;
  const properties = [...schema.properties].filter(
    ([name, property]) =>
      property.keyword("readOnly") !== true &&
      !inputs.unknownReferences.has(name) &&
      (property.depth <= maxDepth || required.has(name)),
  );
  return new Map(properties);
}
