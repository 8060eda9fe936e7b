/** Values that violate exactly one constraint of a schema. */

import { distinctBy } from "../../lists.ts";
import { type Constraint, maxDepth, type Schema } from "../../openapi/schema.ts";
import { exampleOf, itemsOf, mapKeysOf } from "./example.ts";
import type { ValueInputs } from "./inputs.ts";
import { patternMutations, stretched } from "./pattern-boundary.ts";
import { countOf, type GeneratedValue, nameOf, refused } from "./value.ts";

type TitledValue = [title: string, value: unknown];

/** Lengths beyond this make requests that servers may refuse for their size. */
const longest = 20_000;

/**
 * Values that violate exactly one constraint of a schema, which the validator confirms; those of the values inside are
 * made by {@link nestedMutationsOf}.
 */
export function mutationsOf(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  if (schema.depth > maxDepth) return [];
  const values = schema.alternatives.flatMap((alternative) => ownMutations(inputs, alternative));
  const different = distinctBy(values, ({ pointer, value }) => [pointer, value]);
  return different.filter(({ pointer, value }) => inputs.validator.violatesOnly(pointer, schema, value));
}

/** How the value that violates a keyword is made, by the keyword. */
const makers: Record<string, (inputs: ValueInputs, schema: Schema, constraint: Constraint) => TitledValue[]> = {
  type: wrongTypes,
  enum: (inputs, _schema, { value }) => outsideOf(inputs, value as unknown[]),
  const: (inputs, _schema, { value }) => outsideOf(inputs, [value]),
  pattern: patternMutations,
  format: (_inputs, _schema, { value }) => wrongFormats(String(value)),
  minLength: (inputs, schema, { value }) => ofLength(inputs, schema, Number(value) - 1),
  maxLength: (inputs, schema, { value }) => ofLength(inputs, schema, Number(value) + 1),
  minimum: (_inputs, schema, { value }) => beyond(Number(value), -(schema.limit("multipleOf") ?? 1)),
  maximum: (_inputs, schema, { value }) => beyond(Number(value), schema.limit("multipleOf") ?? 1),
  exclusiveMinimum: (_inputs, _schema, { value }) => beyond(Number(value), 0),
  exclusiveMaximum: (_inputs, _schema, { value }) => beyond(Number(value), 0),
  multipleOf: (_inputs, _schema, { value }) => [1, 2, 3, 5, 7].map((count) => titled((count + 0.5) * Number(value))),
  minItems: (inputs, schema, { value }) => [["one item too few", arrayOfSize(inputs, schema, Number(value) - 1)]],
  maxItems: (inputs, schema, { value }) => [["one item too many", arrayOfSize(inputs, schema, Number(value) + 1)]],
  uniqueItems: sameItemTwice,
  minProperties: (inputs, schema, { value }) => [["one entry too few", mapOfSize(inputs, schema, Number(value) - 1)]],
  maxProperties: (inputs, schema, { value }) => [["one entry too many", mapOfSize(inputs, schema, Number(value) + 1)]],
  required: without,
  additionalProperties: withUnknown,
};

const titled = (value: unknown): TitledValue => [JSON.stringify(value), value];

function ownMutations(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  return Object.entries(makers).flatMap(([name, make]) =>
    schema.constraints(name).flatMap((constraint) => {
      const values = make(inputs, schema, constraint);
      return values.map(([title, value]) => refused(constraint.pointer, nameOf(title, value), value));
    }),
  );
}

