/** Valid values at the boundaries of the constraints of a schema. */
import { fewOfEach } from "../../lists.ts";
import { type Constraint, maxDepth, type Schema } from "../../openapi/schema.ts";
import { unsafeKeys } from "./arbitrary.ts";
import { exampleOf, itemsOf, mapKeysOf } from "./example.ts";
import { isReference, requestProperties, type ValueInputs } from "./inputs.ts";
import { mostValues } from "./size.ts";
import { keptTexts, stringBoundaries } from "./text-boundary.ts";
import { accepted, ambiguous, countOf, type GeneratedValue } from "./value.ts";

/** How many entries of a map every server takes: a description that states no limit allows one. */
const usualEntries = 12;

/** Keys that every server takes, in one map each; those that a server may take for one another stand together. */
const unusualKeys: readonly string[][] = [
  ["Case", "case", "é", "e\u0301", "toString", "hasOwnProperty", "length", "id", "name", "😀"],
  [" ", "a b", "a.b", "a/b", "a[0]", "a=b", "$x", "-"],
  ["10", "007", "1.0", "true", "null", "2026-03-31"],
  ["0"],
  ["0", "1"],
  ["k".repeat(40)],
];

/** Keys that a server may refuse. */
const disputedKeys: readonly string[] = ["", ...unsafeKeys, "k".repeat(200)];

/** Valid values: at the boundaries of every constraint, and text that must be kept as it is. */
export function boundariesOf(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  return [...constraintBoundaries(inputs, schema), ...keptTexts(inputs, schema)];
}

function constraintBoundaries(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  return inputs.boundaries.of(schema, () => makeBoundaries(inputs, schema));
}

function makeBoundaries(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  if (schema.depth > maxDepth) return [];
  const values = schema.alternatives.flatMap((alternative) => ofAlternative(inputs, alternative));
  const few = fewOfEach(values, mostValues, ({ pointer }) => pointer);
  const valid = few.filter(({ value }) => value !== undefined && inputs.validator.accepts(schema, value));
  return schema.isReference ? valid.map((value) => ({ ...value, expects: "ambiguous" })) : valid;
}

function ofAlternative(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  const fixed = [...schema.constraints("const"), ...schema.constraints("enum").flatMap(members)];
  if (fixed.length > 0) return fixed.map(({ pointer, value }) => accepted(pointer, JSON.stringify(value), value));
  const { types, typePointer: type } = schema;
  const values: GeneratedValue[] = [];
  if (types.includes("boolean")) values.push(accepted(type, "true", true), accepted(type, "false", false));
  if (types.includes("string")) values.push(...stringBoundaries(inputs, schema));
  if (types.includes("integer") || types.includes("number")) values.push(...numberBoundaries(schema));
  if (types.includes("array")) values.push(...arrayBoundaries(inputs, schema));
  if (types.includes("object")) values.push(...objectBoundaries(inputs, schema));
  if (types.includes("null")) values.push(accepted(type, "null", null));
  return values;
}

const members = ({ pointer, value }: Constraint): Constraint[] =>
  Array.isArray(value) ? value.map((member) => ({ pointer, value: member })) : [];

function numberBoundaries(schema: Schema): GeneratedValue[] {
  const step = schema.limit("multipleOf") ?? 1;
  const inward: Record<string, number> = { exclusiveMinimum: step, exclusiveMaximum: -step };
  const values = [0, 1, -1].map((value) => accepted(schema.typePointer, String(value), value));
  for (const name of ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]) {
    for (const { pointer, value } of schema.limits(name)) {
      const boundary = value + (inward[name] ?? 0);
      values.push(accepted(pointer, `${name}, ${boundary}`, boundary));
    }
  }
  return values;
}

function arrayBoundaries(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  const limits = ["minItems", "maxItems"].flatMap((name) => schema.limits(name));
  const lengths = limits.length > 0 ? limits : [{ pointer: schema.typePointer, value: 0 }];
  const items = schema.items ? boundariesOf(inputs, schema.items) : [];
  return [
    ...lengths
      .filter(({ value }) => value <= 100)
      .map(({ pointer, value }) => accepted(pointer, countOf(value, "item"), itemsOf(inputs, schema, value))),
    ...items.map((item) => ({ ...item, title: `an item, ${item.title}`, value: [item.value] })),
  ];
}

