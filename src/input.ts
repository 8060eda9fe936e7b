import { agentIdRules, requestRules } from "../generated/rules.ts";
import type { Issue } from "./errors.ts";

/** The part of JSON Schema that the rules of generated/rules.ts are written in. */
interface Rules {
  readonly type?: "string" | "boolean" | "object";
  readonly minLength?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Rules>>;
  readonly propertyNames?: Rules;
  readonly additionalProperties?: Rules;
}

const typeNames = { string: "a string", boolean: "true or false", object: "a plain object" };

/** `object` for plain objects only: a Map or an array would be written as something else in JSON. */
function typeOf(value: unknown): string {
  return typeof value === "object" ? Object.prototype.toString.call(value).slice(8, -1).toLowerCase() : typeof value;
}

function checkString(value: string, { minLength = 0, pattern }: Rules): string[] {
  const broken: string[] = [];
  if (value.length < minLength)
    broken.push(minLength === 1 ? "must not be empty" : `must have ${minLength} characters`);
  if (pattern !== undefined && !new RegExp(pattern, "u").test(value)) broken.push(`must match ${pattern}`);
  return broken;
}

/** Every rule that a value breaks, without the value. */
function check(value: unknown, rules: Rules, field: string): Issue[] {
  if (rules.type !== undefined && typeOf(value) !== rules.type) {
    return [{ field, message: `must be ${typeNames[rules.type]}` }];
  }
  if (typeof value === "string") return checkString(value, rules).map((message) => ({ field, message }));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each], index) => checkEntry(key, each, index, rules, field));
}

function checkEntry(key: string, value: unknown, index: number, rules: Rules, parent: string): Issue[] {
  const { properties, propertyNames, additionalProperties } = rules;
  const property = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
  const field = parent === "params" ? key : `${parent}.${key}`;
  if (property) return value === undefined ? [] : check(value, property, field);
  if (!additionalProperties) return [{ field, message: "is not a field of the API" }];
  // A name that breaks its rule may be a secret in the wrong place: its position says enough.
  const names = propertyNames ? checkString(key, propertyNames) : [];
  if (names.length === 0) return check(value, additionalProperties, field);
  return names.map((message) => ({ field: parent, message: `entry ${index + 1}: the name ${message}` }));
}

/** An agent id is one path segment: `.` and `..` would leave the path. */
export function agentIdIssues(agentId: unknown): Issue[] {
  const issues = check(agentId, agentIdRules, "agent_id");
  if (issues.length > 0) return issues;
  if (/^\.\.?$/.test(String(agentId))) return [{ field: "agent_id", message: 'must not be "." or ".."' }];
  return /\p{Surrogate}/u.test(String(agentId)) ? [{ field: "agent_id", message: "must be well-formed text" }] : [];
}

/** What the body of a create breaks of the rules of the API description. */
export function paramsIssues(params: unknown): Issue[] {
  return params === undefined ? [] : check(params, requestRules, "params");
}

/** What a call's own headers break of the rules of HTTP. */
export function headersIssues(headers: unknown): Issue[] {
  try {
    const given = headers instanceof Headers ? [...headers] : Object.entries(headers ?? {});
    new Headers(given.filter(([, value]) => value !== null && value !== undefined));
    return [];
  } catch {
    return [{ field: "headers", message: "must be names and values that HTTP allows" }];
  }
}
