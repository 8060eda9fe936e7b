/** The values of a request body by their properties, also where an envelope holds them. */
import { at, isObject, putAt } from "../../../openapi/pointer.ts";
import { valuesWithin } from "../../../openapi/resources/envelopes.ts";
import type { Schema } from "../../../openapi/schema.ts";
import type { GenerationContext } from "../../generate/context.ts";
import { fullestBody, smallestBody } from "../../generate/request/body.ts";
import { isReference, sendable } from "../../values/inputs.ts";
import { emptyValues, otherValue, unusualText } from "../../values/other-value.ts";
import { inTimeOrder } from "../../values/time-order.ts";

type Values = Readonly<Record<string, unknown>>;

/** The object in a request body that holds the values of an item: the body itself, or what an envelope holds. */
export interface RequestValues {
  readonly properties: ReadonlyMap<string, Schema>;
  readonly schema: Schema;
  /** Where the object is in a body. */
  readonly place: string;
  /** The values in a body; `undefined` if it has none. */
  readonly in: (body: unknown) => Values | undefined;
  /** A body with these values; `undefined` if it would not be valid. */
  readonly bodyOf: (values: Values) => object | undefined;
  /** A body with these values, valid or not. */
  readonly wrap: (values: Values) => object;
}

/**
 * The values of an operation's requests; `undefined` if their bodies are no objects.
 *
 * @param body the schema of the bodies, or one of its alternatives
 */
export function requestValues(
  context: GenerationContext,
  body: Schema | undefined = context.operation.body?.schema,
): RequestValues | undefined {
  const { inputs } = context;
  const [held] = body && body.properties.size > 0 ? valuesWithin(body) : [];
  if (!body || !held) return undefined;
  const { place, schema } = held;
  const wrap = (values: Values): object => {
    if (place === "") return values;
    const outer = [smallestBody(context), fullestBody(context)].find((whole) => isObject(at(whole, place)));
    const wrapped = structuredClone(isObject(outer) ? outer : {});
    putAt(wrapped, place, values);
    return wrapped;
  };
  return {
    properties: sendable(inputs, schema),
    schema,
    place,
    in: (whole) => {
      const values = at(whole, place);
      return isObject(values) ? values : undefined;
    },
    wrap,
    bodyOf: (values) => {
      const whole = wrap(values);
      return inputs.validator.accepts(body, whole) ? whole : undefined;
    },
  };
}

/** A body whose values are changed one by one, as far as each of them leaves it valid. */
export function changedBody(
  context: GenerationContext,
  body: unknown,
  change: (schema: Schema, value: unknown) => unknown,
): unknown {
  const { inputs, operation } = context;
  const alternatives = operation.body?.schema.alternatives ?? [];
  const schema = alternatives.find((alternative) => inputs.validator.accepts(alternative, body));
  const values = schema && requestValues(context, schema);
  const before = values?.in(body);
  if (!values || !before) return body;
  let changed: Values = before;
  for (const [name, property] of values.properties) {
    if (!(name in changed) || isReference(inputs, name, property)) continue;
    const value = changedValue(property, changed[name], change);
    const candidate: Values = { ...changed, [name]: value };
    if (value !== undefined && values.bodyOf(candidate)) changed = candidate;
  }
  return values.bodyOf(inTimeOrder(inputs, values.properties, changed)) ?? body;
}

/** A changed value, or an object whose values are changed; `undefined` if there is nothing to change. */
function changedValue(schema: Schema, value: unknown, change: (schema: Schema, value: unknown) => unknown): unknown {
  const own = change(schema, value);
  if (own !== undefined || !isObject(value) || schema.properties.size === 0) return own;
  const entries = Object.entries(value).map(([name, held]) => {
    const property = schema.properties.get(name);
    return [name, (property && changedValue(property, held, change)) ?? held];
  });
  return Object.fromEntries(entries);
}

/** A body with another valid value of each property, as far as there is one. */
export function otherBody(context: GenerationContext, body: unknown): unknown {
  return changedBody(context, body, (schema, value) => otherValue(context.inputs, schema, value));
}

/** A body with text that servers cut, trim or escape when they store it. */
export function unusualBody(context: GenerationContext, body: unknown, kind: "long" | "special"): unknown {
  return changedBody(context, body, (schema) => unusualText(context.inputs, schema, kind));
}

/** A body with values that a server may take for missing ones, as far as they are valid. */
export function emptyBody(context: GenerationContext, body: unknown, isWanted: (value: unknown) => boolean): unknown {
  return changedBody(context, body, (schema) => emptyValues(context.inputs, schema).find(isWanted));
}
