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
  return typeof value === "object" ? Object.prototype.toString.call(value).slice(8, -1).toLowerCase() : typeof value;
}

/** Every rule that a value breaks, without the value. Fields of the outermost object go by their own names. */
export function check(value: unknown, rules: Rules, field: string, prefix = ""): Issue[] {
  const { type, minLength = 0, pattern = "", minimum = 0, maximum = Number.POSITIVE_INFINITY } = rules;
  const broken = (rule: string) => [{ field, message: `must ${rule}` }];
  if (typeOf(value) !== type) return broken(`be of type ${type}`);
  if (typeof value === "string") {
    if (value.length < minLength) return broken(minLength > 1 ? `have ${minLength} characters` : "not be empty");
    return new RegExp(pattern, "u").test(value) ? [] : broken(`match ${pattern}`);
  }
  if (typeof value === "number") {
    return value >= minimum && value <= maximum ? [] : broken(`be from ${minimum} to ${maximum}`);
  }
  if (type !== "object") return [];
  return Object.entries(value as object).flatMap(([key, each], index) => {
    const { properties = {}, propertyNames, additionalProperties } = rules;
    const name = prefix + key;
    if (Object.hasOwn(properties, key)) {
      return each === undefined ? [] : check(each, properties[key] as Rules, name, `${name}.`);
    }
    if (!additionalProperties) return [{ field: name, message: "is not known" }];
    // A name that breaks its rule may be a secret in the wrong place: its position says enough.
    const names = propertyNames ? check(key, propertyNames, `${field} entry ${index + 1}: the name`) : [];
    return names[0] ? names : check(each, additionalProperties, name, `${name}.`);
  });
}

/** An agent id is one path segment: `.` and `..` would leave the path, and half a letter can't be encoded. */
export function agentIdIssues(agentId: unknown): Issue[] {
  const field = "agent_id";
  const issues = check(agentId, agentIdRules, field);
  if (issues[0] || !/^\.\.?$|\p{Surrogate}/u.test(agentId as string)) return issues;
  return [{ field, message: 'must be well-formed, and not "." or ".."' }];
}

/** What the body of a create breaks of the rules of the API description. */
export function paramsIssues(params: unknown): Issue[] {
  return params === undefined ? [] : check(params, requestRules, "params");
}
