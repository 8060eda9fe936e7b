/** The edges of patterns. */
import fc from "fast-check";
import type { Rule, Schema } from "../../spec/schema.ts";
import type { Kit } from "../context.ts";
import { arbitrary } from "./arbitrary.ts";
import type { Edge } from "./boundary.ts";
import { sample } from "./example.ts";

/** The characters that a pattern allows first and last: of each run of code points, its two ends and their neighbours. */
function boundaries(
  kit: Kit,
  schema: Schema,
): { place: string; allowed: string[]; beside: string[]; put: (c: string) => string }[] {
  const fits = (text: string) => kit.validator.accepts(schema.pointer, text);
  const stem = stemOf(kit, schema);
  const places: [string, (c: string) => string][] = [
    ["first", (c) => c + stem.slice(1)],
    ["middle", (c) => stem.slice(0, 1) + c + stem.slice(1)],
    ["last", (c) => stem.slice(0, -1) + c],
  ];
  return places.map(([place, put]) => {
    const allowed = new Set<string>();
    const beside = new Set<string>();
    for (let code = 0x20; code < 0x7f; code++) {
      const here = String.fromCharCode(code);
      const next = String.fromCharCode(code + 1);
      const [a, b] = [fits(put(here)), fits(put(next))];
      if (a === b) continue;
      allowed.add(a ? here : next);
      beside.add(a ? next : here);
    }
    return { place, allowed: [...allowed], beside: [...beside], put };
  });
}

/** A valid value that the mutations start from: of some length, and of as many kinds of characters as there are. */
function stemOf(kit: Kit, schema: Schema): string {
  const some = [sample(kit, schema), ...fc.sample(arbitrary(kit, schema), { seed: kit.seed, numRuns: 60 })].map(String);
  const kinds = [/^[a-z]/i, /[a-z]$/i, /[A-Z]/, /[a-z]/, /\d/, /[^a-z\d]/i, /^.{3,20}$/];
  const score = (text: string) => kinds.filter((kind) => kind.test(text)).length;
  return some.reduce((best, text) => (score(text) > score(best) ? text : best), some[0] ?? "");
}

/** Values that keep a pattern by a hair. */
export function patternEdges(kit: Kit, schema: Schema, pattern: Rule): Edge[] {
  const edges: Edge[] = [];
  for (const { place, allowed, put } of boundaries(kit, schema)) {
    if (place === "middle") continue;
    for (const c of allowed)
      edges.push({ pointer: pattern.pointer, title: `${JSON.stringify(c)} as its ${place} character`, value: put(c) });
  }
  const some = fc.sample(arbitrary(kit, schema), { seed: kit.seed, numRuns: 40 }).map(String);
  const shortest = some.sort((a, b) => a.length - b.length)[0] ?? "";
  edges.push({ pointer: pattern.pointer, title: `the short ${JSON.stringify(shortest)}`, value: shortest });
  const stem = stemOf(kit, schema);
  const long = stem + stem.slice(-1).repeat(Math.max(0, 64 - stem.length));
  edges.push({ pointer: pattern.pointer, title: "64 characters", value: long });
  return edges;
}

const foreign: Record<string, string> = {
  A: "\u0410",
  B: "\u0412",
  E: "\u0415",
  K: "\u212a",
  S: "\u017f",
  I: "\u0130",
  O: "\u041e",
  _: "\u203f",
  a: "\u0430",
  e: "\u0435",
  i: "\u0131",
  o: "\u043e",
};

/** Values that may break a pattern; which of them do is for the validator to say. */
export function brokenPatterns(kit: Kit, schema: Schema): [string, unknown][] {
  const stem = stemOf(kit, schema);
  const broken: [string, string][] = [
    ["nothing", ""],
    ["__proto__", "__proto__"],
    ["constructor", "constructor"],
  ];
  const put = (title: string, text: string) => broken.push([title, text]);
  put("small letters", stem.toLowerCase());
  put("capital letters", stem.toUpperCase());
  put("a small first letter", stem.slice(0, 1).toLowerCase() + stem.slice(1));
  put("a small last letter", `${stem}z`);
  put("a small letter in the middle", `${stem.slice(0, 1)}q${stem.slice(1)}`);
  put("a line feed at its end", `${stem}\n`);
  put("a line feed at its start", `\n${stem}`);
  put("a carriage return and a line feed at its end", `${stem}\r\n`);
  put("a valid line and another", `${stem}\n-`);
  put("another line and a valid one", `-\n${stem}`);
  put("a NUL character at its end", `${stem}\u0000`);
  put("a space at its start", ` ${stem}`);
  put("a space at its end", `${stem} `);
  put("a space in the middle", `${stem.slice(0, 1)} ${stem.slice(1)}`);
  const places: [string, (c: string) => string][] = [
    ["start", (c) => c + stem],
    ["middle", (c) => stem.slice(0, 1) + c + stem.slice(1)],
    ["end", (c) => stem + c],
  ];
  for (const [index, c] of [..."-. $:/+=~é\u0416\uff21\u0663\uff10É"].entries()) {
    for (const [place, insert] of index < 2 ? places : [places[index % 3] as (typeof places)[0]])
      put(`${JSON.stringify(c)} at its ${place}`, insert(c));
  }
  const edges = boundaries(kit, schema);
  // What is allowed further on may not be allowed first.
  for (const c of new Set(edges.flatMap(({ allowed }) => allowed))) put(`${JSON.stringify(c)} at its start`, c + stem);
  for (const { place, beside, put: set } of edges) {
    for (const c of beside) put(`${JSON.stringify(c)} as its ${place} character`, set(c));
  }
  for (const [index, [letter, other]] of Object.entries(foreign).entries()) {
    if (index % 2 === 0) put(`a look-alike of ${letter} at its start`, other + stem);
    else put(`a look-alike of ${letter} at its end`, stem + other);
  }
  return broken;
}
