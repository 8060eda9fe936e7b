/** Valid values that can be recognised: those of the description's own examples where there are some. */
import { isObject } from "../../openapi/pointer.ts";
import type { Schema } from "../../openapi/schema.ts";
import { distinctOf, samplesOf, undescribed, unsafeKeys } from "./arbitrary.ts";
import { referenceValue, sendable, type ValueInputs } from "./inputs.ts";
import { formatOf } from "./text-arbitrary.ts";
import { inTimeOrder } from "./time-order.ts";

/** How much is in an example: only what is required, or everything. */
export type Size = "smallest" | "fullest";

/** One valid value; `undefined` if none was found. */
export function exampleOf(inputs: ValueInputs, schema: Schema, size: Size = "fullest"): unknown {
  return inputs[size].of(schema, () => {
    return inputs.sizes.isEndless(schema) ? undefined : makeExample(inputs, schema, size);
  });
}

function makeExample(inputs: ValueInputs, schema: Schema, size: Size): unknown {
  for (const alternative of inputs.sizes.alternativesOf(schema)) {
    for (const candidate of candidatesOf(inputs, alternative, size))
      if (inputs.validator.accepts(schema, candidate)) return candidate;
  }
  return samplesOf(inputs, schema, 1)[0];
}

/** Values that may be valid, the best ones first. */
function candidatesOf(inputs: ValueInputs, schema: Schema, size: Size): unknown[] {
  const types = schema.types;
  const examples = schema.examples;
  if (types.includes("string")) {
    const format = formatOf(schema);
    if (schema.isReference) return examples;
    if (format === "uuid") return [...examples, inputs.canary.uuid];
    if (format !== undefined) return [...withFormat(format, inputs.canaryOf(schema)), ...examples];
    const own = inputs.canaryOf(schema);
    return [...examples.map((value) => `${value} ${own}`), own, ...examples];
  }
  if (types.includes("object")) return [...objectsOf(inputs, schema, size), ...examples];
  if (types.includes("array")) return [arrayOf(inputs, schema, size), ...examples];
  return examples;
}

/** Text of a format that may have to be unique on a server, such as the e-mail address of an account. */
export function withFormat(format: string, own: string): string[] {
  const texts: Readonly<Record<string, string>> = {
    email: `${own}@example.com`,
    hostname: `${own}.example.com`,
    uri: `https://example.com/${own}`,
    "uri-reference": `/${own}`,
  };
  return texts[format] === undefined ? [] : [texts[format]];
}

function arrayOf(inputs: ValueInputs, schema: Schema, wanted: Size): unknown[] {
  const items = schema.items;
  const size = inputs.sizes.isDeep(items ?? schema) ? "smallest" : wanted;
  const least = schema.limit("minItems") ?? 0;
  const length = size === "smallest" ? least : Math.max(1, least);
  const item = items ? exampleOf(inputs, items, size) : inputs.canary.text;
  return length === 1 && item !== undefined ? [item] : itemsOf(inputs, schema, length);
}

/** Items of an array: different ones, and the first again where there are not so many. */
export function itemsOf(inputs: ValueInputs, schema: Schema, count: number): unknown[] {
  if (!schema.items) return Array.from({ length: count }, (_, index) => `${inputs.canary.text}${index}`);
  const items = distinctOf(inputs, schema.items, count);
  return [...items, ...Array(count - items.length).fill(items[0])];
}

/** With every property, with those of one part of an `allOf` alone, and with only the required ones. */
function objectsOf(inputs: ValueInputs, schema: Schema, size: Size): unknown[] {
  const required = schema.required;
  const properties = [...sendable(inputs, schema)];
  const only = (names: readonly string[]) => properties.filter(([name]) => required.has(name) || names.includes(name));
  const parts = schema.constraints("properties").map(({ value }) => only(Object.keys(isObject(value) ? value : {})));
  const choices = size === "fullest" ? [properties, ...parts, only([])] : [only([])];
  return choices.map((choice) => objectOf(inputs, schema, choice, size));
}

function objectOf(inputs: ValueInputs, schema: Schema, properties: readonly [string, Schema][], size: Size): unknown {
  const entries: [string, unknown][] = properties.map(([name, property]) => [
    name,
    referenceValue(inputs, name, property) ?? exampleOf(inputs, property, size),
  ]);
  const entry = schema.additionalProperties;
  const value = (entry && exampleOf(inputs, entry, size)) ?? inputs.canary.text;
  for (const name of undescribed(schema)) entries.push([name, value]);
  const isOpen = size === "fullest" && !inputs.sizes.isDeep(entry ?? schema);
  const count = entries.length === 0 && isOpen ? 3 : (schema.limit("minProperties") ?? 0) - entries.length;
  if (entry && count > 0)
    entries.push(...mapKeysOf(inputs, schema, count).map((key): [string, unknown] => [key, value]));
  return inTimeOrder(inputs, schema.properties, Object.fromEntries(entries.filter(([, given]) => given !== undefined)));
}

/** Valid keys of a map: those of its examples first. */
export function mapKeysOf(inputs: ValueInputs, schema: Schema, count: number): string[] {
  const shown = schema.examples.flatMap((example) => (isObject(example) ? Object.keys(example) : []));
  const names = schema.propertyNames;
  const made = names
    ? samplesOf(inputs, names, 12 + count).map(String)
    : Array.from({ length: count }, (_, index) => `key_${index + 1}`);
  const fitting = [...shown, ...made].filter(
    (key) =>
      !schema.properties.has(key) && !unsafeKeys.includes(key) && (!names || inputs.validator.accepts(names, key)),
  );
  return [...new Set(fitting)].slice(0, count);
}
