/** Takes out of a schema what no value can be validated against. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { holdsOne, holdsSeveral, supportOf } from "./keywords.ts";
import { child, isObject, type JsonObject, type Omission, SpecError, tokensOf } from "./pointer.ts";

/** What a well-formed schema is: what JSON Schema says, and what Ajv can validate by. */
const wellFormed = {
  $ref: "https://json-schema.org/draft/2020-12/schema",
  properties: {
    enum: { minItems: 1 },
    pattern: { format: "pattern" },
    patternProperties: { propertyNames: { format: "pattern" } },
  },
};

const schemaValidator = new Ajv2020({ strict: false, allErrors: true, logger: false })
  .addFormat("pattern", (text) => compiles(text, ""))
  .addSchema(wellFormed, "wellFormed");

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
    const own = child(pointer, name);
    if (supportOf(name) === "unreadable") throw new SpecError(`${own}: ${name} is not supported.`);
    const reason = reasonToOmit(name, value, malformed);
    return reason === undefined ? [] : [{ pointer: own, reason }];
  });
  return { usable: Object.fromEntries(entries.filter(([name]) => !malformed.includes(name))), omissions };
}

function reasonToOmit(name: string, value: unknown, malformed: readonly string[]): string | undefined {
  if (malformed.includes(name)) return `${name} is malformed: ${JSON.stringify(value).slice(0, 80)}`;
  if (supportOf(name) === "validated") return `no case is made for ${name}`;
  if (name === "nullable") return "nullable is not a keyword of OpenAPI 3.1: it is ignored";
  const isKnown = name !== "format" || Object.hasOwn(fullFormats, String(value));
  return isKnown ? undefined : `the format ${value} is not known`;
}

/** The keywords of a schema whose values are malformed; each schema inside has its own. */
function malformedKeywords(schema: JsonObject): string[] {
  // Whatever the dialect is that the schema names: it is read as one of OpenAPI 3.1.
  schemaValidator.validate("wellFormed", schema);
  // A name that is required twice does no harm.
  const errors = (schemaValidator.errors ?? []).filter(({ keyword }) => keyword !== "uniqueItems");
  const places = errors.map(({ instancePath }) => tokensOf(instancePath)).filter((tokens) => !isInside(tokens));
  return places.map(([keyword = ""]) => keyword).filter((keyword) => supportOf(keyword) !== "ignored");
}

/** Whether a place in a schema is inside one of the schemas that it holds. */
function isInside([keyword = "", ...inner]: readonly string[]): boolean {
  return holdsOne.includes(keyword) ? inner.length > 0 : holdsSeveral.includes(keyword) && inner.length > 1;
}

/** Whether a regular expression compiles; `flags` as those of `RegExp`. */
export function compiles(pattern: string, flags: "u" | ""): boolean {
  try {
    new RegExp(pattern, flags);
    return true;
  } catch {
    return false;
  }
}
