/** What the description says of a response beyond its schema: what it returns of the request, and what the server makes. */
import { distinctBy } from "../lists.ts";
import { Once } from "./once.ts";
import { type Operation, type Relation, type Sent, successSchemas } from "./operation.ts";
import { at, child, type JsonObject, SpecError, tokensOf } from "./pointer.ts";
import { type Constraint, maxDepth, type Schema } from "./schema.ts";

const expression = /^\$request\.(body#(?<body>\/.*)|(?<place>path|query|header)\.(?<name>.+))$/;

/** What reading the relations of an operation takes. */
type Described = Pick<Operation, "id" | "parameters" | "body" | "responses">;

/**
 * The relations of an operation's documented successes.
 *
 * @throws {SpecError} if an extension has no expression of the request, or one of a property that it doesn't have
 */
export function relationsOf(operation: Described): Relation[] {
  const related = new Once<Schema, boolean>();
  const relations = successSchemas(operation).flatMap((schema) => within(operation, schema, "", related));
  return distinctBy(relations, ({ pointer, place }) => [pointer, place]);
}

/** Whether a schema, or one of a property inside, has a relation. */
function isRelated(schema: Schema, known: Once<Schema, boolean>): boolean {
  return known.of(schema, () => {
    const isOwn = ["x-returns", "x-generated"].some((name) => schema.constraint(name) !== undefined);
    const properties = schema.depth <= maxDepth ? [...schema.properties.values()] : [];
    return isOwn || properties.some((property) => isRelated(property, known));
  });
}

function within(operation: Described, schema: Schema, place: string, known: Once<Schema, boolean>): Relation[] {
  const related = [...schema.properties].filter(([, property]) => isRelated(property, known));
  return related.flatMap(([name, property]): Relation[] => {
    const innerPlace = child(place, name);
    const required = schema.required.has(name);
    const inner = property.depth <= maxDepth ? within(operation, property, innerPlace, known) : [];
    return [...own(operation, property, { place: innerPlace, required }), ...inner];
  });
}

/** The relations of one property. */
function own(operation: Described, property: Schema, base: Pick<Relation, "place" | "required">): Relation[] {
  const [returns] = property.constraints("x-returns");
  const [generated] = property.constraints("x-generated");
  const relations: Relation[] = [];
  if (returns && applies(operation, returns))
    relations.push({
      ...base,
      pointer: returns.pointer,
      kind: "returns",
      from: String(returns.value),
      unsent: unsentValue(property),
    });
  if (generated?.value === "unique" || generated?.value === "now" || generated?.value === "stable")
    relations.push({ ...base, pointer: generated.pointer, kind: generated.value, from: "", unsent: undefined });
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
  const { body: place, place: location, name } = parts;
  if (place === undefined) return parameters.some((parameter) => parameter.in === location && parameter.name === name);
  if (body === undefined || propertyAt(body.schema, place)) return body !== undefined;
  throw new SpecError(`${pointer}: ${JSON.stringify(value)} names no property of the body of ${id}.`);
}

function propertyAt(schema: Schema, place: string): boolean {
  let inner: Schema | undefined = schema;
  for (const token of tokensOf(place)) inner = inner?.properties.get(token);
  return inner !== undefined;
}

/** What a request sent for a runtime expression; `undefined` if it sent nothing. */
export function sentFor(from: string, sent: Sent): unknown {
  const parts = expression.exec(from)?.groups;
  if (parts?.["body"] !== undefined) return at(sent.body as JsonObject, parts["body"]);
  return sent.parameters[`${parts?.["place"]}.${parts?.["name"]}`];
}
