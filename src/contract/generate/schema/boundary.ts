/** The edges of the keywords of a schema: values that keep them by a hair. */
import fc from "fast-check";
import { keyword, type Rule, rule, type Schema, typesOf, under } from "../../spec/schema.ts";
import { entryOf, isMap, isReference, type Kit } from "../context.ts";
import { arbitrary } from "./arbitrary.ts";
import { keysOf, sample } from "./example.ts";
import { numberEdges, stringEdges } from "./scalar-boundary.ts";

/** A value at the edge of a rule. */
export interface Edge {
  /** The rule, as a pointer to its keyword. */
  readonly pointer: string;
  readonly title: string;
  readonly value: unknown;
  /** One of many texts that a server must take as they are. */
  readonly text?: boolean;
  /** Correct servers may differ about it: no answer but a failure of the server is wrong. */
  readonly open?: boolean;
}

/** Those that a server may take for one another stand together. */
const oddKeys = [
  "Case",
  "case",
  "é",
  "e\u0301",
  "",
  " ",
  "a b",
  "a.b",
  "a/b",
  "a[0]",
  "a=b",
  "$x",
  "0",
  "10",
  "😀",
  "null",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "length",
  "id",
  "name",
  "-",
];

/** Entries of a map that every server takes: a document that states no limit leaves servers free to have one. */
const modest = 12;

function modestly<T>(items: readonly T[]): T[][] {
  const parts = Array.from({ length: Math.ceil(items.length / modest) }, (_, index) => index * modest);
  return parts.map((start) => items.slice(start, start + modest));
}

/** Valid values at the edges of what a schema says. */
export function validEdges(kit: Kit, schema: Schema, secret: boolean): Edge[] {
  const edges: Edge[] = [];
  const types = typesOf(schema);
  const type = rule(schema, "type")?.pointer ?? schema.pointer;
  const open = isReference(schema);
  for (const value of chosen(schema))
    edges.push({ pointer: value.pointer, title: JSON.stringify(value.value), value: value.value });
  if (edges.length === 0 && types.includes("boolean")) {
    edges.push({ pointer: type, title: "true", value: true }, { pointer: type, title: "false", value: false });
  }
  if (types.includes("string")) edges.push(...stringEdges(kit, schema, secret, type));
  if (types.includes("integer") || types.includes("number")) edges.push(...numberEdges(schema, type));
  if (isMap(kit, schema)) edges.push(...mapEdges(kit, schema, secret, type));
  else if (types.includes("array")) edges.push(...arrayEdges(kit, schema, secret, type));
  if (types.includes("null")) edges.push({ pointer: type, title: "null", value: null });
  const valid = edges.filter((edge) => kit.validator.accepts(schema.pointer, edge.value));
  return open ? valid.filter((_, index) => index % 3 === 0).map((edge) => ({ ...edge, open })) : valid;
}

function chosen(schema: Schema): Rule[] {
  const found = rule(schema, "enum");
  return Array.isArray(found?.value) ? found.value.map((value) => ({ pointer: found.pointer, value })) : [];
}

function mapEdges(kit: Kit, schema: Schema, secret: boolean, type: string): Edge[] {
  const entry = entryOf(kit, schema);
  const value = sample(kit, entry, secret);
  const names = under(kit.document, schema, "propertyNames");
  const keyPointer = names?.pointer ?? type;
  const map = (keys: string[]) =>
    Object.fromEntries(
      keys.map((key, index) => [key, typeof value === "string" && !rule(entry, "enum") ? `${value}${index}` : value]),
    );
  const many = (count: number) =>
    keysOf(kit, schema)
      .slice(0, 1)
      .flatMap((key) => Array.from({ length: count }, (_, index) => `${key}_${index}`));
  const edges: Edge[] = [
    { pointer: type, title: "an empty map", value: {} },
    { pointer: type, title: "one entry", value: map(keysOf(kit, schema).slice(0, 1)) },
    { pointer: type, title: `${modest} entries`, value: map(many(modest)) },
    { pointer: type, title: "100 entries", value: map(many(100)), open: true },
  ];
  if (names === undefined) {
    for (const keys of modestly(oddKeys)) edges.push({ pointer: keyPointer, title: "unusual keys", value: map(keys) });
    for (const keys of [[""], ["__proto__"], ["constructor"], ["0"], ["0", "1"]])
      edges.push({ pointer: keyPointer, title: `the keys ${JSON.stringify(keys)}`, value: map(keys) });
    edges.push({ pointer: keyPointer, title: "a key of 40 characters", value: map(["k".repeat(40)]) });
    edges.push({ pointer: keyPointer, title: "a key of 200 characters", value: map(["k".repeat(200)]), open: true });
  } else {
    for (const edge of validEdges(kit, names, false)) {
      if (!edge.open)
        edges.push({ pointer: edge.pointer, title: `a key with ${edge.title}`, value: map([String(edge.value)]) });
    }
  }
  const values = validEdges(kit, entry, secret);
  const keys = many(values.length);
  for (const strict of modestly(values.filter((edge) => !edge.open))) {
    edges.push({
      pointer: entry.pointer,
      title: "values at the edges of their rules",
      value: Object.fromEntries(strict.map((edge, index) => [keys[index] ?? "", edge.value])),
    });
  }
  for (const edge of values.filter((one) => !one.text)) {
    edges.push({
      ...edge,
      title: `an entry with ${edge.title}`,
      value: Object.fromEntries([[keys[0] ?? "", edge.value]]),
    });
  }
  return edges;
}

function arrayEdges(kit: Kit, schema: Schema, secret: boolean, type: string): Edge[] {
  const items = under(kit.document, schema, "items");
  if (items === undefined) return [];
  const least = (keyword(schema, "minItems") as number | undefined) ?? 0;
  const most = (keyword(schema, "maxItems") as number | undefined) ?? 5;
  const edges: Edge[] = [least, most].map((length) => ({
    pointer: rule(schema, length === least ? "minItems" : "maxItems")?.pointer ?? type,
    title: `${length} items`,
    value: distinct(kit, items, secret, length),
  }));
  for (const edge of validEdges(kit, items, secret))
    edges.push({ ...edge, title: `an item, ${edge.title}`, value: [edge.value] });
  return edges;
}

/** Different valid values of a schema. */
export function distinct(kit: Kit, items: Schema, secret: boolean, length: number): unknown[] {
  const some = fc.sample(arbitrary(kit, items, secret), { seed: kit.seed, numRuns: 100 });
  return [...new Map(some.map((value) => [JSON.stringify(value), value])).values()].slice(0, length);
}
