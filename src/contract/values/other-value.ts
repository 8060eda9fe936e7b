/** Another valid value than a given one, and values that look like nothing. */
import { isDeepStrictEqual } from "node:util";
import { isObject, tokensOf } from "../../openapi/pointer.ts";
import type { Schema } from "../../openapi/schema.ts";
import { samplesOf } from "./arbitrary.ts";
import { itemsOf, withFormat } from "./example.ts";
import { sendable, type ValueInputs } from "./inputs.ts";
import { formatOf } from "./text-arbitrary.ts";

/** How many characters long text has, where the description states no limit and where it allows very much. */
const usualLength = 64;
const mostLength = 1000;

/** How many items another list has, where that is allowed. */
const severalItems = 3;

/** A valid value that differs from one; `undefined` if none was found. */
export function otherValue(inputs: ValueInputs, schema: Schema, value: unknown): unknown {
  const candidates = schema.alternatives.flatMap((alternative) => [
    ...candidatesOf(inputs, alternative, value),
    ...samplesOf(inputs, alternative, 5, inputs.seed + 1),
  ]);
  return candidates.find(
    (candidate) =>
      candidate !== undefined &&
      candidate !== null &&
      inputs.validator.accepts(schema, candidate) &&
      !isDeepStrictEqual(candidate, value),
  );
}

function candidatesOf(inputs: ValueInputs, schema: Schema, value: unknown): unknown[] {
  const { types } = schema;
  const listed = schema.keyword("enum");
  if (Array.isArray(listed)) return listed;
  if (types.includes("boolean")) return [true, false];
  if (types.includes("integer") || types.includes("number")) {
    const step = schema.limit("multipleOf") ?? 1;
    const number = typeof value === "number" ? value : 0;
    return [number + step, number - step, schema.limit("minimum"), schema.limit("maximum")];
  }
  if (types.includes("string")) {
    const [format, own] = [formatOf(schema), inputs.canaryOf(schema)];
    // A server may keep no fractions of a second.
    if (format === "date-time") return ["2031-05-06T07:08:09Z"];
    if (format !== undefined) return withFormat(format, `other-${own}`);
    // Another text for each property, so that a server that mixes them up shows it.
    return [`${tokensOf(schema.pointer).at(-1)} ${own}`, `other ${own}`];
  }
  // A server that keeps only some of the items shows it.
  if (types.includes("array")) return [severalItems, 2].map((count) => itemsOf(inputs, schema, count));
  if (types.includes("object") && isObject(value)) return otherObjects(inputs, schema, value);
  return [];
}

function otherObjects(inputs: ValueInputs, schema: Schema, value: Record<string, unknown>): unknown[] {
  return [...sendable(inputs, schema)]
    .filter(([name]) => name in value)
    .map(([name, property]) => ({ ...value, [name]: otherValue(inputs, property, value[name]) }));
}

/** Text that servers cut, trim or escape when they store it; `undefined` where a schema allows no such text. */
export function unusualText(inputs: ValueInputs, schema: Schema, kind: "long" | "special"): string | undefined {
  const own = inputs.canaryOf(schema);
  const length = Math.min(schema.limit("maxLength") ?? usualLength, mostLength);
  const special = ` <b>${own}</b> & 'x' "y" \\ %41 é 😀 `;
  const texts = { long: [own.padEnd(length, " and so on")], special: [special, ` <${own}> & 'é' `, "<&'é\">", "<&é"] };
  return texts[kind].find((text) => schema.isFreeText && inputs.validator.accepts(schema, text));
}

/** The valid values that a server may take for a missing one. */
export function emptyValues(inputs: ValueInputs, schema: Schema): unknown[] {
  return [false, 0, "", [], null].filter((value) => inputs.validator.accepts(schema, value));
}
