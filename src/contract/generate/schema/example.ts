/** Makes values that keep a schema: one sample, the smallest, the fullest, and random ones by fast-check. */
import fc from "fast-check";
import { isObject } from "../../spec/pointer.ts";
import { requiredOf, type Schema, schemaAt, typesOf, under } from "../../spec/schema.ts";
import { entryOf, examplesOf, isReference, isSecret, type Kit, MARK, once, SECRET, sendable } from "../context.ts";
import { arbitrary } from "./arbitrary.ts";

/** One valid value: the document's own example where there is one. */
export function sample(kit: Kit, schema: Schema, secret = false, size: "smallest" | "fullest" = "fullest"): unknown {
  return once(kit, `sample ${schema.pointer} ${secret} ${size}`, () => makeSample(kit, schema, secret, size));
}

function makeSample(kit: Kit, schema: Schema, secret: boolean, size: "smallest" | "fullest"): unknown {
  const fits = (value: unknown) => kit.validator.accepts(schema.pointer, value);
  const found = candidates(kit, schema, secret || isSecret(schema), size).find(fits);
  return found === undefined ? fc.sample(arbitrary(kit, schema, secret), { seed: kit.seed, numRuns: 1 })[0] : found;
}

function candidates(kit: Kit, schema: Schema, secret: boolean, size: "smallest" | "fullest"): unknown[] {
  const types = typesOf(schema);
  const examples = examplesOf(schema);
  if (types.includes("object") && !types.includes("string")) return [objectOf(kit, schema, secret, size), ...examples];
  if (types.includes("array") && !types.includes("string")) return [[], ...arraysOf(kit, schema, secret), ...examples];
  if (isReference(schema) || !types.includes("string")) return examples;
  const own = secret ? SECRET : MARK;
  return [...examples.map((value) => `${value} ${own}`), own, ...examples];
}

function arraysOf(kit: Kit, schema: Schema, secret: boolean): unknown[] {
  const items = under(kit.document, schema, "items") ?? schemaAt(kit.document, "/nothing");
  return [1, 2, 3].map((length) =>
    fc
      .sample(arbitrary(kit, items, secret), { seed: kit.seed, numRuns: 20 })
      .filter((one, index, all) => all.indexOf(one) === index)
      .slice(0, length),
  );
}

function objectOf(kit: Kit, schema: Schema, secret: boolean, size: "smallest" | "fullest"): unknown {
  const required = requiredOf(schema);
  const entries: [string, unknown][] = [];
  for (const [name, property] of sendable(kit, schema)) {
    if (size === "smallest" && !required.has(name)) continue;
    entries.push([name, kit.known[name] ?? sample(kit, property, secret, size)]);
  }
  if (size === "fullest" && entries.length === 0) {
    const entry = entryOf(kit, schema);
    for (const key of keysOf(kit, schema).slice(0, 3)) entries.push([key, sample(kit, entry, secret, size)]);
  }
  return Object.fromEntries(entries);
}

/** Valid keys of a map: those of its examples first. */
export function keysOf(kit: Kit, schema: Schema): string[] {
  const shown = examplesOf(schema).flatMap((example) => (isObject(example) ? Object.keys(example) : []));
  const names = under(kit.document, schema, "propertyNames");
  const made = names
    ? fc.sample(arbitrary(kit, names), { seed: kit.seed, numRuns: 12 }).map(String)
    : ["first", "second", "third"];
  const tidy = made.filter((key) => key.length < 24);
  return [...new Set([...shown, ...tidy])].filter(
    (key) => names === undefined || kit.validator.accepts(names.pointer, key),
  );
}
