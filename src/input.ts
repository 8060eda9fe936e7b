import { agentIdRules, requestRules } from "../generated/rules.ts";
import type { Issue } from "./errors.ts";

/** The part of JSON Schema that generated/rules.ts is written in, and more types. */
export interface Rules {
  readonly type: string;
  readonly minLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Rules>>;
  readonly propertyNames?: Rules;
  readonly additionalProperties?: Rules;
}

/** `object` for plain objects only: a Map or an array would be written as something else in JSON. */
function typeOf(value: unknown): string {
  if (typeof value !== "object") return typeof value;
  const tag = Object.prototype.toString.call(value);
  return tag === "[object Object]" ? "object" : tag.slice(8, -1);
}

const patterns: Record<string, RegExp> = {};

function compiled(pattern: string): RegExp {
  patterns[pattern] ??= new RegExp(pattern, "u");
  return patterns[pattern];
}

/** Which rule a value breaks by itself, in words. */
function ruleBrokenBy(value: unknown, rules: Rules): string | undefined {
  const { type } = rules;
  if (typeOf(value) !== type) return `be of type ${type}`;
  if (typeof value === "string") {
    const { minLength = 0, pattern } = rules;
    if (value.length < minLength) return minLength > 1 ? `have ${minLength} characters` : "not be empty";
    if (pattern && !compiled(pattern).test(value)) return `match ${pattern}`;
  }
  if (typeof value === "number") {
    const { minimum = 0, maximum = Number.MAX_VALUE } = rules;
    if (!(value >= minimum && value <= maximum)) return `be from ${minimum} to ${maximum}`;
  }
  return undefined;
}

/** Adds every rule that a value breaks, without the value. Fields of the outermost object go by their own names. */
export function check(value: unknown, rules: Rules, field: string, issues: Issue[], prefix = ""): Issue[] {
  const broken = ruleBrokenBy(value, rules);
  if (broken) issues.push({ field, message: `must ${broken}` });
  if (broken || rules.type !== "object") return issues;
  const { properties, propertyNames, additionalProperties } = rules;
  const object = value as Record<string, unknown>;
  let position = 0;
  for (const key of Object.keys(object)) {
    position++;
    const property = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
    const entryRules = property ?? additionalProperties;
    const name = prefix + key;
    const known = issues.length;
    // A name that breaks its rule may be a secret in the wrong place: its position says enough.
    if (!property && propertyNames) check(key, propertyNames, `${field} entry ${position}: the name`, issues);
    if (!entryRules) issues.push({ field: name, message: "is not known" });
    else if (issues.length === known && !(property && object[key] === undefined)) {
      check(object[key], entryRules, name, issues, `${name}.`);
    }
  }
  return issues;
}

/** An id is one path segment: `.` and `..` would leave the path, and half a letter can't be encoded. */
export function idIssues(id: unknown, field = "agent_id"): Issue[] {
  const issues = check(id, agentIdRules, field, []);
  if (issues[0] || !/^\.\.?$|\p{Surrogate}/u.test(id as string)) return issues;
  return [{ field, message: 'must be well-formed, and not "." or ".."' }];
}

/** What the body of a create breaks of the rules of the API description. */
export function paramsIssues(params: unknown): Issue[] {
  return params === undefined ? [] : check(params, requestRules, "params", []);
}
