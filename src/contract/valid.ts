/** Requests that keep every rule, and those about which correct servers differ. */
import type { Basis, Draft } from "./basis.ts";
import { type Edge, validEdges } from "./edges.ts";
import { entryOf, examplesOf, isMap, isSecret, MARK, SECRET, sendable } from "./kit.ts";
import { successes } from "./operations.ts";
import { isObject } from "./pointers.ts";
import { sample } from "./samples.ts";
import { keyword, propertiesOf, type Schema, schemaAt } from "./schemas.ts";

/** Valid bodies: examples, each property alone, all together, and the edges of every keyword. */
export function validDrafts(basis: Basis): Draft[] {
  const drafts: Draft[] = [];
  const accepted = (title: string, pointer: string, body: unknown, more: Partial<Draft> = {}) =>
    void drafts.push({ expects: "accepted", title, pointer, body, ...more });
  if (!basis.body?.spec.required)
    accepted("no body", basis.body?.spec.pointer ?? basis.operation.pointer, undefined, { twice: true });
  if (!basis.body) return drafts;
  const { spec, schema } = basis.body;
  for (const example of spec.examples)
    accepted("the example", example.pointer, withoutUnknown(basis, withSecrets(basis, schema, example.value)));
  const smallest = basis.smallest() as Record<string, unknown>;
  accepted("the smallest body", spec.schema, smallest, { twice: true });
  if (!isObject(smallest)) return drafts;
  const properties = sendable(basis.kit, schema);
  const marked = basis.marked(smallest) as object;
  for (const [name, property] of properties) {
    if (!(name in smallest))
      accepted(`only ${name}`, property.pointer, {
        ...smallest,
        [name]: (basis.fullest() as Record<string, unknown>)[name],
      });
  }
  accepted("every property", spec.schema, basis.marked(basis.fullest()), { twice: true });
  for (const [name, property] of properties) {
    for (const edge of validAt(basis, property, isSecret(property))) {
      const more: Partial<Draft> = edge.open ? { expects: "open" } : {};
      accepted(`${name}: ${edge.title}`, edge.pointer, { ...marked, [name]: edge.value }, more);
      if (typeof edge.value === "boolean")
        accepted(
          `${name}: ${edge.title}, with every other property`,
          edge.pointer,
          basis.marked({ ...(basis.fullest() as object), [name]: edge.value }),
        );
    }
  }
  for (let index = 0; index < 12; index++)
    accepted(`every property, many at a time (${index + 1})`, spec.schema, basis.marked(basis.fullest()));
  drafts.push(...oddities(basis, smallest));
  return drafts;
}

/** The edges of a schema, and those of the properties of an object in it. */
function validAt(basis: Basis, schema: Schema, secret: boolean): Edge[] {
  const edges = validEdges(basis.kit, schema, secret);
  const full = sample(basis.kit, schema, secret);
  for (const [name, property] of isObject(full) ? sendable(basis.kit, schema) : []) {
    const inner = validAt(basis, property, secret || isSecret(property));
    edges.push(
      ...inner.map((edge) => ({
        ...edge,
        title: `${name}: ${edge.title}`,
        value: { ...(full as object), [name]: edge.value },
      })),
    );
  }
  if (isObject(full) && !isMap(basis.kit, schema))
    edges.push({
      pointer: schema.pointer,
      title: "its smallest form",
      value: sample(basis.kit, schema, secret, "smallest"),
    });
  return edges;
}

/** Examples with a word in each secret by which it is recognised. */
function withSecrets(basis: Basis, schema: Schema, value: unknown, secret = false): unknown {
  const hidden = secret || isSecret(schema);
  if (typeof value === "string" && hidden) {
    const own = `${value}-${SECRET}`;
    return basis.kit.validator.accepts(schema.pointer, own) ? own : value;
  }
  if (!isObject(value)) return value;
  const properties = propertiesOf(basis.kit.document, schema);
  const entry = entryOf(basis.kit, schema);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withSecrets(basis, properties.get(name) ?? entry, one, hidden)]),
  );
}

/** A body without the references that the server does not know. */
function withoutUnknown(basis: Basis, body: unknown): unknown {
  if (!isObject(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !basis.kit.unknown.has(name)));
}

/** Bodies about which correct servers differ: no answer is wrong but a failure. */
function oddities(basis: Basis, smallest: Record<string, unknown>): Draft[] {
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
  if (keyword(schema, "additionalProperties") !== false) {
    drafts.push(
      open("unknown properties", {
        body: basis.marked({ ...smallest, unknown_property: MARK, another: [1, { a: null }] }),
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
  }
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
