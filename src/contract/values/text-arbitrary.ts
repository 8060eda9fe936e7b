/** Random text, of a pattern or of a format. */
import fc from "fast-check";
import type { Schema } from "../../openapi/schema.ts";
import type { ValueInputs } from "./inputs.ts";

const anyDate = () => fc.date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
const oneOf =
  (...texts: string[]) =>
  () =>
    fc.constantFrom(...texts);

/** How a time is written, by its format: in whole seconds, as every server can keep them. */
export const timeFormats: ReadonlyMap<string, (time: Date) => string> = new Map([
  ["date-time", (time) => time.toISOString().replace(/\.\d+/, "")],
  ["date", (time) => time.toISOString().slice(0, 10)],
]);

/** Text by the name of its format. */
const formats = new Map<string, () => fc.Arbitrary<string>>([
  ...[...timeFormats].map(([name, write]) => [name, () => anyDate().map(write)] as const),
  ...Object.entries({
    time: () => anyDate().map((date) => date.toISOString().slice(11)),
    duration: oneOf("P1D", "PT30M", "P1Y2M3DT4H5M6S"),
    uuid: () => fc.uuid(),
    email: () => fc.stringMatching(/^[a-z]{1,8}@example\.(com|org)$/),
    hostname: oneOf("example.com", "a.example", "localhost"),
    ipv4: () => fc.ipV4(),
    ipv6: () => fc.ipV6(),
    uri: oneOf("https://example.com/", "https://example.com:8443/a/b?c=d#e", "urn:example:a"),
    "uri-reference": oneOf("/a/b?c=d#e", "https://example.com/a", "a"),
    "json-pointer": oneOf("", "/a/0", "/a~1b"),
    regex: oneOf("^[a-z]+$", "a|b"),
    byte: oneOf("aGVsbG8=", "d29ybGQh"),
  }),
]);

/** The format of a text; `undefined` if it has none, or one that any text has. */
export function formatOf(schema: Schema): string | undefined {
  const format = schema.keyword("format");
  return typeof format === "string" && format !== "password" && format !== "binary" ? format : undefined;
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

/** Text that every server must take: not empty, and not blank. */
export function text(minLength: number, maxLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: character, minLength, maxLength }).filter((value) => value === "" || value.trim() !== "");
}

/** Random valid text; `undefined` if none is found. */
export function strings({ canary }: ValueInputs, schema: Schema): fc.Arbitrary<string> | undefined {
  const pattern = schema.keyword("pattern");
  const format = formatOf(schema);
  const minLength = schema.limit("minLength") ?? 0;
  const maxLength = Math.min(schema.limit("maxLength") ?? Math.max(60, minLength + 20), 5000);
  if (minLength > maxLength) return undefined;
  // A pattern beside the format of a time only narrows its form.
  if (typeof pattern === "string" && !timeFormats.has(format ?? "")) return matching(pattern, minLength);
  if (format !== undefined) return formats.get(format)?.();
  // A secret needs room for the canary by which it is recognised.
  const room = maxLength - canary.secret.length;
  if (schema.isSecret && room >= 0)
    return text(Math.max(0, minLength - canary.secret.length), room).map((rest) => canary.secret + rest);
  return text(Math.min(Math.max(1, minLength), maxLength), maxLength);
}

/** Text that matches a pattern; `undefined` for the patterns that fast-check can't write text for. */
function matching(pattern: string, minLength: number): fc.Arbitrary<string> | undefined {
  try {
    const values = fc.stringMatching(new RegExp(pattern, "u"), { size: minLength > 10 ? "medium" : "small" });
    fc.sample(values, 1);
    return values;
  } catch {
    return undefined;
  }
}
