import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import spec from "../../generated/openapi.json" with { type: "json" };

const route = "/v1/agents/{agent_id}/sessions";

export const operation = spec.paths[route].post;

export const { examples } = spec.components;

/** The description of creating a session alone: what the test servers implement, whatever operations come later. */
export const createSessionOnly = { ...spec, paths: { [route]: spec.paths[route] } };

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(spec, "spec");

/** The validator of one of the description's component schemas. */
export function schemaValidator(name: keyof typeof spec.components.schemas): ValidateFunction {
  return ajv.compile({ $ref: `spec#/components/schemas/${name}` });
}

/** The keys of a JSON pointer. */
function keysOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The value at a JSON pointer of a description; a `$ref` on the way is followed, and its siblings come first. */
export function valueAt(pointer: string, description: unknown = spec): unknown {
  const step = (at: unknown, key: string): unknown => {
    if (typeof at !== "object" || at === null) return undefined;
    const { [key]: value, $ref } = at as Record<string, unknown>;
    return value === undefined && typeof $ref === "string" ? step(valueAt($ref.slice(1), description), key) : value;
  };
  return keysOf(pointer).reduce(step, description);
}

/** A copy of the description in which the value at a JSON pointer is replaced; without a value, it is removed. */
export function changed(pointer: string, value?: unknown): unknown {
  const keys = keysOf(pointer);
  const last = keys.pop() ?? "";
  const copy: unknown = structuredClone(spec);
  const parent = keys.reduce((at, key) => (at as Record<string, unknown>)[key], copy) as Record<string, unknown>;
  if (!(last in parent) && value === undefined) throw new Error(`The description has nothing at ${pointer}.`);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}
