/** Says what is wrong with a request in the form that the description documents. */
import { DescriptionObject } from "../../src/openapi/description-object.ts";
import { at, child, isObject } from "../../src/openapi/pointer.ts";
import type { Schema } from "../../src/openapi/schema.ts";
import type { Violation } from "./prism.ts";

/** The keywords of JSON Schema that a name can violate. */
const keywordsOfNames = /^(pattern|minLength|maxLength|format|enum|const)$/;

/**
 * The violations of a request with positions instead of the names that the caller chose: `["body", "secrets", "entry 2"]`.
 * Such a name may be a secret in the wrong place. A violation of names has `[key]` in its place, as FastAPI writes it.
 */
export function withoutNames(
  schema: Schema | undefined,
  body: unknown,
  violations: readonly Violation[],
): readonly Violation[] {
  const maps = violations.filter(({ type }) => type === "propertyNames").map(({ place }) => place.join("/"));
  return violations
    .filter(({ type }) => type !== "propertyNames")
    .map((violation) => {
      const { place, type } = violation;
      const isOfName = maps.includes(place.join("/")) && keywordsOfNames.test(type);
      const shown = place[0] === "body" ? positionsIn(schema, body, place) : place;
      return { ...violation, place: isOfName ? [...shown, "[key]"] : shown };
    });
}

function positionsIn(bodySchema: Schema | undefined, body: unknown, [first = "", ...place]: readonly string[]) {
  let [schema, value] = [bodySchema, body];
  const shown = [first];
  for (const token of place) {
    const property = schema?.properties.get(token);
    const isEntry = isObject(value) && property === undefined;
    shown.push(isEntry ? `entry ${Object.keys(value as object).indexOf(token) + 1}` : token);
    schema = property ?? (isEntry ? schema?.additionalProperties : schema?.items);
    value = at(value, child("", token));
  }
  return shown;
}

/**
 * The response's example that has a list of problems, as FastAPI and others write it, with the violations in its place;
 * `undefined` if the response documents no list of entries with `loc`, `msg` and `type`.
 *
 * @param response - the pointer of the documented response
 */
export function problemBody(
  description: unknown,
  response: string,
  mediaType: string,
  violations: readonly Violation[],
): unknown {
  const problems = violations.map(({ place, type, message }) => ({ loc: place, msg: message, type }));
  for (const [, example] of DescriptionObject.at(description, response).get("content", mediaType).entries("examples")) {
    const body = example.value["value"];
    const [name] = Object.entries(isObject(body) ? body : {}).find(([, value]) => isListOfProblems(value)) ?? [];
    if (name !== undefined) return { ...(body as object), [name]: problems };
  }
  return undefined;
}

function isListOfProblems(value: unknown): boolean {
  const isProblem = (item: unknown) => isObject(item) && "loc" in item && "msg" in item && "type" in item;
  return Array.isArray(value) && value.length > 0 && value.every(isProblem);
}
