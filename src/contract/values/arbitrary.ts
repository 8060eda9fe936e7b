/** Random valid values, made and shrunk by fast-check. */
import fc from "fast-check";
import { distinctBy } from "../../lists.ts";
import type { JsonType } from "../../openapi/json-type.ts";
import { isObject } from "../../openapi/pointer.ts";
import type { Schema } from "../../openapi/schema.ts";
import { referenceValue, sendable, type ValueInputs } from "./inputs.ts";
import { strings, text } from "./text-arbitrary.ts";
import { inTimeOrder } from "./time-order.ts";

/** How many values are tried before a schema counts as one that no valid value is found for. */
const tries = 40;

/** Names that a server may refuse as the names of properties, because they change objects of JavaScript. */
export const unsafeKeys: readonly string[] = ["__proto__", "constructor", "prototype"];

/** Random valid values; `undefined` if none was found. */
export function arbitraryOf(inputs: ValueInputs, schema: Schema): fc.Arbitrary<unknown> | undefined {
  return inputs.arbitraries.of(schema, () => build(inputs, schema));
}

function arbitraryOrText(inputs: ValueInputs, schema: Schema | undefined): fc.Arbitrary<unknown> | undefined {
  return schema ? arbitraryOf(inputs, schema) : text(1, 20);
}

/** Some valid values, the same ones for the same seed. */
export function samplesOf(inputs: ValueInputs, schema: Schema, count: number, seed: number = inputs.seed): unknown[] {
  const values = arbitraryOf(inputs, schema);
  return values ? fc.sample(values, { seed, numRuns: count }) : [];
}

export function distinctOf(inputs: ValueInputs, schema: Schema, count: number): unknown[] {
  const values = distinctBy(samplesOf(inputs, schema, Math.min(100, count * 10 + 20)), (value) => value);
  const apart = withoutSharedTexts(values, schema);
  return (apart.length < count ? values : apart).slice(0, count);
}

/** Objects of which no two have a text in common: a server may want the keys of a list to be unique. */
function withoutSharedTexts(values: readonly unknown[], { properties }: Schema): unknown[] {
  const seen = new Set<string>();
  const isFixed = (name: string) => ["enum", "const"].some((keyword) => properties.get(name)?.constraint(keyword));
  return values.filter((value) => {
    const entries = Object.entries(isObject(value) ? value : {});
    const texts = entries.filter(([name, held]) => typeof held === "string" && !isFixed(name)).map(String);
    const isNew = texts.every((text) => !seen.has(text));
    for (const text of texts) seen.add(text);
    return isNew;
  });
}

function build(inputs: ValueInputs, schema: Schema): fc.Arbitrary<unknown> | undefined {
  if (inputs.sizes.isEndless(schema)) return undefined;
  if (schema.constraint("const") || schema.constraint("enum")) return examples(inputs, schema, []);
  const scalars = schema.types.filter((type) => type !== "object" && type !== "array");
  const types = inputs.sizes.isDeep(schema) && scalars.length > 0 ? scalars : schema.types;
  const parts =
    schema.alternatives.length > 1
      ? inputs.sizes.alternativesOf(schema).map((alternative) => arbitraryOf(inputs, alternative))
      : types.map((type) => ofType(inputs, schema, type));
  const possible = parts.filter((part) => part !== undefined);
  return possible.length === 0 ? examples(inputs, schema, []) : satisfiable(inputs, schema, fc.oneof(...possible));
}

