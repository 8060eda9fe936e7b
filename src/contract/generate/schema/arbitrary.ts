/** Random valid values, made and shrunk by fast-check. */

import fc from "fast-check";
import { distinctBy } from "../../lists.ts";
import type { JsonType, Schema } from "../../spec/schema.ts";
import { type GenerationContext, maxDepth, SECRET, sendable } from "../context.ts";
import { formats, plainFormats } from "./format.ts";

/** How many values are tried before a schema counts as one that no valid value is found for. */
const tries = 40;

/** Names that a server may refuse as the names of properties, because they change objects of JavaScript. */
export const unsafeKeys: readonly string[] = ["__proto__", "constructor", "prototype"];

/** Random valid values; `undefined` if none was found. */
export function arbitraryOf(context: GenerationContext, schema: Schema): fc.Arbitrary<unknown> | undefined {
  if (!context.arbitraries.has(schema)) context.arbitraries.set(schema, build(context, schema));
  return context.arbitraries.get(schema);
}

/** Some valid values, the same ones for the same seed. */
export function samplesOf(
  context: GenerationContext,
  schema: Schema,
  count: number,
  seed: number = context.seed,
): unknown[] {
  const values = arbitraryOf(context, schema);
  return values ? fc.sample(values, { seed, numRuns: count }) : [];
}

/** Different valid values of a schema. */
export function distinctOf(context: GenerationContext, schema: Schema, count: number): unknown[] {
  const values = samplesOf(context, schema, Math.min(100, count * 10 + 20));
  return distinctBy(values, (value) => value).slice(0, count);
}

function build(context: GenerationContext, schema: Schema): fc.Arbitrary<unknown> | undefined {
  if (schema.depth > 2 * maxDepth) return undefined;
  const alternatives = schema.alternatives;
  const parts =
    alternatives.length > 1
      ? alternatives.map((alternative) => arbitraryOf(context, alternative))
      : (fixed(schema) ?? schema.types.map((type) => ofType(context, schema, type)));
  const possible = parts.filter((part) => part !== undefined);
  return possible.length === 0 ? examples(context, schema, []) : satisfiable(context, schema, fc.oneof(...possible));
}

/** The values of `const` and `enum`. */
function fixed(schema: Schema): fc.Arbitrary<unknown>[] | undefined {
  const constant = schema.constraint("const");
  if (constant) return [fc.constant(constant.value)];
  const some = schema.keyword("enum");
  return Array.isArray(some) && some.length > 0 ? [fc.constantFrom(...some)] : undefined;
}

/** A filter that nothing passes would never end: values are only filtered when enough of them are valid. */
function satisfiable(
  context: GenerationContext,
  schema: Schema,
  values: fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> | undefined {
  const isValid = (value: unknown) => context.validator.accepts(schema, value);
  const valid = fc.sample(values, { seed: context.seed, numRuns: tries }).filter(isValid);
  return valid.length * 4 >= tries ? values.filter(isValid) : examples(context, schema, valid);
}

function examples(context: GenerationContext, schema: Schema, others: unknown[]): fc.Arbitrary<unknown> | undefined {
  const shown = schema.examples.filter((value) => context.validator.accepts(schema, value));
  return shown.length + others.length > 0 ? fc.constantFrom(...shown, ...others) : undefined;
}

function ofType(context: GenerationContext, schema: Schema, type: JsonType): fc.Arbitrary<unknown> | undefined {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return numbers(schema, type === "integer" ? 1 : 0.25);
    case "string":
      return strings(schema);
    case "array":
      return arrays(context, schema);
    case "object":
      return objects(context, schema);
  }
}

/** Multiples of `multipleOf`, or else of a step that every server can write. */
function numbers(schema: Schema, defaultStep: number): fc.Arbitrary<number> {
  const least = Math.max(...bounds(schema, ["minimum", "exclusiveMinimum"], -Infinity));
  const most = Math.min(...bounds(schema, ["maximum", "exclusiveMaximum"], Infinity));
  const span = 1e6;
  const min = least === -Infinity ? Math.min(-span, most - span) : least;
  const max = most === Infinity ? Math.max(span, least + span) : most;
  const step = schema.limit("multipleOf") ?? (max - min < 1 && defaultStep < 1 ? (max - min) / 8 : defaultStep);
  const [first, last] = [Math.ceil(min / step), Math.floor(max / step)];
  if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || first > last) return fc.constant(min);
  return fc.integer({ min: first, max: last }).map((count) => Number((count * step).toPrecision(15)) || 0);
}

const bounds = (schema: Schema, names: string[], none: number) => names.map((name) => schema.limit(name) ?? none);

