/** What the description says of a response beyond its schema: what it returns of the request, and what the server makes. */
import { distinctBy } from "../lists.ts";
import { type Operation, successes } from "./operation.ts";
import { at, child, type JsonObject, SpecError, tokensOf } from "./pointer.ts";
import type { Schema } from "./schema.ts";

/** A property of a response that the description relates to the request, or to the moment. */
export interface Relation {
  /** The pointer of the extension in the description. */
  readonly pointer: string;
  /** Where the property is in the body. */
  readonly place: string;
  readonly kind: "returns" | "unique" | "now" | "stable";
  /** The runtime expression, such as `$request.body#/name`. */
  readonly from: string;
  /** What the property is when nothing was sent; `undefined` where the server decides. */
  readonly unsent: { readonly value: unknown } | undefined;
  readonly required: boolean;
}

/** The values of a request by what a runtime expression calls them: `body`, `path.id`, `query.limit`, `header.x`. */
export interface Sent {
  readonly body: unknown;
  readonly parameters: Readonly<Record<string, unknown>>;
}

const expression = /^\$request\.(body#(?<body>\/.*)|(?<place>path|query|header)\.(?<name>.+))$/;

/** The relations of an operation's documented successes. */
export function relationsOf(operation: Operation): Relation[] {
  const schemas = new Set(successes(operation).flatMap((response) => [...response.content.values()]));
  const relations: Relation[] = [];
  for (const schema of schemas) {
    if (schema !== undefined) visit(operation, schema, "", 0, relations);
  }
  return distinctBy(relations, ({ pointer, place }) => [pointer, place]);
}

function visit(operation: Operation, schema: Schema, place: string, depth: number, found: Relation[]): void {
  const required = schema.required;
  for (const [name, property] of schema.properties) {
    const innerPlace = child(place, name);
    const returns = property.keyword("x-returns");
    const generated = property.keyword("x-generated");
    const base = { place: innerPlace, required: required.has(name) };
    if (returns !== undefined) {
      const pointer = child(property.pointer, "x-returns");
      if (applies(operation, returns, pointer))
        found.push({ ...base, pointer, kind: "returns", from: String(returns), unsent: unsentValue(property) });
    }
    if (generated === "unique" || generated === "now" || generated === "stable") {
      found.push({
        ...base,
        pointer: child(property.pointer, "x-generated"),
        kind: generated,
        from: "",
        unsent: undefined,
      });
    }
    if (depth < 4) visit(operation, property, innerPlace, depth + 1, found);
  }
}

/** Null where the schema allows it, an empty map or list where it is one; else the server decides. */
function unsentValue(schema: Schema): { value: unknown } | undefined {
  const types = schema.types;
  if (types.includes("null")) return { value: null };
  if (types.includes("object") && schema.additionalProperties) return { value: {} };
  return types.includes("array") ? { value: [] } : undefined;
}

/**
 * Whether an operation sends what a runtime expression names. Operations share schemas: one without a body, or without
 * the parameter, has nothing to return.
 *
 * @throws {SpecError} if it is no such expression, or if it names a property that the operation's body doesn't have
 */
function applies(operation: Operation, text: unknown, pointer: string): boolean {
  const parts = expression.exec(String(text))?.groups;
  if (!parts) throw new SpecError(`${pointer}: ${JSON.stringify(text)} is no expression such as $request.body#/name.`);
  const { body, place, name } = parts;
  if (body === undefined)
    return operation.parameters.some((parameter) => parameter.in === place && parameter.name === name);
  if (operation.body === undefined) return false;
  if (propertyAt(operation.body.schema, body)) return true;
  throw new SpecError(`${pointer}: ${JSON.stringify(text)} names no property of the body of ${operation.id}.`);
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
