/** What the description says of a response beyond its schema: what it returns of the request, and what the server makes. */
import { distinctBy } from "../lists.ts";
import { Once } from "./once.ts";
import { type Operation, type Relation, type Sent, successSchemas } from "./operation.ts";
import { at, child, SpecError, tokensOf } from "./pointer.ts";
import { type Constraint, maxDepth, type Schema } from "./schema.ts";

const expression = /^\$request\.(body#(?<body>\/.*)|(?<location>path|query|header)\.(?<name>.+))$/;

type Described = Pick<Operation, "id" | "parameters" | "body" | "responses">;

/**
 * The relations of an operation's documented successes.
 *
 * @throws {SpecError} if an extension has no expression of the request, or one of a property that it doesn't have
 */
export function relationsOf(operation: Described): Relation[] {
  const known = new Once<Schema, Relation[]>();
  const relations = successSchemas(operation).flatMap((schema) => relationsWithin(operation, schema, known));
  return distinctBy(relations, ({ pointer, place }) => [pointer, place]);
}

/** The relations of the properties within a schema. One that stands in several places is read once. */
function relationsWithin(operation: Described, schema: Schema, known: Once<Schema, Relation[]>): Relation[] {
  return known.of(schema, () => {
    const properties = schema.depth > maxDepth ? [] : [...schema.properties];
    return properties.flatMap(([name, property]) => {
      const place = child("", name);
      const own = relationsOfProperty(operation, property, { place, required: schema.required.has(name) });
      const inner = relationsWithin(operation, property, known);
      return [...own, ...inner.map((relation) => ({ ...relation, place: place + relation.place }))];
    });
  });
}

function relationsOfProperty(
  operation: Described,
  property: Schema,
  base: Pick<Relation, "place" | "required">,
): Relation[] {
  const relations: Relation[] = [];
  const returns = property.constraint("x-returns");
  if (returns && applies(operation, returns)) {
    const { pointer, value } = returns;
    relations.push({ ...base, pointer, kind: "returns", from: String(value), unsent: unsentValue(property) });
  }
  const generated = property.constraint("x-generated");
  const kind = (["unique", "now", "stable"] as const).find((name) => name === generated?.value);
  if (generated && kind) relations.push({ ...base, pointer: generated.pointer, kind, from: "", unsent: undefined });
  return relations;
}

/** Null where the schema allows it, an empty map or list where it is one; else the server decides. */
function unsentValue(schema: Schema): { value: unknown } | undefined {
  const types = schema.types;
  if (types.includes("null")) return { value: null };
  if (types.includes("object") && schema.additionalProperties) return { value: {} };
  return types.includes("array") ? { value: [] } : undefined;
}

/** Whether an operation has what an expression names: operations share schemas, so one may have nothing to return. */
function applies({ id, parameters, body }: Described, { pointer, value }: Constraint): boolean {
  const parts = expression.exec(String(value))?.groups;
  if (!parts) throw new SpecError(`${pointer}: ${JSON.stringify(value)} is no expression such as $request.body#/name.`);
  const { body: place, location, name } = parts;
  if (place === undefined) return parameters.some((parameter) => parameter.in === location && parameter.name === name);
  if (body === undefined || propertyAt(body.schema, place)) return body !== undefined;
  throw new SpecError(`${pointer}: ${JSON.stringify(value)} names no property of the body of ${id}.`);
}

/** The schema of a property at a place of a body. */
export function propertyAt(schema: Schema, place: string): Schema | undefined {
  return tokensOf(place).reduce<Schema | undefined>((held, name) => held?.properties.get(name), schema);
}

/** What a request sent for a runtime expression; `undefined` if it sent nothing. */
export function sentFor(from: string, sent: Sent): unknown {
  const parts = expression.exec(from)?.groups;
  if (!parts) return undefined;
  const { body, location, name } = parts;
  return body === undefined ? sent.parameters[`${location}.${name}`] : at(sent.body, body);
}
