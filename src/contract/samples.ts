/** Makes values that keep a schema: one sample, the smallest, the fullest, and random ones by fast-check. */
import fc from "fast-check";
import { isObject } from "./loading.ts";
import {
  keyword,
  propertiesOf,
  requiredOf,
  type Schema,
  schemaAt,
  type Type,
  typesOf,
  under,
  type Validator,
} from "./schemas.ts";

/** Stands for a word of the request's own in every case; replaced when it is sent, so that leaks can be told apart. */
export const MARK = "runmark00";
/** Stands for a secret in every case; replaced when it is sent by one that only this run knows. */
export const SECRET = "testsecret";

/** Stands for a number in the place of a secret. */
export const SECRET_NUMBER = 918273645;

/** What making values needs. */
export interface Kit {
  readonly document: unknown;
  readonly validator: Validator;
  readonly seed: number;
  /** Values by name for what must exist on the server, such as the id of an agent. */
  readonly known: Readonly<Record<string, string>>;
  /** The methods that the document describes for a path. */
  readonly methods: (path: string) => string[];
  /** What was made before: making it again takes time. */
  readonly made: Map<string, unknown>;
  /** References that the server did not know: left out of every request. */
  readonly unknown: ReadonlySet<string>;
}

export function isSecret(schema: Schema): boolean {
  return keyword(schema, "writeOnly") === true;
}

/** Names something that must exist on the server: another value than the known one may be refused. */
export function isReference(schema: Schema): boolean {
  return keyword(schema, "x-reference") === true;
}

/** The properties of a request: those the server alone sets are left out, as are references it does not know. */
export function sendable(kit: Kit, schema: Schema): Map<string, Schema> {
  const properties = propertiesOf(kit.document, schema);
  for (const [name, property] of properties) {
    if (keyword(property, "readOnly") === true || kit.unknown.has(name)) properties.delete(name);
  }
  return properties;
}

/** One valid value: the document's own example where there is one. */
export function sample(kit: Kit, schema: Schema, secret = false, size: "smallest" | "fullest" = "fullest"): unknown {
  return once(kit, `sample ${schema.pointer} ${secret} ${size}`, () => makeSample(kit, schema, secret, size));
}

