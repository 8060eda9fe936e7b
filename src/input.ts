import { type Issue, issue } from "./errors.ts";

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

function matches(text: string, pattern: string): boolean {
  patterns[pattern] ??= new RegExp(pattern, "u");
  return patterns[pattern].test(text);
}

/** Which rule a value breaks by itself, in words. */
function ruleBrokenBy(value: unknown, rules: Rules): string | undefined {
  const { type } = rules;
  if (typeOf(value) !== type) return `be of type ${type}`;
  if (typeof value === "string") {
    const { minLength, pattern } = rules;
    if (minLength && value.length < minLength) return minLength > 1 ? `have ${minLength} characters` : "not be empty";
    if (pattern && !matches(value, pattern)) return `match ${pattern}`;
  }
  if (typeof value === "number") {
    const { minimum = 0, maximum = Number.MAX_VALUE } = rules;
    if (!(value >= minimum && value <= maximum)) return `be from ${minimum} to ${maximum}`;
  }
  return undefined;
}

/**
 * Adds every rule that a value breaks, without the value: under its key in what contains it, or under `name` for the
 * outermost value, whose entries go by their own names.
 */
export function check(value: unknown, rules: Rules, issues: Issue[], name: string, key?: string): void {
  const broken = ruleBrokenBy(value, rules);
  if (!broken && rules.type !== "object") return;
  const field = key === undefined ? name : name + key;
  if (broken) issues.push(issue(field, broken));
  else checkEntries(value as Record<string, unknown>, rules, issues, field, key === undefined ? "" : `${field}.`);
}

function checkEntries(
  object: Record<string, unknown>,
  { properties, propertyNames, additionalProperties }: Rules,
  issues: Issue[],
  field: string,
  prefix: string,
): void {
  let position = 0;
  for (const key of Object.keys(object)) {
    position++;
    const property = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
    const rules = property ?? additionalProperties;
    const wrong = !property && propertyNames && ruleBrokenBy(key, propertyNames);
    // A name that breaks its rule may be a secret in the wrong place: its position says enough.
    if (wrong) issues.push(issue(`${field} entry ${position}: the name`, wrong));
    else if (!rules) issues.push({ field: prefix + key, message: "is not known" });
    else if (!property || object[key] !== undefined) check(object[key], rules, issues, prefix, key);
  }
}

/** A path parameter is one path segment: `.` and `..` would leave the path, and half a letter can't be encoded. */
export function checkSegment(value: unknown, rules: Rules, issues: Issue[], field: string): void {
  const broken = ruleBrokenBy(value, rules);
  const text = value as string;
  if (broken) issues.push(issue(field, broken));
  else if (text === "." || text === ".." || !text.isWellFormed()) {
    issues.push(issue(field, 'be well-formed, and not "." or ".."'));
  }
}
