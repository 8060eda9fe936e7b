/** Takes out of a schema what no value can be validated against. */
import { isKnownFormat, malformedKeywords, supportOf } from "./keywords.ts";
import { child, isObject, type JsonObject, type Omission, SpecError } from "./pointer.ts";

/**
 * What of a schema values can be validated by, and what they are not validated by or have no cases for. `true` and
 * `false` are written as objects.
 *
 * @throws {SpecError} if values can't be validated by it
 */
export function usableSchema(schema: unknown, pointer: string): { usable: JsonObject; omissions: Omission[] } {
  if (typeof schema === "boolean") return { usable: schema ? {} : { not: {} }, omissions: [] };
  if (!isObject(schema)) throw new SpecError(`${pointer}: there is no schema.`);
  const malformed = malformedKeywords(schema);
  const entries = Object.entries(schema);
  const omissions = entries.flatMap(([name, value]) => {
    const place = child(pointer, name);
    if (supportOf(name) === "unreadable") throw new SpecError(`${place}: ${name} is not supported.`);
    const reason = malformed.includes(name)
      ? `${name} is malformed: ${JSON.stringify(value).slice(0, 80)}`
      : reasonToOmit(name, value);
    return reason === undefined ? [] : [{ pointer: place, reason }];
  });
  return { usable: Object.fromEntries(entries.filter(([name]) => !malformed.includes(name))), omissions };
}

/** Why a well-formed keyword is ignored, or has no cases. */
function reasonToOmit(name: string, value: unknown): string | undefined {
  if (supportOf(name) === "validated") return `no case is made for ${name}`;
  if (name === "nullable") return "nullable is not a keyword of OpenAPI 3.1: it is ignored";
  return name === "format" && !isKnownFormat(value) ? `the format ${value} is not known` : undefined;
}
