/** What the client needs to know of the description when it runs: constraints of requests, secrets, error statuses. */
import { type Document, type Operation, operationsOf, type Parameter, resolve, type Schema } from "../document.ts";

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null;
}

/** The types that src/client/constraints.ts checks. */
const types: unknown[] = ["string", "boolean", "object", "array", "number"];

/** A schema reduced to the keywords that src/client/constraints.ts checks. The server checks the others. */
function constraintsOf(document: Document, schema: Schema): Json {
  const { type, minLength, pattern, properties, propertyNames, additionalProperties } = resolve(document, schema);
  const named = Object.entries(properties ?? {}).map(([name, property]) => [name, constraintsOf(document, property)]);
  return {
    ...(types.includes(type) && { type }),
    ...(Number(minLength) > 0 && { minLength }),
    ...(pattern !== undefined && { pattern }),
    ...(properties && { properties: Object.fromEntries(named) }),
    ...(propertyNames && { propertyNames: constraintsOf(document, propertyNames) }),
    ...(isObject(additionalProperties) && { additionalProperties: constraintsOf(document, additionalProperties) }),
  };
}

function operationConstraints(document: Document, operation: Operation, parameters: Parameter[]): Json {
  const inPath = parameters.map((parameter) => resolve(document, parameter)).filter((each) => each.in === "path");
  const named = inPath.map((each) => [each.name, constraintsOf(document, each.schema ?? {})]);
  const body = bodySchema(document, operation);
  return { parameters: Object.fromEntries(named), body: body ? constraintsOf(document, body) : {} };
}

function bodySchema(document: Document, { requestBody }: Operation): Schema | undefined {
  return requestBody && resolve(document, requestBody).content["application/json"]?.schema;
}

/** The properties of a body that are `writeOnly`. */
function secretFields(document: Document, body: Schema): string[] {
  const { properties = {} } = resolve(document, body);
  return Object.entries(properties)
    .filter(([, property]) => resolve(document, property as Schema)["writeOnly"] === true)
    .map(([name]) => name);
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
export function clientConstraints(document: Document): string {
  const all = operationsOf(document).map(({ path, method, operation, parameters }) => ({
    name: `${method.toUpperCase()} ${path}`,
    operation,
    parameters,
  }));
  const constraints = all.map(({ name, operation, parameters }) => [
    name,
    operationConstraints(document, operation, parameters),
  ]);
  const bodies = all.map(({ operation }) => bodySchema(document, operation)).filter((body) => body !== undefined);
  const statuses = all.flatMap(({ operation }) => Object.keys(operation.responses)).map(Number);
  const errors = [...new Set(statuses)].filter((status) => status >= 400).sort((a, b) => a - b);
  return [
    declare("server", document.servers?.[0]?.url, "The URL of the API."),
    declare("operations", Object.fromEntries(constraints), "Constraints of path parameters and request bodies."),
    declare(
      "secretFields",
      [...new Set(bodies.flatMap((body) => secretFields(document, body)))],
      "The properties of request bodies that are secret.",
    ),
    declare("documentedErrors", errors, "The status codes of the errors that the description documents."),
  ].join("\n");
}
