/** What values are made with. */
import type fc from "fast-check";
import { Once } from "../../openapi/once.ts";
import type { Schema } from "../../openapi/schema.ts";
import type { Validator } from "../../openapi/validator.ts";
import { Sizes } from "./size.ts";
import type { GeneratedValue } from "./value.ts";

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
  /** The properties that name something of the same API, and what they name; `undefined` if nothing is known of it. */
  readonly references: ReadonlyMap<string, { readonly value?: unknown } | undefined>;
  readonly canary: Canary;
  readonly sizes: Sizes = new Sizes();
  readonly arbitraries: Once<Schema, fc.Arbitrary<unknown> | undefined> = new Once();
  readonly smallest: Once<Schema, unknown> = new Once();
  readonly fullest: Once<Schema, unknown> = new Once();
  readonly boundaries: Once<Schema, GeneratedValue[]> = new Once();
  readonly mutations: Once<Schema, GeneratedValue[]> = new Once();

  constructor(inputs: Pick<ValueInputs, "validator" | "seed" | "known" | "references" | "canary">) {
    this.validator = inputs.validator;
    this.seed = inputs.seed;
    this.known = inputs.known;
    this.references = inputs.references;
    this.canary = inputs.canary;
  }

  /** The text by which a value of a schema is recognised. */
  canaryOf({ isSecret }: Schema): string {
    return isSecret ? this.canary.secret : this.canary.text;
  }
}

/** Whether a property names something that must exist on the server. */
export function isReference({ references }: ValueInputs, name: string, schema: Schema): boolean {
  return schema.isReference || references.has(name);
}

const isKnown = ({ known, references }: ValueInputs, name: string) =>
  references.has(name) ? references.get(name) !== undefined : known.has(name);

/** The value of a property that names something that exists; `undefined` if none is known. */
export function referenceValue(inputs: ValueInputs, name: string, schema: Schema): unknown {
  const value = inputs.references.get(name)?.value ?? (schema.isReference ? inputs.known.get(name) : undefined);
  return [value, [value]].find((candidate) => value !== undefined && inputs.validator.accepts(schema, candidate));
}

/** The properties of a request without those that the server alone sets, and optional ones that stand too deep. */
export function requestProperties(inputs: ValueInputs, { properties, required }: Schema): Map<string, Schema> {
  const named = [...properties].filter(([, property]) => property.isIn("request"));
  return new Map(named.filter(([name, property]) => required.has(name) || !inputs.sizes.isDeep(property)));
}

/** The properties of a valid request: an optional reference is one of them if something is known that it may name. */
export function sendable(inputs: ValueInputs, schema: Schema): Map<string, Schema> {
  const properties = [...requestProperties(inputs, schema)].filter(
    ([name, property]) => schema.required.has(name) || !isReference(inputs, name, property) || isKnown(inputs, name),
  );
  return new Map(properties);
}
