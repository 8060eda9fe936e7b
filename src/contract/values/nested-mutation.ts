/** Values that violate one constraint somewhere inside: in a property, an item, a key or an entry. */

import { dealOut, everyNth, inTurn, partition } from "../../lists.ts";
import { isObject, tokensOf } from "../../openapi/pointer.ts";
import { maxDepth, type Schema } from "../../openapi/schema.ts";
import { distinctOf, samplesOf } from "./arbitrary.ts";
import { exampleOf, keysOf } from "./example.ts";
import { sendable, type ValueInputs } from "./inputs.ts";
import { mutationsOf } from "./mutation.ts";
import type { GeneratedValue } from "./value.ts";

type Entry = readonly [key: string, value: unknown];

/** Values that violate exactly one constraint of a schema, at any depth, which the validator confirms. */
export function nestedMutationsOf(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  return [...mutationsOf(inputs, schema), ...innerMutationsOf(inputs, schema)];
}

/**
 * Values that violate exactly one constraint inside: of a property, an item, a key or an entry.
 *
 * @param complete completes an object that has more than it must
 */
export function innerMutationsOf(
  inputs: ValueInputs,
  schema: Schema,
  complete: (value: object) => object = (value) => value,
): GeneratedValue[] {
  if (schema.depth > maxDepth) return [];
  const inner = schema.alternatives.flatMap((alternative) => [
    ...itemMutations(inputs, alternative),
    ...propertyMutations(inputs, alternative, complete),
    ...(alternative.isMap ? entryMutations(inputs, alternative) : []),
  ]);
  return inner.filter(({ pointer, value }) => inputs.validator.violatesOnly(pointer, schema, value));
}

function itemMutations(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  const items = schema.items;
  if (!items) return [];
  const valid = distinctOf(inputs, items, Math.max(1, schema.limit("minItems") ?? 1));
  return nestedMutationsOf(inputs, items).flatMap((item) => [
    { ...item, title: `an item: ${item.title}`, value: [item.value, ...valid.slice(1)] },
    { ...item, title: `a later item: ${item.title}`, value: [...valid, item.value] },
  ]);
}

/** A wrong value of each property, alone and beside others: a server may look at it only there. */
function propertyMutations(inputs: ValueInputs, schema: Schema, complete: (value: object) => object): GeneratedValue[] {
  const smallest = exampleOf(inputs, schema, "smallest");
  const bases = [exampleOf(inputs, schema), ...samplesOf(inputs, schema, 7)].filter(isObject).map(complete);
  if (!isObject(smallest) || bases.length === 0) return [];
  const required = schema.required;
  return [...sendable(inputs, schema)].flatMap(([name, property]) => {
    const put = (mutation: GeneratedValue, base: object, where = ""): GeneratedValue => ({
      ...mutation,
      title: `${name}: ${mutation.title}${where}`,
      value: { ...base, [name]: mutation.value },
      ...(mutation.value === null && !required.has(name) && leavesNullOpen(schema) && { expects: "unspecified" }),
    });
    const beside = (mutations: GeneratedValue[]) =>
      inTurn(mutations, bases).map(([mutation, base]) => put(mutation, base, ", with other properties"));
    const mutations = nestedMutationsOf(inputs, property);
    const [patterns, others] = partition(mutations, isOf("pattern"));
    // A pattern has many mutations: each stands alone or beside other properties. Some of the others stand in both.
    const [patternsAlone, patternsBeside] = dealOut(patterns);
    return [
      ...[...patternsAlone, ...others].map((mutation) => put(mutation, smallest)),
      ...beside([...patternsBeside, ...everyNth(others, 4)]),
    ];
  });
}

/** A map with one wrong key or value: alone, and before, between and after valid entries. */
function entryMutations(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  const entry = schema.additionalProperties;
  const full = exampleOf(inputs, schema);
  if (!entry || !isObject(full)) return [];
  const value = exampleOf(inputs, entry);
  const names = schema.propertyNames;
  const [free = "bad"] = keysOf(inputs, schema, 8).filter((key) => !(key in full));
  const keys = (names ? mutationsOf(inputs, names) : []).filter((key) => typeof key.value === "string");
  return [
    ...placed(inputs, schema, keys, (key): Entry => [String(key.value), value], "the key "),
    ...placed(inputs, schema, nestedMutationsOf(inputs, entry), (wrong): Entry => [free, wrong.value], "a value: "),
  ];
}

/** Maps that hold a wrong entry, one after the other. */
function placed(
  inputs: ValueInputs,
  schema: Schema,
  mutations: readonly GeneratedValue[],
  entryOf: (mutation: GeneratedValue) => Entry,
  kind: string,
): GeneratedValue[] {
  const good = Object.entries(exampleOf(inputs, schema) as object);
  const smallest = Object.entries(exampleOf(inputs, schema, "smallest") as object);
  const many = [...good, ...moreEntries(inputs, schema, good)];
  const alone = { title: "", around: (wrong: Entry) => [...smallest, wrong] };
  const amid = [
    { title: ", after valid entries", around: (wrong: Entry) => [...good, wrong] },
    { title: ", after many valid entries", around: (wrong: Entry) => [...many, wrong] },
    { title: ", before valid entries", around: (wrong: Entry) => [wrong, ...good] },
    { title: ", between valid entries", around: (wrong: Entry) => [...good.slice(0, 1), wrong, ...good.slice(1)] },
  ];
  const [patterns, rest] = partition(mutations, isOf("pattern"));
  const [types, others] = partition(rest, isOf("type"));
  // There are many mutations of a pattern and of a type, and few of the others.
  const pairs = [
    ...inTurn(patterns, [alone, ...amid]),
    ...[...types, ...others].map((mutation) => [mutation, alone] as const),
    ...inTurn(types, amid),
    ...others.flatMap((mutation) => amid.map((place) => [mutation, place] as const)),
  ];
  return pairs.map(([mutation, place]) => ({
    ...mutation,
    title: `${kind}${mutation.title}${place.title}`,
    value: Object.fromEntries(place.around(entryOf(mutation))),
  }));
}

/** Valid entries that a map does not have yet. */
function moreEntries(inputs: ValueInputs, schema: Schema, good: readonly Entry[]): Entry[] {
  const value = exampleOf(inputs, schema.additionalProperties as Schema);
  const [key = "key"] = keysOf(inputs, schema, 1);
  const keys = Array.from({ length: 12 }, (_, index) => `${key}_${index}`);
  return keys.filter((name) => good.every(([other]) => other !== name)).map((name) => [name, value]);
}

const isOf =
  (keyword: string) =>
  ({ pointer }: GeneratedValue): boolean =>
    tokensOf(pointer).at(-1) === keyword;

/** Whether the description leaves open what null means for an optional property. */
export function leavesNullOpen(schema: Schema): boolean {
  return schema.constraints("x-unstated").some(({ value }) => Array.isArray(value) && value.includes("null"));
}
