/** Values that break exactly one rule. */

import { child } from "../../spec/pointer.ts";
import {
  keyword,
  type Rule,
  requiredOf,
  rule,
  type Schema,
  type Type,
  typeOf,
  typesOf,
  under,
} from "../../spec/schema.ts";
import { type Kit, MARK, SECRET, SECRET_NUMBER } from "../context.ts";
import { distinct, type Edge } from "./boundary.ts";
import { sample } from "./example.ts";
import { brokenPatterns } from "./pattern.ts";

/** Values that break exactly one rule of a schema, proven with the validator. */
export function invalidEdges(kit: Kit, schema: Schema, secret: boolean): Edge[] {
  const edges: Edge[] = [];
  const add = (found: Rule | undefined, make: (found: Rule) => [string, unknown][]) => {
    if (found) edges.push(...make(found).map(([title, value]) => ({ pointer: found.pointer, title, value })));
  };
  const own = secret ? SECRET : MARK;
  const types = typesOf(schema);
  add(rule(schema, "type"), () => wrongTypes(types, own, sample(kit, schema, secret)));
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
function wrongTypes(types: Type[], own: string, valid: unknown): [string, unknown][] {
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
      ["an array of a valid object", [valid]],
      ["a valid object as JSON in text", JSON.stringify(valid)],
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
