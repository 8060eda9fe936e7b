/** Requests that break exactly one rule. */
import fc from "fast-check";
import { child, isObject, parsed } from "../spec/pointer.ts";
import { keyword, requiredOf, type Schema, under } from "../spec/schema.ts";
import type { Basis, Draft } from "./basis.ts";
import { entryOf, isMap, isSecret, MARK, SECRET, sendable } from "./context.ts";
import { arbitrary } from "./schema/arbitrary.ts";
import type { Edge } from "./schema/boundary.ts";
import { keysOf, sample } from "./schema/example.ts";
import { invalidEdges } from "./schema/mutation.ts";

/** Bodies that break one rule each, and bodies that are no JSON of the right media type. */
export function invalidDrafts(basis: Basis): Draft[] {
  if (!basis.body) return [];
  const { spec, schema } = basis.body;
  const optionalNull = (edge: Edge) => edge.value === null && !spec.required && leavesNullOpen(schema);
  const drafts: Draft[] = invalidAt(basis, schema, false)
    .filter((edge) => basis.kit.validator.breaksOnly(edge.pointer, schema.pointer, edge.value))
    .map((edge) => ({
      expects: edge.open || optionalNull(edge) ? "open" : "refused",
      title: edge.title,
      pointer: edge.pointer,
      body: edge.value,
      exact: false,
      twice: edge.open === true,
    }));
  const refused = (title: string, pointer: string, raw: string, headers?: Record<string, string>) =>
    drafts.push({ expects: "refused", title, pointer, raw, ...(headers && { headers }) });
  if (spec.required) drafts.push({ expects: "refused", title: "no body", pointer: child(spec.pointer, "required") });
  const full = JSON.stringify(basis.fullest());
  const type = child(spec.pointer, "content", spec.mediaType);
  for (const [title, raw] of malformed(full)) if (!parsed(raw)) refused(title, type, raw);
  refused("a very deep array", spec.schema, "[".repeat(2000) + "]".repeat(2000));
  for (const other of [
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
  ]) {
    refused(`the media type ${other.split(";")[0]}`, child(spec.pointer, "content"), full, { "Content-Type": other });
  }
  return drafts;
}

/** Texts that are not JSON, some of which a lenient parser takes. */
const malformed = (full: string): [string, string][] => [
  ["JSON cut off at its end", full.slice(0, -1)],
  ["JSON cut off in its middle", full.slice(0, full.length >> 1)],
  ["JSON cut off within a word", full.slice(0, full.lastIndexOf('"') - 2)],
  ["one opening brace", "{"],
  ["text that is not JSON", `not json ${MARK}`],
  ["a secret without quotes", full.replace(/"([^"]*testsecret[^"]*)"/, SECRET)],
  ["something after the JSON", `${full}}`],
  ["two JSON values", `${full}\n${full}`],
  ["a missing colon", '{"name" "x"}'],
  ["a comma too many", `${full.slice(0, -1)},}`],
  ["single quotes", `{'name':'${MARK}'}`],
  ["a name without quotes", `{name:"${MARK}"}`],
  ["form data that is announced as JSON", `name=${MARK}`],
  ["a comment", `${full.slice(0, -1)}/* a comment */}`],
  ["a line feed within text", full.replace(':"', ':"\n')],
  ["an escape that is none", full.replace(':"', ':"\\x')],
  [
    "True, False and None",
    full.replaceAll(":true", ":True").replaceAll(":false", ":False").replaceAll(":null", ":None"),
  ],
];

