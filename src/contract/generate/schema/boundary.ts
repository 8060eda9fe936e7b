/** Valid values at the boundaries of the constraints of a schema. */
import type { Constraint, Schema } from "../../spec/schema.ts";
import { type GenerationContext, MARK, maxDepth, SECRET, sendable } from "../context.ts";
import { distinctOf, samplesOf, unsafeKeys } from "./arbitrary.ts";
import { exampleOf, keysOf } from "./example.ts";
import { patternBoundaries } from "./pattern.ts";
import { freeTexts, unusualKeys } from "./text.ts";
import type { GeneratedValue } from "./value.ts";

/** How many entries of a map, or characters, every server takes: a description that states no limit allows one. */
const modest = { entries: 12, characters: 8000 };

/** Valid values: at the boundaries of every constraint, and text that must be kept as it is, or only a few of it. */
export function boundariesOf(context: GenerationContext, schema: Schema, isFew = false): GeneratedValue[] {
  return [...constraintBoundaries(context, schema), ...textsOf(context, schema, isFew)];
}

/** The keyword that a type is stated by. */
export const typePointer = (schema: Schema): string => schema.constraint("type")?.pointer ?? schema.pointer;

/** Text that must be kept as it is. A reference may be refused all the same: it names something that must exist. */
function textsOf(context: GenerationContext, schema: Schema, isFew: boolean): GeneratedValue[] {
  return schema.alternatives.flatMap((alternative) => {
    const isAny = alternative.isReference;
    if (!isAny && !alternative.isFreeText) return [];
    return freeTexts(alternative.isSecret, isFew || isAny || alternative.isSecret)
      .map(([title, value]) => accepted(typePointer(alternative), title, value))
      .filter(({ value }) => context.validator.accepts(schema, value))
      .map((text): GeneratedValue => (isAny ? { ...text, expects: "ambiguous" } : text));
  });
}

const accepted = (pointer: string, title: string, value: unknown): GeneratedValue => ({
  pointer,
  title,
  value,
  expects: "accepted",
});
const ambiguous = (pointer: string, title: string, value: unknown): GeneratedValue => ({
  ...accepted(pointer, title, value),
  expects: "ambiguous",
});

function constraintBoundaries(context: GenerationContext, schema: Schema): GeneratedValue[] {
  if (schema.depth > maxDepth) return [];
  const values = schema.alternatives.flatMap((alternative) => ofAlternative(context, alternative));
  const valid = values.filter(({ value }) => value !== undefined && context.validator.accepts(schema, value));
  return schema.isReference ? valid.map((value) => ({ ...value, expects: "ambiguous" })) : valid;
}

function ofAlternative(context: GenerationContext, schema: Schema): GeneratedValue[] {
  const fixed = [...schema.constraints("const"), ...schema.constraints("enum").flatMap(members)];
  if (fixed.length > 0) return fixed.map(({ pointer, value }) => accepted(pointer, JSON.stringify(value), value));
  const types = schema.types;
  const type = typePointer(schema);
  const values: GeneratedValue[] = [];
  if (types.includes("boolean")) values.push(accepted(type, "true", true), accepted(type, "false", false));
  if (types.includes("string")) values.push(...stringBoundaries(context, schema));
  if (types.includes("integer") || types.includes("number")) values.push(...numberBoundaries(schema));
  if (types.includes("array")) values.push(...arrayBoundaries(context, schema));
  if (types.includes("object")) values.push(...objectBoundaries(context, schema));
  if (types.includes("null")) values.push(accepted(type, "null", null));
  return values;
}

const members = ({ pointer, value }: Constraint): Constraint[] =>
  Array.isArray(value) ? value.map((member) => ({ pointer, value: member })) : [];

function stringBoundaries(context: GenerationContext, schema: Schema): GeneratedValue[] {
  const own = schema.isSecret ? SECRET : MARK;
  const type = typePointer(schema);
  const format = schema.constraint("format");
  const values: GeneratedValue[] = [];
  if (schema.constraint("pattern")) return patternBoundaries(context, schema);
  for (const { pointer, value } of schema.constraints("minLength")) {
    if (Number(value) > 0 && Number(value) < modest.characters)
      values.push(accepted(pointer, `the shortest, ${value} characters`, "x".repeat(Number(value))));
  }
  for (const { pointer, value } of schema.constraints("maxLength")) {
    const length = Number(value);
    if (length > modest.characters) continue;
    values.push(accepted(pointer, `the longest, ${value} characters`, own.slice(0, length).padEnd(length, "x")));
    values.push(accepted(pointer, `the longest, ${value} characters outside the BMP`, "😀".repeat(length)));
  }
  if (schema.isFreeText || schema.isReference) {
    values.push(ambiguous(schema.constraint("minLength")?.pointer ?? type, "empty text", ""));
    if (schema.limit("maxLength") === undefined) {
      values.push(accepted(type, "64 characters", own.padEnd(64, "x")));
      values.push(ambiguous(type, "1,000 characters", own.padEnd(1000, "x")));
    }
    values.push(ambiguous(type, "only spaces", "   "), ambiguous(type, "a NUL character", `${own}\u0000x`));
  }
  if (format)
    values.push(...samplesOf(context, schema, 3).map((value) => accepted(format.pointer, String(value), value)));
  return values;
}