function once<T>(kit: Kit, name: string, make: () => T): T {
  if (!kit.made.has(name)) kit.made.set(name, make());
  return kit.made.get(name) as T;
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

export function examplesOf(schema: Schema): unknown[] {
  const several = keyword(schema, "examples");
  const choices = keyword(schema, "enum");
  return ["const", "example", "default"]
    .map((name) => keyword(schema, name))
    .concat(Array.isArray(several) ? several : [], Array.isArray(choices) ? choices : [])
    .filter((value) => value !== undefined);
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

/** The schema of a map's values. */
export function entryOf(kit: Kit, schema: Schema): Schema {
  return under(kit.document, schema, "additionalProperties") ?? schemaAt(kit.document, "/nothing");
}

/** A map: an object whose properties are not named by the document. */
export function isMap(kit: Kit, schema: Schema): boolean {
  return typesOf(schema).includes("object") && under(kit.document, schema, "additionalProperties") !== undefined;
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

/** Random valid values; what the builder can't express is left to the validator. */
export function arbitrary(kit: Kit, schema: Schema, secret = false): fc.Arbitrary<unknown> {
  return once(kit, `arbitrary ${schema.pointer} ${secret}`, () => makeArbitrary(kit, schema, secret));
}

function makeArbitrary(kit: Kit, schema: Schema, secret: boolean): fc.Arbitrary<unknown> {
  const hidden = secret || isSecret(schema);
  const fits = (value: unknown) => kit.validator.accepts(schema.pointer, value);
  const values = keyword(schema, "enum");
  if (keyword(schema, "const") !== undefined) return fc.constant(keyword(schema, "const"));
  if (Array.isArray(values)) return fc.constantFrom(...values);
  for (const name of ["oneOf", "anyOf"]) {
    const branches = keyword(schema, name);
    const facet = schema.facets.find((facet) => name in facet.schema);
    if (!Array.isArray(branches) || facet === undefined) continue;
    const each = branches.map((_, index) =>
      arbitrary(kit, schemaAt(kit.document, `${facet.pointer}/${name}/${index}`), hidden),
    );
    return fc.oneof(...each).filter(fits);
  }
  return fc.oneof(...typesOf(schema).map((type) => arbitraryOf(kit, schema, type, hidden))).filter(fits);
}

function arbitraryOf(kit: Kit, schema: Schema, type: Type, secret: boolean): fc.Arbitrary<unknown> {
  const number = (name: string) => keyword(schema, name) as number | undefined;
  const range = {
    min: number("minimum") ?? number("exclusiveMinimum"),
    max: number("maximum") ?? number("exclusiveMaximum"),
  };
  const step = number("multipleOf") ?? 1;
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer": {
      const min = Math.ceil((range.min ?? -(2 ** 31)) / step);
      return fc.integer({ min, max: Math.floor((range.max ?? 2 ** 31 - 1) / step) }).map((value) => value * step);
    }
    case "number":
      return fc
        .integer({ min: Math.ceil((range.min ?? -1e6) * 4), max: Math.floor((range.max ?? 1e6) * 4) })
        .map((value) => value / 4);
    case "string":
      return strings(schema, secret);
    case "array": {
      const items = under(kit.document, schema, "items");
      const size = { minLength: number("minItems") ?? 0, maxLength: Math.min(number("maxItems") ?? 5, 8) };
      const one = items ? arbitrary(kit, items, secret) : words(20);
      return keyword(schema, "uniqueItems") === true ? fc.uniqueArray(one, size) : fc.array(one, size);
    }
    case "object":
      return objects(kit, schema, secret);
  }
}

function objects(kit: Kit, schema: Schema, secret: boolean): fc.Arbitrary<unknown> {
  const properties = [...sendable(kit, schema)].map(([name, property]): [string, fc.Arbitrary<unknown>] => {
    const known = kit.known[name] ?? (isReference(property) ? sample(kit, property) : undefined);
    return [name, known === undefined ? arbitrary(kit, property, secret) : fc.constant(known)];
  });
  if (properties.length > 0) {
    const requiredKeys = [...requiredOf(schema)];
    return fc.record(Object.fromEntries(properties), { requiredKeys, noNullPrototype: true });
  }
  const names = under(kit.document, schema, "propertyNames");
  const entry = under(kit.document, schema, "additionalProperties");
  if (entry === undefined) return fc.constant({});
  const keys = names ? arbitrary(kit, names).map(String) : words(20);
  return fc.uniqueArray(fc.tuple(keys, arbitrary(kit, entry, secret)), { maxLength: 6, selector: ([key]) => key }).map(
    (entries) => Object.fromEntries(entries),
    (value) => Object.entries(value as object),
  );
}

/** A character of ASCII, of the rest of the BMP, or from beyond it; fast-check's own wide units are slow to start. */
const character = fc
  .oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
    { weight: 2, arbitrary: fc.integer({ min: 0xa0, max: 0xd7ff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0x1_0000, max: 0x1_f9ff }) },
  )
  .map(
    (code) => String.fromCodePoint(code),
    (text) => String(text).codePointAt(0) ?? 0,
  );

/** Any text but what correct servers may treat differently: text that is blank but not empty. */
function words(maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: character, maxLength }).filter((text) => text === "" || text.trim() !== "");
}

function strings(schema: Schema, secret: boolean): fc.Arbitrary<string> {
  const pattern = keyword(schema, "pattern");
  const maxLength = (keyword(schema, "maxLength") as number | undefined) ?? 60;
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern, "u"), { size: "small" });
  const format = keyword(schema, "format");
  const known = typeof format === "string" ? formatted[format] : undefined;
  if (known) return known();
  // A secret needs room for the word by which it is recognised.
  const room = maxLength - SECRET.length;
  if (secret && room >= 0)
    return words(room).map(
      (text) => SECRET + text,
      (text) => String(text).slice(SECRET.length),
    );
  const minLength = (keyword(schema, "minLength") as number | undefined) ?? 0;
  return minLength > 1 ? fc.string({ unit: character, minLength, maxLength }) : words(maxLength);
}

const anyDate = () => fc.date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });

const formatted: Record<string, () => fc.Arbitrary<string>> = {
  "date-time": () => anyDate().map((date) => date.toISOString()),
  date: () => anyDate().map((date) => date.toISOString().slice(0, 10)),
  uuid: () => fc.uuid(),
  email: () => fc.emailAddress(),
  uri: () => fc.webUrl(),
  ipv4: () => fc.ipV4(),
  ipv6: () => fc.ipV6(),
};
