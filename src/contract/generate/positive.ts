/** Requests that keep every rule. */

import { isObject } from "../spec/pointer.ts";
import { propertiesOf, type Schema } from "../spec/schema.ts";
import { oddities } from "./ambiguous.ts";
import type { Basis, Draft } from "./basis.ts";
import { entryOf, isMap, isReference, isSecret, SECRET, sendable } from "./context.ts";
import { type Edge, validEdges } from "./schema/boundary.ts";
import { sample } from "./schema/example.ts";

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
    // A server that refuses a reference may quote what stands beside it.
    const beside = isReference(property) ? (basis.marked(basis.fullest()) as object) : marked;
    for (const edge of validAt(basis, property, isSecret(property))) {
      const more: Partial<Draft> = edge.open ? { expects: "open" } : {};
      accepted(`${name}: ${edge.title}`, edge.pointer, { ...beside, [name]: edge.value }, more);
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