function arrays(context: GenerationContext, schema: Schema): fc.Arbitrary<unknown[]> | undefined {
  const minLength = schema.limit("minItems") ?? 0;
  const maxLength = Math.min(schema.limit("maxItems") ?? Math.max(5, minLength), Math.max(8, minLength));
  if (minLength > 1000 || maxLength < minLength) return undefined;
  const items = schema.items;
  const item = items
    ? arbitraryOf(context, items)
    : schema.constraint("items")?.value === false
      ? undefined
      : text(1, 20);
  if (!item) return minLength === 0 ? fc.constant([]) : undefined;
  if (schema.keyword("uniqueItems") !== true) return fc.array(item, { minLength, maxLength });
  if (items && minLength > distinctOf(context, items, minLength).length) return undefined;
  return fc.uniqueArray(item, { minLength, maxLength, selector: (value) => JSON.stringify(value) });
}

function objects(context: GenerationContext, schema: Schema): fc.Arbitrary<unknown> | undefined {
  const properties: Record<string, fc.Arbitrary<unknown>> = {};
  const required = schema.required;
  const named = sendable(context, schema);
  for (const [name, property] of named) {
    const values = knownOrRandom(context, name, property);
    if (values) properties[name] = values;
    else if (required.has(name)) return undefined;
  }
  for (const name of undescribed(schema)) {
    const entry = schema.additionalProperties;
    properties[name] = (entry && arbitraryOf(context, entry)) ?? text(1, 20);
  }
  const requiredKeys = [...required].filter((name) => Object.hasOwn(properties, name));
  const fixedPart = fc.record(properties, { requiredKeys, noNullPrototype: true });
  const entries = entriesOf(context, schema);
  if (!entries) return fixedPart;
  return named.size === 0 ? entries : fc.tuple(entries, fixedPart).map(([some, rest]) => ({ ...some, ...rest }));
}

/** The names that are required without being described. */
export function undescribed(schema: Schema): string[] {
  const described = schema.properties;
  return [...schema.required].filter((name) => !described.has(name));
}

function knownOrRandom(context: GenerationContext, name: string, schema: Schema): fc.Arbitrary<unknown> | undefined {
  const shown = schema.isReference ? schema.examples : [];
  const known = [context.known[name], ...shown].find((value) => context.validator.accepts(schema, value));
  return known === undefined ? arbitraryOf(context, schema) : fc.constant(known);
}

/** The entries of a map. */
function entriesOf(context: GenerationContext, schema: Schema): fc.Arbitrary<Record<string, unknown>> | undefined {
  const entry = schema.additionalProperties;
  if (!entry) return undefined;
  const names = schema.propertyNames;
  const keys = names ? arbitraryOf(context, names)?.map(String) : text(1, 20);
  const values = arbitraryOf(context, entry);
  const minLength = schema.limit("minProperties") ?? 0;
  const maxLength = Math.min(schema.limit("maxProperties") ?? Math.max(6, minLength), Math.max(6, minLength));
  if (!keys || !values || minLength > 100 || maxLength < minLength) return minLength > 0 ? undefined : fc.constant({});
  const safe = keys.filter((key) => !unsafeKeys.includes(key));
  return fc.uniqueArray(fc.tuple(safe, values), { minLength, maxLength, selector: ([key]) => key }).map(
    (entries) => Object.fromEntries(entries),
    (value) => Object.entries(value as object),
  );
}

/** A character of ASCII, of the rest of the BMP, or from beyond it; fast-check's own wide units are slow to start. */
const character = fc
  .oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
    { weight: 2, arbitrary: fc.integer({ min: 0xa0, max: 0xd7ff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0x1_0000, max: 0x1_f9ff }) },
  )
  .map(
    (code) => String.fromCodePoint(code),
    (text) => String(text).codePointAt(0) ?? 0,
  );

/** Text that every server must take: not empty, and not blank. */
function text(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: character, minLength, maxLength }).filter((value) => value === "" || value.trim() !== "");
}

function strings(schema: Schema): fc.Arbitrary<string> | undefined {
  const pattern = schema.keyword("pattern");
  const format = schema.keyword("format");
  const minLength = schema.limit("minLength") ?? 0;
  const maxLength = Math.min(schema.limit("maxLength") ?? Math.max(60, minLength + 20), 5000);
  if (minLength > maxLength) return undefined;
  if (typeof pattern === "string") return matching(pattern, minLength);
  if (typeof format === "string" && !plainFormats.includes(format)) return formats[format]?.();
  // A secret needs room for the canary by which it is recognised.
  const room = maxLength - SECRET.length;
  if (schema.isSecret && room >= 0)
    return text(Math.max(0, minLength - SECRET.length), room).map(
      (rest) => SECRET + rest,
      (value) => String(value).slice(SECRET.length),
    );
  return text(Math.min(Math.max(1, minLength), maxLength), maxLength);
}

/** Text that matches a pattern; `undefined` for the patterns that fast-check can't write text for. */
function matching(pattern: string, minLength: number): fc.Arbitrary<string> | undefined {
  try {
    const values = fc.stringMatching(new RegExp(pattern, "u"), { size: minLength > 10 ? "medium" : "small" });
    fc.sample(values, 1);
    return values;
  } catch {
    return undefined;
  }
}
