/** Says which entry of a map has a name that violates `propertyNames`: Prism says only which map. */
import { isObject, tokensOf } from "../../src/openapi/pointer.ts";
import type { Schema } from "../../src/openapi/schema.ts";
import type { Validator } from "../../src/openapi/validator.ts";
import type { Violation } from "./prism.ts";

/** An entry whose name is wrong. */
interface WrongName {
  /** The place of the map. */
  readonly map: readonly string[];
  readonly name: string;
  /** What stands for the name: who mixes up names and values has a secret there. */
  readonly entry: string;
  readonly violations: readonly Violation[];
}

/**
 * The violations of a body, with those of names at their entries: `["body", "secrets", "entry 2", "[key]"]`. A wrong
 * name is in none of them.
 */
export function withWrongNames(
  validator: Validator,
  schema: Schema | undefined,
  body: unknown,
  violations: readonly Violation[],
): readonly Violation[] {
  const wrongNames = schema ? wrongNamesIn(validator, schema, body, ["body"]) : [];
  if (wrongNames.length === 0) return violations;
  const others = violations
    .filter((violation) => !wrongNames.some((wrong) => isOfName(wrong, violation)))
    .map((violation) => ({ ...violation, place: withoutNames(wrongNames, violation.place) }));
  return [...others, ...wrongNames.flatMap((wrong) => wrong.violations)];
}

function wrongNamesIn(validator: Validator, schema: Schema, value: unknown, place: readonly string[]): WrongName[] {
  if (!isObject(value)) return [];
  const names = schema.propertyNames;
  const properties = schema.properties;
  const others = schema.additionalProperties;
  return Object.entries(value).flatMap(([name, inner], index) => {
    const entry = `entry ${index + 1}`;
    const found = names ? validator.violations(names, name) : [];
    const violations = found.map(({ pointer, message }) => ({
      place: [...place, entry, "[key]"],
      type: tokensOf(pointer).at(-1) ?? "",
      message,
    }));
    const innerSchema = properties.get(name) ?? others;
    const innerPlace = [...place, violations.length > 0 ? entry : name];
    return [
      ...(violations.length > 0 ? [{ map: place, name, entry, violations }] : []),
      ...(innerSchema ? wrongNamesIn(validator, innerSchema, inner, innerPlace) : []),
    ];
  });
}

/** Whether a violation is Prism's own of a wrong name. */
function isOfName({ map, violations }: WrongName, { place, type }: Violation): boolean {
  const isThere = place.length === map.length && map.every((token, index) => token === place[index]);
  return isThere && (type === "propertyNames" || violations.some((violation) => violation.type === type));
}

/** A place with the entries that stand for wrong names. */
function withoutNames(wrongNames: readonly WrongName[], place: readonly string[]): readonly string[] {
  return wrongNames.reduce((tokens, { map, name, entry }) => {
    const isInside = tokens[map.length] === name && map.every((token, index) => token === tokens[index]);
    return isInside ? tokens.with(map.length, entry) : tokens;
  }, place);
}
