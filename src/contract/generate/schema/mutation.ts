/** Values that violate exactly one constraint of a schema. */

import { distinctBy } from "../../../lists.ts";
import { type Constraint, type JsonType, type Schema, typeOf } from "../../../openapi/schema.ts";
import { CANARY, canaryOf, type GenerationContext, maxDepth, SECRET_NUMBER } from "../context.ts";
import { distinctOf } from "./arbitrary.ts";
import { exampleOf, itemsOf, keysOf } from "./example.ts";
import { patternMutations, stretched } from "./pattern.ts";
import { type GeneratedValue, nameOf, refused } from "./value.ts";

type TitledValue = [title: string, value: unknown];

/** Lengths beyond this make requests that servers may refuse for their size. */
const longest = 20_000;

/**
 * Values that violate exactly one constraint of a schema, which the validator confirms; those of the values inside are
 * made by {@link nestedMutationsOf}.
 */
export function mutationsOf(context: GenerationContext, schema: Schema): GeneratedValue[] {
  if (schema.depth > maxDepth) return [];
  const values = schema.alternatives
    .flatMap((alternative) => ownMutations(context, alternative))
    .filter(({ value }) => value !== undefined);
  const different = distinctBy(values, ({ pointer, value }) => [pointer, value]);
  return different.filter(({ pointer, value }) => context.validator.violatesOnly(pointer, schema, value));
}

/** How the value that violates a keyword is made, by the keyword. */
const makers: Record<string, (context: GenerationContext, schema: Schema, constraint: Constraint) => TitledValue[]> = {
  type: wrongTypes,
  enum: (_context, _schema, { value }) => outsideOf(value as unknown[]),
  const: (_context, _schema, { value }) => outsideOf([value]),
  pattern: patternMutations,
  format: (_context, _schema, { value }) => wrongFormats(String(value)),
  minLength: (context, schema, { value }) => ofLength(context, schema, Number(value) - 1),
  maxLength: (context, schema, { value }) => ofLength(context, schema, Number(value) + 1),
  minimum: (_context, schema, { value }) => beyond(Number(value), -(schema.limit("multipleOf") ?? 1)),
  maximum: (_context, schema, { value }) => beyond(Number(value), schema.limit("multipleOf") ?? 1),
  exclusiveMinimum: (_context, _schema, { value }) => beyond(Number(value), 0),
  exclusiveMaximum: (_context, _schema, { value }) => beyond(Number(value), 0),
  multipleOf: (_context, _schema, { value }) => [1, 2, 3, 5, 7].map((count) => titled((count + 0.5) * Number(value))),
  minItems: (context, schema, { value }) => [["one item too few", arrayOf(context, schema, Number(value) - 1)]],
  maxItems: (context, schema, { value }) => [["one item too many", arrayOf(context, schema, Number(value) + 1)]],
  uniqueItems: sameItemTwice,
  minProperties: (context, schema, { value }) => [["one entry too few", entriesOf(context, schema, Number(value) - 1)]],
  maxProperties: (context, schema, { value }) => [
    ["one entry too many", entriesOf(context, schema, Number(value) + 1)],
  ],
  required: without,
  additionalProperties: (context, schema, { value }) =>
    value === false ? [["an unknown property", { ...(exampleOf(context, schema) as object), [CANARY]: CANARY }]] : [],
};

const titled = (value: unknown): TitledValue => [JSON.stringify(value), value];

function ownMutations(context: GenerationContext, schema: Schema): GeneratedValue[] {
  return Object.entries(makers).flatMap(([name, make]) =>
    schema.constraints(name).flatMap((constraint) => {
      const values = make(context, schema, constraint);
      return values.map(([title, value]) => refused(constraint.pointer, nameOf(title, value), value));
    }),
  );
}

/** Of every other type: a plain value, and those that a lenient server would take for the right type. */
function wrongTypes(context: GenerationContext, schema: Schema): TitledValue[] {
  const own = canaryOf(schema);
  const types = schema.types;
  const wrong: TitledValue[] = [
    ["a number", schema.isSecret ? SECRET_NUMBER : 12345],
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
    const valid = exampleOf(context, schema);
    wrong.push(
      ["an array of pairs", [[own, own]]],
      ["an array of a valid object", [valid]],
      ["a valid object as JSON in text", JSON.stringify(valid)],
    );
  }
  if (!types.includes("string")) wrong.push(["empty text", ""]);
  const isNullable = schema.keyword("nullable") === true;
  const isAllowed = (type: JsonType) =>
    types.includes(type) || (type === "integer" && types.includes("number")) || (type === "null" && isNullable);
  return wrong.filter(([, value]) => !isAllowed(typeOf(value)));
}

function outsideOf(allowed: readonly unknown[]): TitledValue[] {
  const outside = allowed.flatMap((value): TitledValue[] => {
    if (typeof value === "number") return [titled(value + 1), titled(value - 1)];
    if (typeof value === "boolean") return [titled(!value)];
    if (typeof value !== "string") return [["text", CANARY]];
    const cases = [value.toUpperCase(), value.toLowerCase()];
    return [...cases, ` ${value}`, `${value} `, `${value}\n`, `${value}x`, value.slice(0, -1), ""].map(titled);
  });
  return outside.filter(([, value]) => !allowed.includes(value));
}

function wrongFormats(format: string): TitledValue[] {
  if (format === "int32") return [2 ** 31, -(2 ** 31) - 1].map(titled);
  if (format === "int64") return [titled(2 ** 64)];
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

function ofLength(context: GenerationContext, schema: Schema, length: number): TitledValue[] {
  if (length < 0 || length > longest) return [];
  const hasForm = schema.keyword("pattern") !== undefined || schema.keyword("format") !== undefined;
  const text = hasForm
    ? stretched(String(exampleOf(context, schema)), length)
    : canaryOf(schema).slice(0, length).padEnd(length, "x");
  return [[`${length} characters`, text]];
}

function arrayOf(context: GenerationContext, schema: Schema, count: number): unknown[] | undefined {
  if (count < 0 || count > 1000) return undefined;
  const made = itemsOf(context, schema, count);
  const missing = schema.keyword("uniqueItems") === true ? 0 : count - made.length;
  return [...made, ...Array(missing).fill(made[0])];
}

function sameItemTwice(context: GenerationContext, schema: Schema): TitledValue[] {
  const items = schema.items;
  const item = items ? exampleOf(context, items) : CANARY;
  const others = items ? distinctOf(context, items, Math.max(0, (schema.limit("minItems") ?? 0) - 1)) : [];
  return [
    ["the same item twice", [item, item]],
    ["the same item twice among others", [...others, others[0]]],
  ];
}

function entriesOf(context: GenerationContext, schema: Schema, count: number): object | undefined {
  if (count < 0 || count > 1000) return undefined;
  const entry = schema.additionalProperties;
  const value = entry ? exampleOf(context, entry) : CANARY;
  const more = Object.fromEntries(keysOf(context, schema, count).map((key) => [key, value]));
  const [smallest, full] = [exampleOf(context, schema, "smallest"), exampleOf(context, schema)] as object[];
  return Object.fromEntries(Object.entries({ ...smallest, ...full, ...more }).slice(0, count));
}

function without(context: GenerationContext, schema: Schema, { value: names }: Constraint): TitledValue[] {
  const full = (exampleOf(context, schema) ?? {}) as Record<string, unknown>;
  return (names as string[]).map((name) => [
    `without ${name}`,
    Object.fromEntries(Object.entries(full).filter(([other]) => other !== name)),
  ]);
}