function numberBoundaries(schema: Schema): GeneratedValue[] {
  const step = schema.limit("multipleOf") ?? 1;
  const inward: Record<string, number> = { exclusiveMinimum: step, exclusiveMaximum: -step };
  const values = [0, 1, -1].map((value) => accepted(typePointer(schema), String(value), value));
  for (const name of ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]) {
    for (const { pointer, value } of schema.constraints(name)) {
      const boundary = Number(value) + (inward[name] ?? 0);
      values.push(accepted(pointer, `${name}, ${boundary}`, boundary));
    }
  }
  return values;
}

function arrayBoundaries(context: GenerationContext, schema: Schema): GeneratedValue[] {
  const items = schema.items;
  const limits = ["minItems", "maxItems"].flatMap((name) => schema.constraints(name));
  const lengths = limits.length > 0 ? limits : [{ pointer: typePointer(schema), value: 0 }];
  const values = lengths
    .filter(({ value }) => Number(value) <= 100)
    .map(({ pointer, value }) => {
      const made = items
        ? distinctOf(context, items, Number(value))
        : Array.from({ length: Number(value) }, (_, index) => `${MARK}${index}`);
      return accepted(pointer, `${value} items`, made);
    });
  for (const item of items ? boundariesOf(context, items) : [])
    values.push({ ...item, title: `an item, ${item.title}`, value: [item.value] });
  return values;
}

/** The boundaries of each property in a full object, and those of the entries of a map. */
function objectBoundaries(context: GenerationContext, schema: Schema): GeneratedValue[] {
  const smallest = exampleOf(context, schema, "smallest");
  const full = exampleOf(context, schema) as object;
  const values: GeneratedValue[] = [];
  for (const [name, property] of sendable(context, schema)) {
    for (const inner of boundariesOf(context, property))
      values.push({ ...inner, title: `${name}: ${inner.title}`, value: { ...full, [name]: inner.value } });
  }
  if (schema.isMap) values.push(...mapBoundaries(context, schema, smallest as object));
  else values.push(accepted(schema.pointer, "its smallest form", smallest));
  return values;
}

function mapBoundaries(context: GenerationContext, schema: Schema, smallest: object): GeneratedValue[] {
  const entry = schema.additionalProperties as Schema;
  const names = schema.propertyNames;
  const example = exampleOf(context, entry);
  const type = typePointer(schema);
  const map = (
    keys: readonly string[],
    values: readonly unknown[] = keys.map((_, index) => numbered(entry, example, index)),
  ) => ({
    ...smallest,
    ...Object.fromEntries(keys.map((key, index) => [key, values[index]])),
  });
  const [key = "key"] = keysOf(context, schema, 1);
  const many = (count: number) => Array.from({ length: count }, (_, index) => `${key}_${index}`);
  const values = [
    accepted(type, "an empty map", smallest),
    accepted(type, "one entry", map([key])),
    accepted(type, `${modest.entries} entries`, map(many(modest.entries))),
    ambiguous(type, "100 entries", map(many(100))),
    ...(names ? [] : keyBoundaries(type).map(({ keys, ...value }) => ({ ...value, value: map(keys) }))),
  ];
  for (const name of ["minProperties", "maxProperties"]) {
    for (const { pointer, value } of schema.constraints(name)) {
      const count = Number(value) - Object.keys(smallest).length;
      if (count > 0 && count <= 100) values.push(accepted(pointer, `${value} entries`, map(many(count))));
    }
  }
  for (const inner of names ? constraintBoundaries(context, names) : []) {
    if (inner.expects === "accepted")
      values.push({ ...inner, title: `a key with ${inner.title}`, value: map([String(inner.value)]) });
  }
  const limits = constraintBoundaries(context, entry);
  const certain = [...limits, ...textsOf(context, entry, false)].filter((inner) => inner.expects === "accepted");
  for (const some of inGroups(certain, modest.entries))
    values.push(
      accepted(
        entry.pointer,
        "boundary values",
        map(
          many(some.length),
          some.map(({ value }) => value),
        ),
      ),
    );
  for (const inner of limits)
    values.push({ ...inner, title: `an entry with ${inner.title}`, value: map([key], [inner.value]) });
  return values;
}

/** Different text for each entry, so that a server that mixes them up shows it. */
const numbered = (entry: Schema, example: unknown, index: number): unknown =>
  typeof example === "string" && entry.isFreeText && entry.keyword("maxLength") === undefined
    ? `${example}${index}`
    : example;

/** Keys of a map that states nothing about its keys. */
function keyBoundaries(pointer: string): (Omit<GeneratedValue, "value"> & { keys: string[] })[] {
  const titled = (keys: readonly string[], title = `the keys ${JSON.stringify(keys)}`) => ({
    pointer,
    title,
    keys: [...keys],
  });
  const certain = [
    ...inGroups(unusualKeys, modest.entries).map((keys) => titled(keys, "unusual keys")),
    titled(["0"]),
    titled(["0", "1"]),
    titled(["k".repeat(40)], "a key of 40 characters"),
  ];
  const others = [
    ...["", ...unsafeKeys].map((key) => titled([key])),
    titled(["k".repeat(200)], "a key of 200 characters"),
  ];
  return [
    ...certain.map((value) => ({ ...value, expects: "accepted" as const })),
    ...others.map((value) => ({ ...value, expects: "ambiguous" as const })),
  ];
}

function inGroups<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, group) => items.slice(group * size, (group + 1) * size));
}
