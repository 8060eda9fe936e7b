/** Text that a server must take and return as it is. */
import { MARK, SECRET } from "../context.ts";

/** Text that is changed by servers that trim, escape, normalize, parse or translate it; the most telling ones first. */
const transformed: readonly [string, (own: string) => string][] = [
  ["spaces around it", (own) => `  ${own}  `],
  ["a carriage return and a line feed in it", (own) => `${own}\r\ntwo lines`],
  ["letters and ligatures that normalize", (own) => `\ufb01 ${own} \uff21\u212b`],
  ["a JSON object", (own) => `{"a": "${own}"}`],
  ["markup", (own) => `<b>${own}</b>&amp;&lt;<script>1</script>`],
  ["quotes, backslashes and a bar", (own) => `"${own}" 'x' \\ \\n \\u0041 | y`],
  ["percent escapes and form characters", (own) => `%41%2F+${own}&a=b;c`],
  ["a line separator", (own) => `${own}\u2028x\u00a0y\u200b`],
  ["capital and small letters", (own) => `MiXeD ${own.toUpperCase()} cAsE`],
  ["a line feed and a tab in it", (own) => `${own}\n\ttwo lines`],
  ["characters outside the BMP", (own) => `${own} 😀 𝒳 👩‍👩‍👧 ❤\ufe0f`],
  ["combining characters", (own) => `e\u0301 ${own} o\u0308`],
  ["right-to-left text", (own) => `שלום ${own} مرحبا \u200f`],
  ["a JSON array", (own) => `["${own}", 1]`],
  ["a path", (own) => `../${own}/./x//y.txt`],
  ["template markers", (own) => `\${${own}} {{x}} %s $1 $& $$ $HOME`],
];

/** Text that a server may take for a value of another type; the most telling ones first. */
const lookalikes: readonly [string, string][] = [
  ["None", "None"],
  ["off", "off"],
  ["a number with leading zeros", "007"],
  ["null", "null"],
  ["undefined", "undefined"],
  ["a boolean", "true"],
  ["a boolean in capital letters", "FALSE"],
  ["no", "no"],
  ["a number", "0"],
  ["a number with an exponent", "-1.50e3"],
  ["a number with a sign", "+1"],
  ["a number with a fraction of zero", "1.0"],
  ["a hexadecimal number", "0x1F"],
  ["a number that no double can hold", "12345678901234567890"],
  ["not a number", "NaN"],
  ["a date", "2026-03-31"],
  ["a date and time", "2026-03-31T18:40:00Z"],
  ["a date and time with an offset", "2026-03-31T18:40:00.000+02:00"],
  ["a time", "18:40"],
];

/** Each text with its title; `few` are enough where what is sent is not returned. */
export function freeTexts(isSecret: boolean, isFew: boolean): [string, string][] {
  const own = isSecret ? SECRET : MARK;
  const written = transformed.map(([title, write]): [string, string] => [title, write(own)]);
  return isFew ? [...written.slice(0, 8), ...lookalikes.slice(0, 3)] : [...written, ...lookalikes];
}

/** Keys of a map; those that a server may take for one another stand together. */
export const unusualKeys: readonly string[] = [
  ["Case", "case"],
  ["é", "e\u0301"],
  [" ", "a b", "a.b", "a/b", "a[0]", "a=b", "$x", "-"],
  ["0", "10", "007", "1.0", "true", "null", "2026-03-31"],
  ["toString", "hasOwnProperty", "length", "id", "name"],
  ["😀"],
].flat();
