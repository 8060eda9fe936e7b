/** Keeps values small: a schema that contains itself has values without end. */

import { Once } from "../../openapi/once.ts";
import { maxDepth, type Schema } from "../../openapi/schema.ts";

/** So many values are in one body at most, unless it requires more, or has more in its first two levels. */
const mostInside = 1000;

/** A value that requires others deeper than this has no end. */
const deepestRequired = 2 * maxDepth;

/** A body that requires more values than this is not made. */
const mostRequired = 10_000;

/** So many values of a schema are made at most. */
export const mostValues = 2000;

/** What was found out before about schemas. */
export class Sizes {
  readonly #optional = new Once<Schema, number>();
  readonly #least = new Once<Schema, number>();

  /** Whether a value stands so deep in its body that it is left out where it is not required. */
  isDeep({ depth, body }: Schema): boolean {
    return depth > this.#optional.of(body, () => optionalDepth(body));
  }

  /** How many values the smallest one of a schema is made of, itself included; infinitely many where it has no end. */
  least(schema: Schema): number {
    if (schema.depth > deepestRequired) return Infinity;
    return this.#least.of(schema, () =>
      Math.min(...schema.alternatives.map((alternative) => this.#leastOf(alternative))),
    );
  }

  /** The alternatives of a schema that values are made of; where it stands deep, the one with the smallest values. */
  alternativesOf(schema: Schema): readonly Schema[] {
    if (!this.isDeep(schema)) return schema.alternatives;
    return schema.alternatives.toSorted((a, b) => this.least(a) - this.least(b)).slice(0, 1);
  }

  /** Whether no value is made of a schema: it would have no end, or be too large. */
  isEndless(schema: Schema): boolean {
    return this.least(schema) > mostRequired;
  }

  #leastOf(schema: Schema): number {
    const { types, items, additionalProperties: entry, properties, required } = schema;
    const times = (count: number, held: Schema | undefined) => (count > 0 ? count * (held ? this.least(held) : 1) : 0);
    const entries = Math.max(0, (schema.limit("minProperties") ?? 0) - required.size);
    const named = [...required].map((name) => times(1, properties.get(name) ?? entry));
    return Math.min(
      ...types.map((type) => {
        if (type === "array") return 1 + times(schema.limit("minItems") ?? 0, items);
        return type === "object" ? named.reduce((sum, size) => sum + size, 1 + times(entries, entry)) : 1;
      }),
    );
  }
}

/** The schemas right inside a value, and how many values of each a full one has at least. */
function schemasInside(schema: Schema): [inner: Schema, count: number][] {
  const { properties, items, additionalProperties: entry } = schema;
  const inside = [...properties.values()].map((property): [Schema, number] => [property, 1]);
  if (items) inside.push([items, Math.max(2, schema.limit("minItems") ?? 0)]);
  if (entry) inside.push([entry, Math.max(3, schema.limit("minProperties") ?? 0)]);
  return inside;
}

/** How deep a full body goes without getting too large. */
function optionalDepth(body: Schema): number {
  let level = new Map([[body, 1]]);
  let total = 1;
  for (let depth = 1; depth <= maxDepth; depth++) {
    const next = new Map<Schema, number>();
    for (const [schema, count] of level)
      for (const [inner, times] of schema.alternatives.flatMap(schemasInside))
        next.set(inner, (next.get(inner) ?? 0) + count * times);
    for (const count of next.values()) total += count;
    if (depth > 2 && total > mostInside) return depth - 1;
    level = next;
  }
  return maxDepth;
}
