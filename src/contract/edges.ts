/** The edges of a schema's keywords: values that keep them by a hair, and values that break exactly one. */
import fc from "fast-check";
import { child } from "./loading.ts";
import {
  arbitrary,
  entryOf,
  isMap,
  isReference,
  type Kit,
  keysOf,
  MARK,
  SECRET,
  SECRET_NUMBER,
  sample,
} from "./samples.ts";
import { keyword, type Rule, requiredOf, rule, type Schema, type Type, typeOf, typesOf, under } from "./schemas.ts";

/** A value at the edge of a rule. */
export interface Edge {
  /** The rule, as a pointer to its keyword. */
  readonly pointer: string;
  readonly title: string;
  readonly value: unknown;
  /** One of many texts that a server must take as they are. */
  readonly text?: boolean;
  /** Correct servers may differ about it: no answer but a failure of the server is wrong. */
  readonly open?: boolean;
}

const texts = (own: string): [string, string][] => [
  ["spaces around it", `  ${own}  `],
  ["capital and small letters", `MiXeD ${own.toUpperCase()} cAsE`],
  ["a line feed and a tab in it", `${own}\n\ttwo lines`],
  ["a carriage return and a line feed in it", `${own}\r\ntwo lines`],
  ["characters outside the BMP", `${own} 😀 𝒳 👩‍👩‍👧`],
  ["combining characters", `e\u0301 ${own} o\u0308`],
  ["letters and ligatures that normalize", `\ufb01 ${own} \uff21\u212b`],
  ["right-to-left text", `שלום ${own} مرحبا`],
  ["quotes and backslashes", `"${own}" 'x' \\ \\n \\u0041`],
  ["a JSON object", `{"a": "${own}"}`],
  ["a JSON array", `["${own}", 1]`],
  ["a path", `../${own}/./x//y`],
  ["markup", `<b>${own}</b>&amp;&lt;`],
  ["percent escapes and form characters", `%41%2F+${own}&a=b;c`],
  ["template markers", `\${${own}} {{x}} %s $1`],
  ["a line separator", `${own}\u2028x\u00a0y\u200b`],
];

const lookalikes: [string, string][] = [
  ["null", "null"],
  ["a boolean", "true"],
  ["a number", "0"],
  ["a number with an exponent", "-1.50e3"],
  ["a number with leading zeros", "007"],
  ["a date", "2026-03-31T18:40:00Z"],
];

const oddKeys = [
  "",
  " ",
  "a b",
  "a.b",
  "a/b",
  "a[0]",
  "$x",
  "0",
  "10",
  "Case",
  "case",
  "é",
  "e\u0301",
  "😀",
  "null",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "length",
  "id",
  "name",
  "-",
];

/** Valid values at the edges of what a schema says. */
export function validEdges(kit: Kit, schema: Schema, secret: boolean): Edge[] {
  const edges: Edge[] = [];
  const types = typesOf(schema);
  const type = rule(schema, "type")?.pointer ?? schema.pointer;
  const open = isReference(schema);
  for (const value of chosen(schema))
    edges.push({ pointer: value.pointer, title: JSON.stringify(value.value), value: value.value });
  if (edges.length === 0 && types.includes("boolean")) {
    edges.push({ pointer: type, title: "true", value: true }, { pointer: type, title: "false", value: false });
  }
  if (types.includes("string")) edges.push(...stringEdges(kit, schema, secret, type));
  if (types.includes("integer") || types.includes("number")) edges.push(...numberEdges(schema, type));
  if (isMap(kit, schema)) edges.push(...mapEdges(kit, schema, secret, type));
  else if (types.includes("array")) edges.push(...arrayEdges(kit, schema, secret, type));
  if (types.includes("null")) edges.push({ pointer: type, title: "null", value: null });
  const valid = edges.filter((edge) => kit.validator.accepts(schema.pointer, edge.value));
  return open ? valid.filter((_, index) => index % 3 === 0).map((edge) => ({ ...edge, open })) : valid;
}

function chosen(schema: Schema): Rule[] {
  const found = rule(schema, "enum");
  return Array.isArray(found?.value) ? found.value.map((value) => ({ pointer: found.pointer, value })) : [];
}

