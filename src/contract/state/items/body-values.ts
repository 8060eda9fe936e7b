/** Values of a request body that depend on what the server holds: new ones, and those of the item itself. */
import { randomInt } from "node:crypto";
import { at, child, isObject, parsed, putAt } from "../../../openapi/pointer.ts";
import { propertyAt } from "../../../openapi/relations.ts";
import { objectsWithin } from "../../../openapi/resources/envelopes.ts";
import { idNames } from "../../../openapi/resources/item-source.ts";
import type { Resource } from "../../../openapi/resources/resources.ts";
import type { Schema } from "../../../openapi/schema.ts";
import type { GenerationContext } from "../../generate/context.ts";
import type { TestCase } from "../../generate/test-case.ts";
import { samplesOf } from "../../values/arbitrary.ts";
import type { ValueInputs } from "../../values/inputs.ts";
import { formatOf, timeFormats } from "../../values/text-arbitrary.ts";
import { changedBody, requestValues } from "./request-values.ts";

/** Where the requests of an operation name an item, and the version of it that they are about. */
export function ownPlaces(context: GenerationContext, { parameter, sources }: Resource) {
  const schema = context.operation.body?.schema;
  const values = requestValues(context);
  if (!schema || !values) return { id: undefined, version: undefined };
  const { place } = values;
  const shown = sources.flatMap(({ places }) => places.slice(0, 1));
  const named = parameter ? idNames(parameter.name).map((name) => child(place, name)) : [];
  const versions = objectsWithin(schema, "", 1).flatMap(({ place: holder, schema: { properties } }) =>
    [...properties.keys()].filter(isVersion).map((name) => child(holder, name)),
  );
  const isSent = (other: string) => propertyAt(schema, other)?.isIn("request") === true;
  return { id: [...shown, ...named].find(isSent), version: versions.find(isSent) };
}

/** Whether a property of this name holds the version of an item, which a write must repeat. */
export function isVersion(name: string): boolean {
  return /^((row|lock|resource|object)_?)?(version|revision|rev|etag)$/i.test(name);
}

/** The test case with a value in a place of its body, if there is one already. */
export function withValue(testCase: TestCase, place: string, value: unknown): TestCase {
  return withBody(testCase, (body) => changedAt(body, place, value));
}

function changedAt(body: unknown, place: string, value: unknown): unknown {
  if (!isObject(body) || value === undefined || at(body, place) === undefined) return body;
  const changed = structuredClone(body);
  putAt(changed, place, value);
  return changed;
}

/**
 * The test case with other texts of a pattern and other integers, such as a serial number: other texts are new in every
 * request already. What the case tests stays, and so does the value at the place `kept`.
 */
export function withFreshValues(testCase: TestCase, context: GenerationContext, kept?: string): TestCase {
  const { pointer, randomIndex } = testCase;
  if (randomIndex !== undefined) return testCase;
  return withBody(testCase, (body) => {
    const fresh = changedBody(context, body, (schema, value) => {
      const isKept = schema.isSecret || pointer.startsWith(`${schema.pointer}/`) || !isSame(schema, value);
      return isKept ? undefined : randomOf(context.inputs, schema);
    });
    return kept === undefined ? fresh : changedAt(fresh, kept, at(body, kept));
  });
}

/** Whether a value is the same in every request: an integer, a time, or text of a pattern that allows no canary. */
export function isSame(schema: Schema, value: unknown): boolean {
  const isFixed = ["enum", "const"].some((keyword) => schema.keyword(keyword) !== undefined);
  const isWithoutCanary = schema.keyword("pattern") !== undefined || timeFormats.has(formatOf(schema) ?? "");
  return !isFixed && ((typeof value === "string" && isWithoutCanary) || Number.isInteger(value));
}

/** A random valid value; `undefined` if none was found. */
export function randomOf(inputs: ValueInputs, schema: Schema): unknown {
  return samplesOf(inputs, schema, 1, randomInt(2 ** 31))[0];
}

/** The test case with a changed body; itself if its body isn't the JSON of a value. */
function withBody(testCase: TestCase, change: (body: unknown) => unknown): TestCase {
  const { template, sent } = testCase;
  const before = parsed(template.body)?.value;
  if (before === undefined || JSON.stringify(before) !== template.body) return testCase;
  const body = change(before);
  return { ...testCase, template: { ...template, body: JSON.stringify(body) }, sent: sent && { ...sent, body } };
}
