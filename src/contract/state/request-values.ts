/** The values of a request body by their properties, also where an envelope holds them. */
import { isObject } from "../../openapi/pointer.ts";
import type { Schema } from "../../openapi/schema.ts";
import type { GenerationContext } from "../generate/context.ts";
import { isReference, sendable } from "../values/inputs.ts";
import { emptyValues, otherValue } from "../values/other-value.ts";

type Values = Readonly<Record<string, unknown>>;

/** The object in a request body that holds the values of an item: the body itself, or its only property. */
export interface RequestValues {
  readonly properties: ReadonlyMap<string, Schema>;
  readonly schema: Schema;
  /** The values in a body; `undefined` if it has none. */
  readonly in: (body: unknown) => Values | undefined;
  /** A body with these values; `undefined` if it would not be valid. */
  readonly bodyOf: (values: Values) => object | undefined;
  /** A body with these values, valid or not. */
  readonly wrap: (values: Values) => object;
}

/** The values of an operation's requests; `undefined` if their bodies are no objects. */
export function requestValues({ operation, inputs }: GenerationContext): RequestValues | undefined {
  const schema = operation.body?.schema;
  if (!schema || schema.properties.size === 0) return undefined;
  const properties = sendable(inputs, schema);
  const [only] = properties;
  const envelope = only && properties.size === 1 && only[1].properties.size > 0 ? only : undefined;
  const valid = (body: object) => (inputs.validator.accepts(schema, body) ? body : undefined);
  const objectOf = (value: unknown) => (isObject(value) ? value : undefined);
  if (!envelope) return { properties, schema, in: objectOf, bodyOf: valid, wrap: (values) => values };
  const [name, inner] = envelope;
  return {
    properties: sendable(inputs, inner),
    schema: inner,
    in: (body) => objectOf(objectOf(body)?.[name]),
    bodyOf: (values) => valid({ [name]: values }),
    wrap: (values) => ({ [name]: values }),
  };
}

/** A body whose values are changed one by one, as far as each of them leaves it valid. */
export function changedBody(
  context: GenerationContext,
  body: unknown,
  change: (schema: Schema, value: unknown) => unknown,
): unknown {
  const values = requestValues(context);
  const before = values?.in(body);
  if (!values || !before) return body;
  let changed: Values = before;
  for (const [name, property] of values.properties) {
    if (!(name in changed) || isReference(context.inputs, name, property)) continue;
    const value = change(property, changed[name]);
    const candidate: Values = { ...changed, [name]: value };
    if (value !== undefined && values.bodyOf(candidate)) changed = candidate;
  }
  return values.bodyOf(changed) ?? body;
}

/** A body with another valid value of each property, as far as there is one. */
export function otherBody(context: GenerationContext, body: unknown): unknown {
  return changedBody(context, body, (schema, value) => otherValue(context.inputs, schema, value));
}

/** A body with values that a server may take for missing ones, as far as they are valid. */
export function emptyBody(context: GenerationContext, body: unknown, isWanted: (value: unknown) => boolean): unknown {
  return changedBody(context, body, (schema) => emptyValues(context.inputs, schema).find(isWanted));
}
