/** What the client needs to know of the description when it runs: constraints of requests, secrets, error statuses. */
import { readDescription } from "../../src/openapi/document.ts";
import type { Operation } from "../../src/openapi/operation.ts";
import { at } from "../../src/openapi/pointer.ts";
import type { Schema } from "../../src/openapi/schema.ts";

type Json = Record<string, unknown>;

/** The types that src/client/constraints.ts checks. */
const types: unknown[] = ["string", "boolean", "object", "array", "number"];

/** A schema reduced to the keywords that src/client/constraints.ts checks. The server checks the others. */
function constraintsOf(schema: Schema): Json {
  const [type, minLength, pattern] = ["type", "minLength", "pattern"].map((name) => schema.keyword(name));
  const properties = [...schema.properties].map(([name, property]) => [name, constraintsOf(property)]);
  const [names, values] = [schema.propertyNames, schema.additionalProperties];
  return {
    ...(types.includes(type) && { type }),
    ...(Number(minLength) > 0 && { minLength }),
    ...(pattern !== undefined && { pattern }),
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(names && { propertyNames: constraintsOf(names) }),
    ...(values && { additionalProperties: constraintsOf(values) }),
  };
}

function operationConstraints({ parameters, body }: Operation): Json {
  const inPath = parameters.filter((parameter) => parameter.in === "path");
  return {
    parameters: Object.fromEntries(inPath.map(({ name, schema }) => [name, constraintsOf(schema)])),
    body: body ? constraintsOf(body.schema) : {},
  };
}

/** The properties of an operation's body that are `writeOnly`. */
function secretFields({ body }: Operation): string[] {
  const properties = body ? [...body.schema.properties] : [];
  return properties.filter(([, property]) => property.keyword("writeOnly") === true).map(([name]) => name);
}

/** TypeScript for an exported constant. */
function declare(name: string, value: unknown, comment: string): string {
  // A pattern becomes a regular expression; JSON Schema reads patterns with the flag `u`.
  const code = JSON.stringify(value, null, 2).replace(
    /("pattern": )("(?:[^"\\]|\\.)*")/g,
    (_, key, text) => `${key}${new RegExp(JSON.parse(text), "u")} as RegExp`,
  );
  return `/** ${comment} */\nexport const ${name} = ${code} as const;\n`;
}

/** The text of generated/constraints.ts. */
export function clientConstraints(document: unknown): string {
  const { operations } = readDescription(document);
  const constraints = operations.map((operation) => [
    `${operation.method} ${operation.path}`,
    operationConstraints(operation),
  ]);
  const statuses = operations.flatMap(({ responses }) => responses.map(({ status }) => Number(status)));
  const errors = [...new Set(statuses)].filter((status) => status >= 400).sort((a, b) => a - b);
  return [
    declare("server", at(document, "/servers/0/url"), "The URL of the API."),
    declare("operations", Object.fromEntries(constraints), "Constraints of path parameters and request bodies."),
    declare(
      "secretFields",
      [...new Set(operations.flatMap(secretFields))],
      "The properties of request bodies that are secret.",
    ),
    declare("documentedErrors", errors, "The status codes of the errors that the description documents."),
  ].join("\n");
}