function stringEdges(kit: Kit, schema: Schema, secret: boolean, type: string): Edge[] {
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

function patternEdges(kit: Kit, schema: Schema, pattern: Rule): Edge[] {
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

function numberEdges(schema: Schema, type: string): Edge[] {
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

function mapEdges(kit: Kit, schema: Schema, secret: boolean, type: string): Edge[] {
  const entry = entryOf(kit, schema);
  const value = sample(kit, entry, secret);
  const names = under(kit.document, schema, "propertyNames");
  const keyPointer = names?.pointer ?? type;
  const map = (keys: string[]) =>
    Object.fromEntries(
      keys.map((key, index) => [key, typeof value === "string" && !rule(entry, "enum") ? `${value}${index}` : value]),
    );
  const many = (count: number) =>
    keysOf(kit, schema)
      .slice(0, 1)
      .flatMap((key) => Array.from({ length: count }, (_, index) => `${key}_${index}`));
  const edges: Edge[] = [
    { pointer: type, title: "an empty map", value: {} },
    { pointer: type, title: "one entry", value: map(keysOf(kit, schema).slice(0, 1)) },
    { pointer: type, title: "12 entries", value: map(many(12)) },
    { pointer: type, title: "100 entries", value: map(many(100)), open: true },
  ];
  if (names === undefined) {
    edges.push({ pointer: keyPointer, title: "unusual keys", value: map(oddKeys) });
    for (const key of ["", "__proto__", "constructor"])
      edges.push({ pointer: keyPointer, title: `the key ${JSON.stringify(key)}`, value: map([key]) });
    edges.push({ pointer: keyPointer, title: "a key of 40 characters", value: map(["k".repeat(40)]) });
  } else {
    for (const edge of validEdges(kit, names, false)) {
      if (!edge.open)
        edges.push({ pointer: edge.pointer, title: `a key with ${edge.title}`, value: map([String(edge.value)]) });
    }
  }
  const values = validEdges(kit, entry, secret);
  const keys = many(values.length);
  const strict = values.filter((edge) => !edge.open);
  edges.push({
    pointer: entry.pointer,
    title: "values at the edges of their rules",
    value: Object.fromEntries(strict.map((edge, index) => [keys[index] ?? "", edge.value])),
  });
  for (const edge of values) {
    edges.push({
      ...edge,
      title: `an entry with ${edge.title}`,
      value: Object.fromEntries([[keys[0] ?? "", edge.value]]),
    });
  }
  return edges;
}

function arrayEdges(kit: Kit, schema: Schema, secret: boolean, type: string): Edge[] {
  const items = under(kit.document, schema, "items");
  if (items === undefined) return [];
  const least = (keyword(schema, "minItems") as number | undefined) ?? 0;
  const most = (keyword(schema, "maxItems") as number | undefined) ?? 5;
  const edges: Edge[] = [least, most].map((length) => ({
    pointer: rule(schema, length === least ? "minItems" : "maxItems")?.pointer ?? type,
    title: `${length} items`,
    value: distinct(kit, items, secret, length),
  }));
  for (const edge of validEdges(kit, items, secret))
    edges.push({ ...edge, title: `an item, ${edge.title}`, value: [edge.value] });
  return edges;
}

function distinct(kit: Kit, items: Schema, secret: boolean, length: number): unknown[] {
  const some = fc.sample(arbitrary(kit, items, secret), { seed: kit.seed, numRuns: 100 });
  return [...new Map(some.map((value) => [JSON.stringify(value), value])).values()].slice(0, length);
}

/** Values that break exactly one rule of a schema, proven with the validator. */
export function invalidEdges(kit: Kit, schema: Schema, secret: boolean): Edge[] {
  const edges: Edge[] = [];
  const add = (found: Rule | undefined, make: (found: Rule) => [string, unknown][]) => {
    if (found) edges.push(...make(found).map(([title, value]) => ({ pointer: found.pointer, title, value })));
  };
  const own = secret ? SECRET : MARK;
  const types = typesOf(schema);
  add(rule(schema, "type"), () => wrongTypes(types, own));
  add(rule(schema, "enum"), ({ value }) => outsideOf(value as unknown[]));
  add(rule(schema, "const"), ({ value }) => outsideOf([value]));
  if (types.includes("string")) {
    add(rule(schema, "pattern"), () => brokenPatterns(kit, schema));
    add(rule(schema, "minLength"), ({ value }) => [
      [`${Number(value) - 1} characters`, "x".repeat(Math.max(0, Number(value) - 1))],
    ]);
    add(rule(schema, "maxLength"), ({ value }) => [
      [`${Number(value) + 1} characters`, own.padEnd(Number(value) + 1, "x")],
    ]);
    add(rule(schema, "format"), () => brokenFormats);
  }
  const beyond =
    (by: number) =>
    ({ value }: Rule): [string, unknown][] => [
      [String(Number(value) + by), Number(value) + by],
      [String(Number(value) + by * 1000), Number(value) + by * 1000],
    ];
  add(rule(schema, "minimum"), beyond(-((keyword(schema, "multipleOf") as number) || 1)));
  add(rule(schema, "maximum"), beyond((keyword(schema, "multipleOf") as number) || 1));
  add(rule(schema, "exclusiveMinimum"), beyond(0));
  add(rule(schema, "exclusiveMaximum"), beyond(0));
  add(rule(schema, "multipleOf"), ({ value }) =>
    [1, 2, 3, 5, 7].map((n) => [String(n * Number(value) + Number(value) / 2), n * Number(value) + Number(value) / 2]),
  );
  if (types.includes("array")) edges.push(...brokenArrays(kit, schema, secret));
  if (types.includes("object")) edges.push(...brokenObjects(kit, schema, secret));
  const seen = new Set<string>();
  return edges.filter((edge) => {
    const key = edge.pointer + JSON.stringify(edge.value);
    if (seen.has(key)) return false;
    seen.add(key);
    return kit.validator.breaksOnly(edge.pointer, schema.pointer, edge.value);
  });
}

/** Of every other type: a plain value, and those that a lenient server would take for the right type. */
function wrongTypes(types: Type[], own: string): [string, unknown][] {
  const wrong: [string, unknown][] = [
    ["a number", own === SECRET ? SECRET_NUMBER : 12345],
    ["0", 0],
    ["true", true],
    ["false", false],
    ["null", null],
    ["an empty array", []],
    ["an array", [own]],
    ["an empty object", {}],
    ["an object", { [own]: own }],
    ["text", own],
  ];
  const numeric = types.includes("integer") || types.includes("number");
  if (types.includes("boolean"))
    wrong.push(["1", 1], ["the text true", "true"], ["the text false", "false"], ["the text yes", "yes"]);
  if (types.includes("boolean") || numeric)
    wrong.push(["a fraction", 1.5], ["the text 1", "1"], ["an array of a number", [1]], ["an array of true", [true]]);
  if (types.includes("object"))
    wrong.push(
      ["an array of pairs", [[own, own]]],
      ["an array of objects", [{ [own]: own }]],
      ["JSON in text", `{"a":"${own}"}`],
    );
  if (!types.includes("string")) wrong.push(["empty text", ""]);
  const fits = (value: unknown) =>
    types.some((type) => type === typeOf(value) || (type === "number" && typeOf(value) === "integer"));
  return wrong.filter(([, value]) => !fits(value));
}

function outsideOf(allowed: unknown[]): [string, unknown][] {
  const outside: [string, unknown][] = [];
  for (const value of allowed) {
    if (typeof value === "number") outside.push([String(value + 1), value + 1], [String(value - 1), value - 1]);
    if (typeof value !== "string") continue;
    const variants = [
      value.toUpperCase(),
      value.toLowerCase(),
      ` ${value}`,
      `${value} `,
      `${value}\n`,
      `${value}x`,
      value.slice(0, -1),
      "",
    ];
    outside.push(...variants.map((variant): [string, unknown] => [JSON.stringify(variant), variant]));
  }
  return outside.filter(([, value]) => !allowed.includes(value));
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

function brokenPatterns(kit: Kit, schema: Schema): [string, unknown][] {
  const stem = stemOf(kit, schema);
  const broken: [string, string][] = [["nothing", ""]];
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

const brokenFormats: [string, unknown][] = [
  "not a value of that format",
  "2026-02-30T25:61:00Z",
  "2026-03-31 18:40",
  "2026-13-01",
  "@",
  "http://",
  "1.2.3.4.5",
].map((text) => [text, text]);

function brokenArrays(kit: Kit, schema: Schema, secret: boolean): Edge[] {
  const items = under(kit.document, schema, "items");
  const edges: Edge[] = [];
  const least = rule(schema, "minItems");
  const most = rule(schema, "maxItems");
  const unique = rule(schema, "uniqueItems");
  const one = items ? sample(kit, items, secret) : MARK;
  if (least)
    edges.push({
      pointer: least.pointer,
      title: "one item too few",
      value: items ? distinct(kit, items, secret, Number(least.value) - 1) : [],
    });
  if (most && items)
    edges.push({
      pointer: most.pointer,
      title: "one item too many",
      value: distinct(kit, items, secret, Number(most.value) + 1),
    });
  if (unique?.value === true) edges.push({ pointer: unique.pointer, title: "the same item twice", value: [one, one] });
  for (const edge of items ? invalidEdges(kit, items, secret) : []) {
    edges.push({ ...edge, title: `an item: ${edge.title}`, value: [edge.value] });
    edges.push({ ...edge, title: `a later item: ${edge.title}`, value: [one, edge.value] });
  }
  return edges;
}

function brokenObjects(kit: Kit, schema: Schema, secret: boolean): Edge[] {
  const edges: Edge[] = [];
  const full = sample(kit, schema, secret) as Record<string, unknown>;
  for (const name of requiredOf(schema)) {
    const { [name]: _, ...rest } = full;
    const found = schema.facets.find(
      (facet) => Array.isArray(facet.schema["required"]) && facet.schema["required"].includes(name),
    );
    if (found) edges.push({ pointer: child(found.pointer, "required"), title: `without ${name}`, value: rest });
  }
  const closed = rule(schema, "additionalProperties");
  if (closed?.value === false)
    edges.push({ pointer: closed.pointer, title: "an unknown property", value: { ...full, [MARK]: MARK } });
  return edges;
}
