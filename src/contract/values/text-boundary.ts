/** Text that a server must take and return as it is. */
import type { Schema } from "../../openapi/schema.ts";
import { samplesOf } from "./arbitrary.ts";
import type { ValueInputs } from "./inputs.ts";
import { patternBoundaries, stretched } from "./pattern-boundary.ts";
import { accepted, ambiguous, countOf, type GeneratedValue } from "./value.ts";

/** Characters that every server takes: a description that states no limit allows one. */
const usualLength = 8000;

/** Text that is changed by servers that trim, escape, normalize, parse or translate it. */
const transformed: readonly [title: string, write: (own: string) => string][] = [
  ["spaces around it", (own) => `  ${own}  `],
  ["line ends and a tab in it", (own) => `${own}\r\ntwo\n\tthree\u2028four`],
  ["capital letters, and letters that normalize", (own) => `MiXeD ${own} \ufb01 \uff21\u212b e\u0301 o\u0308`],
  ["quotes, backslashes and a bar", (own) => `"${own}" 'x' \\ \\n \\u0041 | y`],
  ["a JSON object", (own) => `{"a": "${own}"}`],
  ["markup", (own) => `<b>${own}</b>&amp;&lt;<script>1</script>`],
  ["percent escapes and form characters", (own) => `%41%2F+${own}&a=b;c`],
  [
    "characters outside the BMP, and right-to-left ones",
    (own) => `${own} 😀 👩‍👩‍👧 ❤\ufe0f שלום \u200f x\u00a0y\u200b`,
  ],
  ["a path", (own) => `../${own}/./x//y.txt`],
  ["template markers", (own) => `\${${own}} {{x}} %s $1 $& $$ $HOME`],
];

/** Text that a server may take for a value of another type, or for none. */
const textsOfOtherTypes: readonly string[] = [
  ...["0", "007", "1.0", "12345678901234567890", "2026-03-31T18:40:00.000+02:00"],
  ...["false", "no", "null", "None", "undefined"],
];

/** Text that must be kept as it is. A reference may be refused all the same: it names something that must exist. */
export function keptTexts(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  return schema.alternatives.flatMap((alternative) => {
    const { isReference, isFreeText, typePointer } = alternative;
    if (!isReference && !isFreeText) return [];
    const own = inputs.canaryOf(alternative);
    const texts = [
      ...transformed.map(([title, write]) => [title, write(own)] as const),
      ...textsOfOtherTypes.map((text) => [`the text ${JSON.stringify(text)}`, text] as const),
    ];
    return texts
      .map(([title, text]) => (isReference ? ambiguous : accepted)(typePointer, title, text))
      .filter(({ value }) => inputs.validator.accepts(schema, value));
  });
}

/** Text at the boundaries of its length or its format, and text that servers take for no text. */
export function stringBoundaries(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  if (schema.constraint("pattern")) return patternBoundaries(inputs, schema);
  const canary = inputs.canaryOf(schema);
  const type = schema.typePointer;
  const values: GeneratedValue[] = [];
  for (const { pointer, value } of schema.limits("minLength")) {
    if (value > 0 && value < usualLength)
      values.push(accepted(pointer, `the shortest, ${countOf(value, "character")}`, "x".repeat(value)));
  }
  for (const { pointer, value } of schema.limits("maxLength")) {
    if (value > usualLength) continue;
    values.push(accepted(pointer, `the longest, ${countOf(value, "character")}`, stretched(canary, value)));
    values.push(accepted(pointer, `the longest, ${countOf(value, "character")} outside the BMP`, "😀".repeat(value)));
  }
  if (schema.isFreeText || schema.isReference) {
    values.push(ambiguous(schema.constraint("minLength")?.pointer ?? type, "empty text", ""));
    if (schema.limit("maxLength") === undefined)
      values.push(
        accepted(type, "64 characters", stretched(canary, 64)),
        ambiguous(type, "1,000 characters", stretched(canary, 1000)),
      );
    values.push(ambiguous(type, "a space", " "), ambiguous(type, "a NUL character", `${canary}\u0000x`));
  }
  const format = schema.constraint("format");
  const samples = format ? samplesOf(inputs, schema, 3) : [];
  return [...values, ...samples.map((value) => accepted(format?.pointer ?? type, String(value), value))];
}
