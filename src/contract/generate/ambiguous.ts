/** Bodies about which correct servers differ. */

import { successes } from "../spec/operation.ts";
import { keyword, propertiesOf, type Schema, schemaAt } from "../spec/schema.ts";
import type { Basis, Draft } from "./basis.ts";
import { examplesOf, MARK } from "./context.ts";
import { sample } from "./schema/example.ts";

/** Bodies about which correct servers differ: no answer is wrong but a failure. */
export function oddities(basis: Basis, smallest: Record<string, unknown>): Draft[] {
  if (!basis.body) return [];
  const { spec, schema } = basis.body;
  const open = (title: string, draft: Partial<Draft>): Draft => ({
    expects: "open",
    title,
    pointer: spec.schema,
    exact: false,
    ...draft,
  });
  const json = { "Content-Type": spec.mediaType };
  const text = JSON.stringify(basis.fullest());
  const drafts = [
    open("a body that starts with a byte order mark", { raw: `\ufeff${text}` }),
    open("a body of white space", { raw: " \n", pointer: spec.pointer }),
    open("an empty body of the right media type", { raw: "", headers: json, pointer: spec.pointer, exact: true }),
    open("a body without a media type", { raw: text, headers: { "Content-Type": "" } }),
    open("bytes that are not UTF-8", { raw: text.replace(MARK, "\xe9\xff"), encoding: "latin1" }),
    open("half of a surrogate pair", { raw: text.replace(MARK, `${MARK}\\ud800`) }),
    open("the same property twice", { raw: `${text.slice(0, -1)},${text.slice(1)}` }),
    open("a media type in capital letters", {
      body: smallest,
      headers: { "Content-Type": spec.mediaType.toUpperCase() },
    }),
  ];
  if (keyword(schema, "additionalProperties") !== false) drafts.push(...unknownProperties(basis, smallest, open));
  return drafts;
}

/** Properties that the document neither describes nor forbids. */
function unknownProperties(
  basis: Basis,
  smallest: Record<string, unknown>,
  open: (title: string, draft: Partial<Draft>) => Draft,
): Draft[] {
  const drafts: Draft[] = [];
  drafts.push(
    open("unknown properties", {
      body: basis.marked({ ...(basis.fullest() as object), unknown_property: MARK, another: [1, { a: null }] }),
      exact: true,
      twice: true,
    }),
  );
  drafts.push(
    open("the properties of the answer", {
      body: basis.marked({ ...smallest, ...answered(basis) }),
      exact: true,
      twice: true,
    }),
  );
  drafts.push(
    open("an unknown property named __proto__", {
      raw: `{"__proto__":{"admin":true},${JSON.stringify(basis.marked(smallest)).slice(1)}`.replace(",}", "}"),
      exact: false,
    }),
  );
  drafts.push(
    open("a huge number in an unknown property", {
      raw: `{"unknown_property":1e400,"another":${"9".repeat(400)}}`,
    }),
  );
  return drafts;
}

/** What only the server decides, as a request might try to decide it. */
function answered(basis: Basis): Record<string, unknown> {
  const { document } = basis.kit;
  const own = basis.body ? propertiesOf(document, basis.body.schema) : new Map<string, Schema>();
  const schemas = successes(basis.operation).flatMap((response) => [...response.content.values()]);
  const [first] = schemas.filter((schema) => schema !== undefined);
  const all = first === undefined ? [] : [...propertiesOf(document, schemaAt(document, first))];
  return Object.fromEntries(
    all
      .filter(([name]) => !own.has(name))
      .map(([name, schema]) => [name, examplesOf(schema)[0] ?? sample(basis.kit, schema)]),
  );
}
