/** The objects and lists that the bodies of a schema have. */
import { type Operation, successSchemas } from "../operation.ts";
import { child } from "../pointer.ts";
import { maxDepth, type Schema } from "../schema.ts";

/** The objects that a body of a schema may be, or may have: the body itself, or what an envelope holds. */
export function objectsWithin(schema: Schema, place = "", depth = 2): { place: string; schema: Schema }[] {
  return schema.alternatives.flatMap((alternative) => {
    if (alternative.properties.size === 0) return [];
    const inner =
      depth === 0
        ? []
        : [...alternative.properties].flatMap(([name, property]) =>
            objectsWithin(property, child(place, name), depth - 1),
          );
    return [{ place, schema: alternative }, ...inner];
  });
}

/**
 * Where a request body has the values of an item, for each of its alternatives: the body itself, or what an envelope holds,
 * such as `/data/attributes` of JSON:API beside a fixed type and an id.
 */
export function valuesWithin(schema: Schema, place = ""): { place: string; schema: Schema }[] {
  return schema.alternatives.flatMap((alternative) => {
    const properties = [...alternative.properties];
    const objects = properties.filter(([, { properties: inner }]) => inner.size > 0);
    const [held] = objects.length === 1 ? objects : objects.filter(([name]) => name === "attributes");
    const isEnvelope = properties.every((property) => objects.includes(property) || isFixed(property));
    if (held && isEnvelope) return valuesWithin(held[1], child(place, held[0]));
    return properties.length > 0 ? [{ place, schema: alternative }] : [];
  });
}

/** Whether a property has one value only, or names the item. */
function isFixed([name, schema]: [string, Schema]): boolean {
  const values = schema.keyword("enum");
  return name === "id" || schema.constraint("const") !== undefined || (Array.isArray(values) && values.length === 1);
}

/** All properties within a schema. */
export function propertiesWithin(schema: Schema): [name: string, property: Schema][] {
  return schema.alternatives.flatMap((alternative) => {
    const inner = [...alternative.properties.values(), alternative.items].filter((held) => held !== undefined);
    const deeper = schema.depth >= maxDepth ? [] : inner.flatMap(propertiesWithin);
    return [...alternative.properties, ...deeper];
  });
}

/** Where the items of a list are in its body, and their schema; `undefined` if the response is no list of objects. */
export function listSchemaOf(operation: Operation): { place: string; schema: Schema } | undefined {
  for (const schema of successSchemas(operation)) {
    for (const alternative of schema.alternatives) {
      if (alternative.items && isObjectSchema(alternative.items)) return { place: "", schema: alternative.items };
    }
    const lists = objectsWithin(schema).flatMap(({ place, schema: object }) =>
      [...object.properties].flatMap(([name, { items }]) =>
        items && isObjectSchema(items) ? [{ place: child(place, name), schema: items }] : [],
      ),
    );
    // An item may have lists of its own: only an object without an id is a list.
    const isItem = objectsWithin(schema, "", 1).some(({ schema: object }) => object.properties.has("id"));
    if (lists[0] && !isItem) return lists[0];
  }
  return undefined;
}

/** Whether two schemas are one and the same of the description, by reference or in place. */
export function isSameSchema(schema: Schema | undefined, other: Schema | undefined): boolean {
  const [first, second] = [schema, other].map((each) => each?.parts.at(-1)?.pointer);
  return first !== undefined && first === second;
}

const isObjectSchema = (schema: Schema) => schema.alternatives.some(({ properties }) => properties.size > 0);
