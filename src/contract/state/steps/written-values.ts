/** How what a client writes to an item is shown: which properties of a request are those of a response. */
import { at, child, isObject } from "../../../openapi/pointer.ts";
import { objectsWithin, valuesWithin } from "../../../openapi/resources/envelopes.ts";
import type { Schema } from "../../../openapi/schema.ts";
import type { Validator } from "../../../openapi/validator.ts";
import { isVersion } from "../items/body-values.ts";

/** The values that a client wrote to an item, by the name of their property, each with what the description says of it. */
export type Written = ReadonlyMap<string, { readonly value: unknown; readonly schema: Schema }>;

/** A property that a response shows otherwise than it was written. */
export interface Changed {
  readonly name: string;
  readonly written: unknown;
  readonly shown: unknown;
}

/** The values that the client owns in the body of a request, of those that a response of a schema shows. */
export function writtenValues(request: Schema | undefined, body: unknown, response: Schema | undefined): Written {
  if (!request || !response) return new Map();
  const places = valuesWithin(request).map(({ place, schema: { properties } }) => {
    const own = new Map([...properties].filter(([name, property]) => isOfClient(name, property)));
    return { place, own, shown: holderOf(response, new Set(own.keys())) };
  });
  const best = mostBy(places, ({ shown }) => shown?.count ?? 0);
  const holder = best && at(body, best.place);
  if (!best?.shown || !isObject(holder)) return new Map();
  return new Map(
    Object.entries(holder).flatMap(([name, value]) => {
      const schema = best.own.get(name);
      return schema && isOfClient(name, best.shown?.schema.properties.get(name)) ? [[name, { value, schema }]] : [];
    }),
  );
}

/** Whether the client sets a property, and may see it: the server counts versions, and shows no secret. */
function isOfClient(name: string, property: Schema | undefined): boolean {
  return property?.isIn("request") === true && !property.isSecret && !isVersion(name);
}

/** The object within a response that has most of some properties: an envelope may hold it. */
function holderOf(response: Schema, names: ReadonlySet<string>) {
  const places = objectsWithin(response).map(({ place, schema }) => ({
    place,
    schema,
    count: [...schema.properties.keys()].filter((name) => names.has(name)).length,
  }));
  return mostBy(places, ({ count }) => count);
}

/** The first of the items with the highest number; `undefined` if no number is above 0. */
function mostBy<T>(items: readonly T[], numberOf: (item: T) => number): T | undefined {
  const most = Math.max(0, ...items.map(numberOf));
  return most === 0 ? undefined : items.find((item) => numberOf(item) === most);
}

/**
 * A property whose value a response shows otherwise than it was written; `undefined` if there is none.
 *
 * @param isPart whether the response may leave properties out, as the entries of a list do
 */
export function changedProperty(
  written: Written,
  { body, schema }: { readonly body: unknown; readonly schema: Schema | undefined },
  validator: Validator,
  isPart = false,
): Changed | undefined {
  const place = schema && holderOf(schema, new Set(written.keys()));
  const holder = place && at(body, place.place);
  if (!isObject(holder)) return undefined;
  for (const [name, { value, schema }] of written) {
    const property = place?.schema.properties.get(name);
    const shown = holder[name];
    if (!property || (isPart && shown === undefined)) continue;
    const compared = isObject(value) && property.properties.size > 0 ? ofClient(value, property) : value;
    // A response whose schema has no such value shows it in another way, such as an object in place of an id.
    if (compared === value && value !== null && !validator.accepts(property, value)) continue;
    const isReset = isEmpty(shown) || shown === property.keyword("default");
    if (value === null && isReset && !validator.accepts(property, null)) continue;
    if (!isShown(compared, shown, schema)) return { name, written: compared, shown };
  }
  return undefined;
}

/** What of an object the client owns, of what a response shows of it. */
function ofClient(value: Readonly<Record<string, unknown>>, { properties }: Schema): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => isOfClient(name, properties.get(name))));
}

/** Whether a value is what was written, as far as servers may not differ. */
function isShown(written: unknown, shown: unknown, schema: Schema | undefined): boolean {
  if (isNothing(shown)) return isNothing(written) || isEmpty(written);
  if (written === null) return (schema?.keyword("default") ?? null) !== null;
  if (typeof written === "string") return isSameText(written, shown, schema);
  if (typeof written === "number") return typeof shown === "number" && isClose(written, shown);
  if (Array.isArray(written)) return Array.isArray(shown) && isSameList(written, shown, schema?.items);
  if (!isObject(written)) return written === shown;
  const properties = schema?.alternatives.flatMap((alternative) => [...alternative.properties]) ?? [];
  const schemaOf = (name: string) => properties.find(([other]) => other === name)?.[1] ?? schema?.additionalProperties;
  return (
    isObject(shown) &&
    Object.entries(written).every(([name, value]) => {
      const inner = schemaOf(name);
      return inner?.isSecret === true || isShown(value, at(shown, child("", name)), inner);
    })
  );
}

const isNothing = (value: unknown) => value === undefined || value === null;

/** An empty list or object, which a server may leave out. */
const isEmpty = (value: unknown) => typeof value === "object" && value !== null && Object.keys(value).length === 0;

const isClose = (a: number, b: number) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));

/** Lists of plain values may come back in another order, and each value once, as sets do. */
function isSameList(written: readonly unknown[], shown: readonly unknown[], items: Schema | undefined): boolean {
  const isSet = written.every((value) => typeof value !== "object");
  if (!isSet)
    return written.length === shown.length && written.every((value, index) => isShown(value, shown[index], items));
  const isIn = (value: unknown) => shown.some((other) => isShown(value, other, items));
  const isWritten = (value: unknown) => written.some((other) => isShown(other, value, items));
  return written.every(isIn) && shown.every(isWritten);
}

/** Text is kept as it is; text of a format keeps its meaning, and that of a pattern its letters: codes have one case. */
function isSameText(written: string, shown: unknown, schema: Schema | undefined): boolean {
  if (written === shown) return true;
  if (typeof shown !== "string") return false;
  const format = schema?.alternatives
    .map((alternative) => alternative.keyword("format"))
    .find((name) => name !== undefined);
  const isCode =
    format === undefined && schema?.alternatives.some((alternative) => alternative.keyword("pattern") !== undefined);
  if (isCode) return written.toLowerCase() === shown.toLowerCase();
  if (format === undefined) return false;
  if (format === "date-time") return Math.abs(Date.parse(written) - Date.parse(shown)) < 1000;
  if (format === "date") return shown.startsWith(written);
  if (format === "uri")
    return URL.canParse(shown) && new URL(written).href.toLowerCase() === new URL(shown).href.toLowerCase();
  if (format === "email" || format === "uuid" || format === "hostname")
    return written.toLowerCase() === shown.toLowerCase();
  return true;
}
