/** Text and numbers at the edges of what a schema says. */
import fc from "fast-check";
import { keyword, rule, type Schema } from "../../spec/schema.ts";
import { type Kit, MARK, SECRET } from "../context.ts";
import { arbitrary } from "./arbitrary.ts";
import type { Edge } from "./boundary.ts";
import { patternEdges } from "./pattern.ts";

const texts = (own: string): [string, string][] => [
  ["spaces around it", `  ${own}  `],
  ["capital and small letters", `MiXeD ${own.toUpperCase()} cAsE`],
  ["a line feed and a tab in it", `${own}\n\ttwo lines`],
  ["a carriage return and a line feed in it", `${own}\r\ntwo lines`],
  ["characters outside the BMP", `${own} 😀 𝒳 👩‍👩‍👧 ❤\ufe0f`],
  ["combining characters", `e\u0301 ${own} o\u0308`],
  ["letters and ligatures that normalize", `\ufb01 ${own} \uff21\u212b`],
  ["right-to-left text", `שלום ${own} مرحبا \u200f`],
  ["quotes, backslashes and a bar", `"${own}" 'x' \\ \\n \\u0041 | y`],
  ["a JSON object", `{"a": "${own}"}`],
  ["a JSON array", `["${own}", 1]`],
  ["a path", `../${own}/./x//y.txt`],
  ["markup", `<b>${own}</b>&amp;&lt;<script>1</script>`],
  ["percent escapes and form characters", `%41%2F+${own}&a=b;c`],
  ["template markers", `\${${own}} {{x}} %s $1 $& $$ $HOME`],
  ["a line separator", `${own}\u2028x\u00a0y\u200b`],
];

const lookalikes: [string, string][] = [
  ["null", "null"],
  ["undefined", "undefined"],
  ["None", "None"],
  ["a boolean", "true"],
  ["no", "no"],
  ["off", "off"],
  ["a number", "0"],
  ["a number with an exponent", "-1.50e3"],
  ["a number with leading zeros", "007"],
  ["a date", "2026-03-31T18:40:00Z"],
];

export function stringEdges(kit: Kit, schema: Schema, secret: boolean, type: string): Edge[] {
  if (rule(schema, "enum") ?? rule(schema, "const")) return [];
  const own = secret ? SECRET : MARK;
  const pattern = rule(schema, "pattern");
  if (pattern) return patternEdges(kit, schema, pattern);
  const shortest = rule(schema, "minLength");
  const longest = rule(schema, "maxLength");
  const least = (shortest?.value as number | undefined) ?? 0;
  const edges: Edge[] = [
    { pointer: shortest?.pointer ?? type, title: `the shortest, ${least} characters`, value: "x".repeat(least) },
  ];
  if (longest) {
    const most = longest.value as number;
    edges.push({ pointer: longest.pointer, title: `the longest, ${most} characters`, value: own.padEnd(most, "x") });
    edges.push({
      pointer: longest.pointer,
      title: `the longest, ${most} characters outside the BMP`,
      value: "😀".repeat(most),
    });
  } else {
    edges.push({ pointer: type, title: "64 characters", value: own.padEnd(64, "x") });
    edges.push({ pointer: type, title: "1,000 characters", value: own.padEnd(1000, "x"), open: true });
  }
  const format = rule(schema, "format");
  if (format) {
    const some = fc.sample(arbitrary(kit, schema, secret), { seed: kit.seed, numRuns: 3 });
    return [...edges, ...some.map((value) => ({ pointer: format.pointer, title: String(value), value }))];
  }
  // A secret is not returned: that it is taken is all there is to see.
  const some = [...texts(own), ...lookalikes].filter((_, index) => !secret || index % 3 === 0);
  edges.push(...some.map(([title, value]) => ({ pointer: type, title, value, text: true })));
  edges.push({ pointer: type, title: "only spaces", value: "   ", open: true });
  edges.push({ pointer: type, title: "a NUL character", value: `${own}\u0000x`, open: true });
  return edges;
}

export function numberEdges(schema: Schema, type: string): Edge[] {
  const step = (keyword(schema, "multipleOf") as number | undefined) ?? 1;
  const edges: Edge[] = [0, 1, -1].map((value) => ({ pointer: type, title: String(value), value }));
  for (const [name, inward] of [
    ["minimum", 0],
    ["maximum", 0],
    ["exclusiveMinimum", step],
    ["exclusiveMaximum", -step],
    ["multipleOf", 0],
  ] as const) {
    const found = rule(schema, name);
    if (!found) continue;
    const value = (found.value as number) + inward;
    edges.push({ pointer: found.pointer, title: `${name}, ${value}`, value });
  }
  return edges;
}