/** Plain values of every type, and those that a lenient server would take for the right type. */
function wrongTypes(inputs: ValueInputs, schema: Schema): TitledValue[] {
  const own = inputs.canaryOf(schema);
  const types = schema.types;
  const wrong: TitledValue[] = [
    ["a number", schema.isSecret ? inputs.canary.secretNumber : 12345],
    ...[0, true, false, null].map(titled),
    ["an empty array", []],
    ["an array", [own]],
    ["an empty object", {}],
    ["an object", { [own]: own }],
    ["text", own],
  ];
  const isNumeric = types.includes("integer") || types.includes("number");
  if (types.includes("boolean")) wrong.push(...[1, "true", "false", "yes"].map(titled));
  if (types.includes("boolean") || isNumeric)
    wrong.push(["a fraction", 1.5], titled("1"), ["an array of a number", [1]], ["an array of true", [true]]);
  if (types.includes("object")) {
    const valid = exampleOf(inputs, schema);
    wrong.push(
      ["an array of pairs", [[own, own]]],
      ["an array of a valid object", [valid]],
      ["a valid object as JSON in text", JSON.stringify(valid)],
    );
  }
  wrong.push(["empty text", ""]);
  // Older dialects of OpenAPI allow null by a keyword that the validator does not know.
  return schema.keyword("nullable") === true ? wrong.filter(([, value]) => value !== null) : wrong;
}

function outsideOf(inputs: ValueInputs, allowed: readonly unknown[]): TitledValue[] {
  return allowed.flatMap((value): TitledValue[] => {
    if (typeof value === "number") return [titled(value + 1), titled(value - 1)];
    if (typeof value === "boolean") return [titled(!value)];
    if (typeof value !== "string") return [["text", inputs.canary.text]];
    const cases = [value.toUpperCase(), value.toLowerCase()];
    return [...cases, ` ${value}`, `${value} `, `${value}\n`, `${value}x`, value.slice(0, -1), ""].map(titled);
  });
}

function wrongFormats(format: string): TitledValue[] {
  if (format === "int32") return [2 ** 31, -(2 ** 31) - 1].map(titled);
  const texts = [
    "not a value of that format",
    "2026-02-30T25:61:00Z",
    "2026-03-31 18:40",
    "2026-13-01",
    "@",
    "http://",
    "1.2.3.4.5",
  ];
  return texts.map(titled);
}

const beyond = (limit: number, step: number): TitledValue[] => [titled(limit + step), titled(limit + step * 1000)];

function ofLength(inputs: ValueInputs, schema: Schema, length: number): TitledValue[] {
  if (length > longest) return [];
  const hasForm = schema.keyword("pattern") !== undefined || schema.keyword("format") !== undefined;
  const text = hasForm ? String(exampleOf(inputs, schema)) : inputs.canaryOf(schema);
  return [[countOf(length, "character"), stretched(text, length)]];
}

function arrayOfSize(inputs: ValueInputs, schema: Schema, count: number): unknown[] | undefined {
  return count < 0 || count > 1000 ? undefined : itemsOf(inputs, schema, count);
}

function sameItemTwice(inputs: ValueInputs, schema: Schema): TitledValue[] {
  const items = itemsOf(inputs, schema, Math.max(1, (schema.limit("minItems") ?? 0) - 1));
  return [["the same item twice", [...items, items[0]]]];
}

function mapOfSize(inputs: ValueInputs, schema: Schema, count: number): object | undefined {
  if (count < 0 || count > 1000) return undefined;
  const entry = schema.additionalProperties;
  const value = entry ? exampleOf(inputs, entry) : inputs.canary.text;
  const more = Object.fromEntries(mapKeysOf(inputs, schema, count).map((key) => [key, value]));
  const [smallest, full] = [exampleOf(inputs, schema, "smallest"), exampleOf(inputs, schema)] as object[];
  return Object.fromEntries(Object.entries({ ...smallest, ...full, ...more }).slice(0, count));
}

function withUnknown(inputs: ValueInputs, schema: Schema): TitledValue[] {
  const { text } = inputs.canary;
  return [["an unknown property", { ...(exampleOf(inputs, schema) as object), [text]: text }]];
}

function without(inputs: ValueInputs, schema: Schema, { value: names }: Constraint): TitledValue[] {
  const full = (exampleOf(inputs, schema) ?? {}) as Record<string, unknown>;
  return (names as string[]).map((name) => [
    `without ${name}`,
    Object.fromEntries(Object.entries(full).filter(([other]) => other !== name)),
  ]);
}
