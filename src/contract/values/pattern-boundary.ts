/** Text at the boundaries of a pattern, and beyond them. */

import type { Schema } from "../../openapi/schema.ts";
import { samplesOf } from "./arbitrary.ts";
import { exampleOf } from "./example.ts";
import type { ValueInputs } from "./inputs.ts";
import { accepted, countOf, type GeneratedValue } from "./value.ts";

/** The characters that a pattern allows at one position of a text, and those beside them that it doesn't. */
interface CharacterBoundary {
  readonly position: "first" | "middle" | "last";
  readonly allowed: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
  readonly put: (character: string) => string;
}

/** Of each run of printable ASCII characters that a pattern allows: its two ends and their neighbours. */
function characterBoundaries(inputs: ValueInputs, schema: Schema, stem: string): CharacterBoundary[] {
  const positions: [CharacterBoundary["position"], (character: string) => string][] = [
    ["first", (character) => character + stem.slice(1)],
    ["middle", (character) => stem.slice(0, 1) + character + stem.slice(1)],
    ["last", (character) => stem.slice(0, -1) + character],
  ];
  return positions.map(([position, put]) => {
    const allowed = new Set<string>();
    const refused = new Set<string>();
    for (let code = 0x20; code < 0x7f; code++) {
      const [character, next] = [String.fromCharCode(code), String.fromCharCode(code + 1)];
      const isAllowed = inputs.validator.accepts(schema, put(character));
      if (isAllowed === inputs.validator.accepts(schema, put(next))) continue;
      allowed.add(isAllowed ? character : next);
      refused.add(isAllowed ? next : character);
    }
    return { position, allowed, refused, put };
  });
}

/** A valid text that the others start from: of some length, and of as many kinds of characters as there are. */
function stemOf(inputs: ValueInputs, schema: Schema): string {
  const texts = [exampleOf(inputs, schema), ...samplesOf(inputs, schema, 60)].filter(
    (text) => typeof text === "string",
  );
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[^a-z\d]/i, /^.{3,20}$/];
  const score = (text: string) => kinds.filter((kind) => kind.test(text)).length;
  return texts.reduce((best, text) => (score(text) > score(best) ? text : best), texts[0] ?? "");
}

/** Valid text at the boundaries of a pattern and of the lengths beside it. */
export function patternBoundaries(inputs: ValueInputs, schema: Schema): GeneratedValue[] {
  const pattern = schema.constraint("pattern")?.pointer ?? schema.pointer;
  const stem = stemOf(inputs, schema);
  const samples = samplesOf(inputs, schema, 40).map(String);
  samples.sort((left, right) => left.length - right.length);
  const [shortest = stem] = samples;
  const ends = characterBoundaries(inputs, schema, stem).filter(({ position }) => position !== "middle");
  const characters = ends.flatMap(({ position, allowed, put }) =>
    [...allowed].map((character) =>
      accepted(pattern, `${JSON.stringify(character)} as its ${position} character`, put(character)),
    ),
  );
  const limits = ["minLength", "maxLength"].flatMap((name) => schema.limits(name));
  const lengths = limits.map(({ pointer, value }) => {
    const length = Math.min(value, 5000);
    const text = stretched(stem, length);
    return accepted(pointer, countOf(value, "character"), text);
  });
  return [
    ...characters,
    accepted(pattern, `the short ${JSON.stringify(shortest)}`, shortest),
    accepted(pattern, "64 characters", stretched(stem, 64)),
    ...lengths,
  ];
}

/** Text of a length: its end cut, or its last character repeated. */
export function stretched(stem: string, length: number): string {
  return stem.slice(0, length).padEnd(length, stem.slice(-1) || "x");
}

/** Characters that a pattern may allow by mistake; the last four become K, S, I and i when the case is ignored. */
const odd = "-.$ :/+=~\u00e9\u0416\uff21\u0663\uff10\u212a\u017f\u0130\u0131";

/** Text that may violate a pattern; which of it does is for the validator to say. */
export function patternMutations(inputs: ValueInputs, schema: Schema): [string, unknown][] {
  const stem = stemOf(inputs, schema);
  const [first, rest] = [stem.slice(0, 1), stem.slice(1)];
  const texts: [string, string][] = [
    ["empty", ""],
    ["__proto__", "__proto__"],
    ["constructor", "constructor"],
    ["small letters", stem.toLowerCase()],
    ["capital letters", stem.toUpperCase()],
    ["a small last letter", `${stem}z`],
    ["a small letter in the middle", `${first}q${rest}`],
    ["a line feed at its end", `${stem}\n`],
    ["a valid line and another", `${stem}\n-`],
    ["another line and a valid one", `-\n${stem}`],
    ["a NUL character at its end", `${stem}\u0000`],
    ["a space at its end", `${stem} `],
    // A pattern that backtracks takes for ever.
    ["a space after 64 characters", `${stretched(stem, 64)} `],
  ];
  for (const character of odd) texts.push([`${JSON.stringify(character)} in its middle`, first + character + rest]);
  const boundaries = characterBoundaries(inputs, schema, stem);
  // What is allowed further on may not be allowed first.
  for (const character of new Set(boundaries.flatMap(({ allowed }) => [...allowed])))
    texts.push([`${JSON.stringify(character)} at its start`, character + stem]);
  for (const { position, refused, put } of boundaries) {
    for (const character of refused)
      texts.push([`${JSON.stringify(character)} as its ${position} character`, put(character)]);
  }
  return texts;
}