/** The URI of a website without a host is one by its form alone: servers refuse it, as they must (RFC 9110, 4.2.1). */
const withoutHost = /^https?:(?!\/\/[^/?#])/i;

/** A filter that nothing passes would never end: values are only filtered when enough of them are valid. */
function satisfiable(
  inputs: ValueInputs,
  schema: Schema,
  values: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> | undefined {
  const isUri = schema.keyword("format") === "uri";
  const isValid = (value: unknown) =>
    inputs.validator.accepts(schema, value) && !(isUri && withoutHost.test(`${value}`));
  const valid = fc.sample(values, { seed: inputs.seed, numRuns: tries }).filter(isValid);
  return valid.length * 4 >= tries ? values.filter(isValid) : examples(inputs, schema, valid);
}

/** The examples of the description, and other valid values: those of `const` and `enum` are examples. */
function examples(inputs: ValueInputs, schema: Schema, others: unknown[]): fc.Arbitrary<unknown> | undefined {
  const shown = schema.examples.filter((value) => inputs.validator.accepts(schema, value));
  return shown.length + others.length > 0 ? fc.constantFrom(...shown, ...others) : undefined;
}

function ofType(inputs: ValueInputs, schema: Schema, type: JsonType): fc.Arbitrary<unknown> | undefined {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return numbers(schema, type === "integer" ? 1 : 0.25);
    case "string":
      return strings(inputs, schema);
    case "array":
      return arrays(inputs, schema);
    case "object":
      return objects(inputs, schema);
  }
}

/** Multiples of `multipleOf`, or else of a step that every server can write. */
function numbers(schema: Schema, defaultStep: number): fc.Arbitrary<number> {
  const span = 1e6;
  const most = Math.min(schema.limit("maximum") ?? Infinity, schema.limit("exclusiveMaximum") ?? Infinity);
  const least = Math.max(schema.limit("minimum") ?? -Infinity, schema.limit("exclusiveMinimum") ?? -Infinity);
  const min = least === -Infinity ? Math.min(0, most) - span : least;
  const max = most === Infinity ? Math.max(0, min) + span : most;
  const step = schema.limit("multipleOf") ?? (max - min < 1 && defaultStep < 1 ? (max - min) / 8 : defaultStep);
  const [first, last] = [Math.ceil(min / step), Math.floor(max / step)];
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || first > last) return fc.constant(min);
  return fc.integer({ min: first, max: last }).map((count) => Number((count * step).toPrecision(15)) || 0);
}

function arrays(inputs: ValueInputs, schema: Schema): fc.Arbitrary<unknown[]> | undefined {
  const { items } = schema;
  const minLength = schema.limit("minItems") ?? 0;
  const most = Math.max(inputs.sizes.isDeep(items ?? schema) ? 0 : 6, minLength);
  const maxLength = Math.min(schema.limit("maxItems") ?? most, most);
  if (maxLength < minLength) return undefined;
  const item = schema.keyword("items") === false ? undefined : arbitraryOrText(inputs, items);
  if (!item) return minLength === 0 ? fc.constant([]) : undefined;
  if (schema.keyword("uniqueItems") !== true) return fc.array(item, { minLength, maxLength });
  if (items && minLength > distinctOf(inputs, items, minLength).length) return undefined;
  return fc.uniqueArray(item, { minLength, maxLength, selector: (value) => JSON.stringify(value) });
}

function objects(inputs: ValueInputs, schema: Schema): fc.Arbitrary<unknown> | undefined {
  const properties: Record<string, fc.Arbitrary<unknown>> = {};
  const required = schema.required;
  for (const [name, property] of sendable(inputs, schema)) {
    const values = knownOrRandom(inputs, name, property);
    if (values) properties[name] = values;
    else if (required.has(name)) return undefined;
  }
  for (const name of undescribed(schema)) {
    const entry = schema.additionalProperties;
    properties[name] = (entry && arbitraryOf(inputs, entry)) ?? text(1, 20);
  }
  const requiredKeys = [...required].filter((name) => Object.hasOwn(properties, name));
  const record = fc.record(properties, { requiredKeys, noNullPrototype: true });
  const fixedPart = record.map((value) => inTimeOrder(inputs, schema.properties, value));
  const entries = mapsOf(inputs, schema);
  if (!entries) return fixedPart;
  return fc.tuple(entries, fixedPart).map(([some, rest]) => ({ ...some, ...rest }));
}

/** The names that are required without being described. */
export function undescribed(schema: Schema): string[] {
  const described = schema.properties;
  return [...schema.required].filter((name) => !described.has(name));
}

function knownOrRandom(inputs: ValueInputs, name: string, schema: Schema): fc.Arbitrary<unknown> | undefined {
  const shown = schema.isReference ? schema.examples : [];
  const known = referenceValue(inputs, name, schema) ?? shown.find((value) => inputs.validator.accepts(schema, value));
  return known === undefined ? arbitraryOf(inputs, schema) : fc.constant(known);
}

function mapsOf(inputs: ValueInputs, schema: Schema): fc.Arbitrary<Record<string, unknown>> | undefined {
  const entry = schema.additionalProperties;
  if (!entry) return undefined;
  const keys = arbitraryOrText(inputs, schema.propertyNames)?.map(String);
  const values = arbitraryOf(inputs, entry);
  const minLength = schema.limit("minProperties") ?? 0;
  const most = Math.max(inputs.sizes.isDeep(entry) ? 0 : 6, minLength);
  const maxLength = Math.min(schema.limit("maxProperties") ?? most, most);
  if (!keys || !values || maxLength < minLength) return minLength > 0 ? undefined : fc.constant({});
  const safe = keys.filter((key) => !unsafeKeys.includes(key));
  const entries = fc.uniqueArray(fc.tuple(safe, values), { minLength, maxLength, selector: ([key]) => key });
  return entries.map((pairs) => Object.fromEntries(pairs));
}
