/** Keeps what a schema calls `writeOnly` out of responses. */
import { isObject } from "../../src/openapi/pointer.ts";
import type { Schema } from "../../src/openapi/schema.ts";

/** A value without the properties that its schema calls `writeOnly`. */
export function withoutWriteOnly(schema: Schema, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = schema.items;
    return items ? value.map((item) => withoutWriteOnly(items, item)) : value;
  }
  if (!isObject(value)) return value;
  const properties = schema.properties;
  const entries = Object.entries(value).flatMap(([name, entry]): [string, unknown][] => {
    const property = properties.get(name);
    if (property === undefined) return [[name, entry]];
    return property.keyword("writeOnly") === true ? [] : [[name, withoutWriteOnly(property, entry)]];
  });
  return Object.fromEntries(entries);
}