/** Values of a schema, at any depth of it, that break one rule each. */
function invalidAt(basis: Basis, schema: Schema, secret: boolean): Edge[] {
  const kit = basis.kit;
  const edges = invalidEdges(kit, schema, secret);
  const smallest = sample(kit, schema, secret, "smallest");
  const whole = sample(kit, schema, secret);
  const bases = [whole, ...others(basis, schema, secret)];
  const full = (index: number) =>
    (isRoot ? basis.marked(bases[index % bases.length]) : bases[index % bases.length]) as object;
  const isRoot = schema.pointer === basis.body?.schema.pointer;
  if (!isObject(smallest) || !bases.every(isObject)) return edges;
  const required = requiredOf(schema);
  for (const [name, property] of sendable(kit, schema)) {
    const inner = invalidAt(basis, property, secret || isSecret(property));
    for (const [index, edge] of inner.entries()) {
      const open = edge.value === null && !required.has(name) && leavesNullOpen(schema);
      const place = (base: object, title: string) =>
        edges.push({ ...edge, title, value: { ...base, [name]: edge.value }, ...(open && { open }) });
      const pattern = edge.pointer.endsWith("/pattern");
      if (!pattern || index % 2 === 0) place(smallest, `${name}: ${edge.title}`);
      if (pattern ? index % 2 === 1 : index % 4 === 0)
        place(full(index >> 1), `${name}: ${edge.title}, with other properties`);
    }
  }
  if (isMap(kit, schema)) edges.push(...invalidEntries(basis, schema, whole as Record<string, unknown>, secret));
  return edges;
}

/** Random objects for a wrong value to stand in: a server may look at it only beside some others. */
function others(basis: Basis, schema: Schema, secret: boolean): unknown[] {
  return fc.sample(arbitrary(basis.kit, schema, secret), { seed: basis.kit.seed, numRuns: 7 });
}

/** A map with one wrong key or value: alone, first, in the middle and last. */
function invalidEntries(basis: Basis, schema: Schema, full: Record<string, unknown>, secret: boolean): Edge[] {
  const kit = basis.kit;
  const edges: Edge[] = [];
  const good = Object.entries(full);
  const places: [string, (bad: [string, unknown]) => [string, unknown][]][] = [
    ["", (bad) => [bad]],
    ["last, ", (bad) => [...good, bad]],
    ["last of many, ", (bad) => [...good, ...more(basis, schema, full, secret), bad]],
    ["first, ", (bad) => [bad, ...good]],
    ["in the middle, ", (bad) => [...good.slice(0, 1), bad, ...good.slice(1)]],
  ];
  // There are many edges of a pattern and a type, and few of the others.
  const placesFor = (keyword: string | undefined, index: number) => {
    if (keyword === "pattern") return [places[index % 5]];
    return keyword === "type" ? [places[0], places[1 + (index % 4)]] : places;
  };
  const add = (edge: Edge, entry: [string, unknown], index: number) => {
    for (const place of placesFor(edge.pointer.split("/").at(-1), index)) {
      if (place) edges.push({ ...edge, title: `${place[0]}${edge.title}`, value: Object.fromEntries(place[1](entry)) });
    }
  };
  const names = under(kit.document, schema, "propertyNames");
  const entry = entryOf(kit, schema);
  const value = sample(kit, entry, secret);
  if (names)
    invalidEdges(kit, names, false)
      .filter((edge) => typeof edge.value === "string")
      .forEach(
        (edge, index) => void add({ ...edge, title: `a key, ${edge.title}` }, [edge.value as string, value], index),
      );
  const free = keysOf(kit, schema).find((key) => !(key in full)) ?? "bad";
  invalidAt(basis, entry, secret).forEach(
    (edge, index) => void add({ ...edge, title: `a value, ${edge.title}` }, [free, edge.value], index),
  );
  return edges;
}

/** Valid entries that a map does not have yet. */
function more(basis: Basis, schema: Schema, full: Record<string, unknown>, secret: boolean): [string, unknown][] {
  const value = sample(basis.kit, entryOf(basis.kit, schema), secret);
  const [key = ""] = keysOf(basis.kit, schema);
  const keys = Array.from({ length: 12 }, (_, index) => `${key}_${index}`);
  return keys.filter((one) => !(one in full)).map((one) => [one, value]);
}

/** Whether the document leaves open what null means for an optional part of a request. */
function leavesNullOpen(schema: Schema): boolean {
  const unstated = keyword(schema, "x-unstated");
  return Array.isArray(unstated) && unstated.includes("null");
}
