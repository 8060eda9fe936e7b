/** Values that violate one constraint somewhere inside: in a property, an item, a key or an entry. */

import { fewOfEach, groupBy, inTurn } from "../../lists.ts";
import { isObject } from "../../openapi/pointer.ts";
import { maxDepth, type Schema } from "../../openapi/schema.ts";
import { distinctOf } from "./arbitrary.ts";
import { exampleOf, mapKeysOf } from "./example.ts";
import { requestProperties, type ValueInputs } from "./inputs.ts";
import { mutationsOf } from "./mutation.ts";
import { mostValues } from "./size.ts";
import type { GeneratedValue } from "./value.ts";

type Entry = readonly [key: string, value: unknown];

/** A place for a wrong value inside of another value. */
interface Surrounding<T> {
  /** Says where the wrong value is, after what is wrong with it. */
  readonly title: string;
  readonly around: (wrong: T) => unknown;
}

/** So many mutations of one constraint are put into every surrounding; of more, each is put into one. */
const few = 4;

/** Values that violate exactly one constraint of a schema, at any depth, which the validator confirms. */
export function nestedMutationsOf(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  return inputs.mutations.of(schema, () => [...mutationsOf(inputs, schema), ...innerMutationsOf(inputs, schema)]);
}

/** Values that violate exactly one constraint inside: of a property, an item, a key or an entry. */
export function innerMutationsOf(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  if (schema.depth > maxDepth) return [];
  const inner = schema.alternatives.flatMap((alternative) => [
    ...itemMutations(inputs, alternative),
    ...propertyMutations(inputs, alternative),
    ...entryMutations(inputs, alternative),
  ]);
  return fewOfEach(inner, mostValues, ({ pointer }) => pointer).filter(({ pointer, value }) =>
    inputs.validator.violatesOnly(pointer, schema, value),
  );
}

/** Puts few mutations of a constraint into every surrounding, and many into one each, in turn. */
function surrounded<T>(
  mutations: readonly (GeneratedValue & { readonly value: T })[],
  surroundings: readonly Surrounding<T>[],
): GeneratedValue[] {
  const groups = [...groupBy(mutations, ({ pointer }) => pointer).values()];
  const pairs = groups.flatMap((group) =>
    group.length > few
      ? inTurn(group, surroundings)
      : group.flatMap((mutation) => surroundings.map((surrounding) => [mutation, surrounding] as const)),
  );
  return pairs.map(([mutation, { title, around }]) => ({
    ...mutation,
    title: mutation.title.endsWith(title) ? mutation.title : mutation.title + title,
    value: around(mutation.value),
  }));
}

function itemMutations(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  const items = schema.items;
  if (!items) return [];
  const valid = distinctOf(inputs, items, Math.max(1, schema.limit("minItems") ?? 1));
  const wrong = nestedMutationsOf(inputs, items).map((item) => ({ ...item, title: `an item: ${item.title}` }));
  return surrounded(wrong, [
    { title: "", around: (item) => [item, ...valid.slice(1)] },
    { title: ", after valid items", around: (item) => [...valid, item] },
  ]);
}

/** A wrong value of each property, alone and beside others: a server may look at it only there. */
function propertyMutations(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  const [full, smallest] = [exampleOf(inputs, schema), exampleOf(inputs, schema, "smallest")];
  if (!isObject(full) || !isObject(smallest)) return [];
  const required = schema.required;
  return [...requestProperties(inputs, schema)].flatMap(([name, property]) => {
    const isNullOpen = !required.has(name) && leavesNullOpen(schema);
    const mutations = nestedMutationsOf(inputs, property).map(
      (mutation): GeneratedValue => ({
        ...mutation,
        title: `${name}: ${mutation.title}`,
        ...(isNullOpen && mutation.value === null && { expects: "unspecified" }),
      }),
    );
    return surrounded(mutations, [
      { title: "", around: (wrong) => ({ ...smallest, [name]: wrong }) },
      { title: ", with other properties", around: (wrong) => ({ ...full, [name]: wrong }) },
    ]);
  });
}

/** A map with one wrong key or value: alone, and before, between and after valid entries. */
function entryMutations(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  const entry = schema.additionalProperties;
  const [full, smallest] = [exampleOf(inputs, schema), exampleOf(inputs, schema, "smallest")];
  if (!entry || !isObject(full) || !isObject(smallest)) return [];
  const value = exampleOf(inputs, entry);
  const names = schema.propertyNames;
  const [free = "bad"] = mapKeysOf(inputs, schema, 8).filter((key) => !(key in full));
  const keys = names ? mutationsOf(inputs, names) : [];
  const wrong = [
    ...keys.map((key) => ({ ...key, title: `the key ${key.title}`, value: [String(key.value), value] as const })),
    ...nestedMutationsOf(inputs, entry).map((inner) => ({
      ...inner,
      title: `a value: ${inner.title}`,
      value: [free, inner.value] as const,
    })),
  ];
  const [good, alone] = [Object.entries(full), Object.entries(smallest)];
  const many = [...good, ...moreEntries(inputs, schema, value)];
  const mapOf = (...entries: Entry[]) => Object.fromEntries(entries);
  return surrounded<Entry>(wrong, [
    { title: "", around: (bad) => mapOf(...alone, bad) },
    { title: ", after valid entries", around: (bad) => mapOf(...many, bad) },
    { title: ", before valid entries", around: (bad) => mapOf(bad, ...good) },
    { title: ", between valid entries", around: (bad) => mapOf(...good.slice(0, 1), bad, ...good) },
  ]);
}

function moreEntries(inputs: ValueInputs, schema: Schema, value: unknown): Entry[] {
  const [key = "key"] = mapKeysOf(inputs, schema, 1);
  return Array.from({ length: 12 }, (_, index) => [`${key}_${index}`, value]);
}

/** Whether the description leaves open what null means for an optional property. */
export function leavesNullOpen(schema: Schema): boolean {
  return schema.constraints("x-unstated").some(({ value }) => Array.isArray(value) && value.includes("null"));
}