/** The boundaries of each property in a small object, and those of the entries of a map. */
function objectBoundaries(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  const smallest = exampleOf(inputs, schema, "smallest") as object;
  const inner = [...requestProperties(inputs, schema)].flatMap(([name, property]) => {
    const isNamed = isReference(inputs, name, property);
    // A server that refuses a reference may quote what stands beside it.
    const beside = isNamed ? (exampleOf(inputs, schema) as object) : smallest;
    return boundariesOf(inputs, property).map((boundary) => ({
      ...boundary,
      expects: isNamed ? "ambiguous" : boundary.expects,
      title: `${name}: ${boundary.title}`,
      value: { ...beside, [name]: boundary.value },
    }));
  });
  const entry = schema.additionalProperties;
  const ofMap = entry ? mapBoundaries(inputs, schema, entry) : [];
  return [...inner, accepted(schema.typePointer, "its smallest form", smallest), ...ofMap];
}

/** Maps with many entries, with unusual keys, and with the boundary values of their entries. */
function mapBoundaries(inputs: ValueInputs, schema: Schema, entry: Schema): GeneratedValue[] {
  const smallest = exampleOf(inputs, schema, "smallest") as object;
  const { typePointer: type, propertyNames: names } = schema;
  const [key = "key"] = mapKeysOf(inputs, schema, 1);
  const numbered = (count: number) => Array.from({ length: count }, (_, index) => `${key}_${index}`);
  const withEntries = (entries: Iterable<[string, unknown]>) => ({ ...smallest, ...Object.fromEntries(entries) });
  const withKeys = (keys: readonly string[]) =>
    withEntries(keys.map((key, index) => [key, differentValue(inputs, entry, index)]));
  const lengths = ["minProperties", "maxProperties"].flatMap((name) => schema.limits(name));
  const entryBoundaries = constraintBoundaries(inputs, entry);
  const keptEntries = [...entryBoundaries, ...keptTexts(inputs, entry)].filter(isAccepted);
  return [
    accepted(type, `${usualEntries} entries`, withKeys(numbered(usualEntries))),
    ambiguous(type, "100 entries", withKeys(numbered(100))),
    ...(names ? [] : keyBoundaries(type, withKeys)),
    ...lengths.flatMap(({ pointer, value }) => {
      const missing = value - Object.keys(smallest).length;
      if (missing < 0 || missing > 100) return [];
      return [accepted(pointer, countOf(value, "entry", "entries"), withKeys(numbered(missing)))];
    }),
    ...(names ? constraintBoundaries(inputs, names) : [])
      .filter(isAccepted)
      .map((name) => ({ ...name, title: `a key with ${name.title}`, value: withKeys([String(name.value)]) })),
    ...inGroups(keptEntries, usualEntries).map((group) =>
      accepted(
        entry.pointer,
        "a map with unusual values",
        withEntries(group.map(({ value }, index) => [`${key}_${index}`, value])),
      ),
    ),
    ...entryBoundaries.map((inner) => ({
      ...inner,
      title: `an entry with ${inner.title}`,
      value: withEntries([[key, inner.value]]),
    })),
  ];
}

const isAccepted = ({ expects }: GeneratedValue) => expects === "accepted";

/** Different text for each entry, so that a server that mixes them up shows it. */
function differentValue(inputs: ValueInputs, entry: Schema, index: number): unknown {
  const example = exampleOf(inputs, entry);
  const isAnyText = typeof example === "string" && entry.isFreeText && entry.keyword("maxLength") === undefined;
  return isAnyText ? `${example}${index}` : example;
}

/** Maps with unusual keys, where a map states nothing about its keys. */
function keyBoundaries(pointer: string, withKeys: (keys: readonly string[]) => object): GeneratedValue[] {
  const titleOf = (keys: readonly string[]) => {
    const json = JSON.stringify(keys);
    return json.length > 30 && keys.length === 1 ? `a key of ${keys[0]?.length} characters` : `the keys ${json}`;
  };
  return [
    ...unusualKeys.map((keys) => accepted(pointer, titleOf(keys), withKeys(keys))),
    ...disputedKeys.map((key) => ambiguous(pointer, titleOf([key]), withKeys([key]))),
  ];
}

function inGroups<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, group) => items.slice(group * size, (group + 1) * size));
}
