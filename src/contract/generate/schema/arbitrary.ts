/** Random valid values, made and shrunk by fast-check. */
import fc from "fast-check";
import { keyword, requiredOf, type Schema, schemaAt, type Type, typesOf, under } from "../../spec/schema.ts";
import { examplesOf, isReference, isSecret, type Kit, once, SECRET, sendable } from "../context.ts";

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

function validExample(kit: Kit, schema: Schema): unknown {
  return examplesOf(schema).find((value) => kit.validator.accepts(schema.pointer, value));
}

function objects(kit: Kit, schema: Schema, secret: boolean): fc.Arbitrary<unknown> {
  const properties = [...sendable(kit, schema)].map(([name, property]): [string, fc.Arbitrary<unknown>] => {
    const known = kit.known[name] ?? (isReference(property) ? validExample(kit, property) : undefined);
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
