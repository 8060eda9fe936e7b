/** Checks a request against the constraints of the description, before it is sent. */
import { operations } from "../../generated/constraints.ts";
import type { Issue } from "./errors.ts";

/** A schema reduced to the keywords that the client checks, as `generated/constraints.ts` has them. */
export interface Constraints {
  readonly type?: string;
  readonly minLength?: number;
  readonly pattern?: RegExp;
  readonly properties?: Readonly<Record<string, Constraints>>;
  readonly propertyNames?: Constraints;
  readonly additionalProperties?: Constraints;
}

/** The method and path template of an operation in the description. */
export type OperationName = keyof typeof operations;

/**
 * Everything that is wrong with the path parameters and the body of a request. Unknown properties of the body pass: the
 * API may know them.
 */
export function checkRequest(operation: OperationName, parameters: Record<string, unknown>, body: unknown): Issue[] {
  const constraints = operations[operation];
  const issues = Object.entries(constraints.parameters).flatMap(([name, schema]) => {
    const found = issuesOf(parameters[name], schema, name);
    return found.length > 0 ? found : checkPathSegment(name, parameters[name]);
  });
  return body === undefined ? issues : [...issues, ...issuesOf(body, constraints.body, "")];
}

/** What keeps a value from being one segment of a path. */
export function checkPathSegment(name: string, value: unknown): Issue[] {
  const text = String(value ?? "");
  // URLs resolve these, so they would address another path.
  if (/^\.{0,2}$/.test(text)) return [{ field: name, message: 'must not be empty, "." or ".."' }];
  try {
    encodeURIComponent(text);
    return [];
  } catch {
    return [{ field: name, message: "must be well-formed Unicode" }];
  }
}

/** The type of a value in JSON Schema, or what it is instead, such as `map`. */
function typeOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1).toLowerCase();
}

/** The first constraint that the value itself violates. */
function violation(value: unknown, { type, minLength = 0, pattern }: Constraints): string | undefined {
  const actual = typeOf(value);
  if (type !== undefined && actual !== type) return `must be of type ${type}, not ${actual}`;
  if (typeof value !== "string") return undefined;
  if (value.length < minLength)
    return minLength === 1 ? "must not be empty" : `must have at least ${minLength} characters`;
  return pattern && !pattern.test(value) ? `must match ${pattern.source}` : undefined;
}

/** Everything that is wrong with a value, without the value. */
export function issuesOf(value: unknown, constraints: Constraints, field: string): Issue[] {
  const message = violation(value, constraints);
  if (message !== undefined) return [{ field: field || "params", message }];
  if (typeof value !== "object" || value === null) return [];
  const { properties = {}, propertyNames, additionalProperties } = constraints;
  return Object.entries(value).flatMap(([name, property], index) => {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known) return property === undefined ? [] : issuesOf(property, known, field === "" ? name : `${field}.${name}`);
    // A name that the caller chose may be a secret in the wrong place: its position says enough.
    const entry = `${field} entry ${index + 1}`;
    const wrongName = propertyNames && violation(name, propertyNames);
    if (wrongName) return [{ field: `${entry}: its name`, message: wrongName }];
    return additionalProperties ? issuesOf(property, additionalProperties, entry) : [];
  });
}
