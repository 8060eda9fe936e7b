import { type Issue, issue } from "./errors.ts";

/** The part of JSON Schema that generated/rules.ts is written in, and more types. */
export interface Rules {
  readonly type: string;
  readonly minLength?: number;
  readonly pattern?: RegExp;
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

/** Which rule a value breaks by itself, in words. */
function ruleBrokenBy(value: unknown, rules: Rules): string | undefined {
  const { type } = rules;
  if (typeOf(value) !== type) return `be of type ${type}`;
  if (typeof value === "string") {
    const { minLength, pattern } = rules;
    if (minLength && value.length < minLength) return minLength > 1 ? `have ${minLength} characters` : "not be empty";
    if (pattern && !pattern.test(value)) return `match ${pattern.source}`;
  }
  if (typeof value === "number") {
    const { minimum = 0, maximum = Infinity } = rules;
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

/** Adds every rule that the entries of an object break: of the object `field`, with `prefix` before their own names. */
export function checkEntries(
  object: Readonly<Record<string, unknown>>,
  { properties, propertyNames, additionalProperties }: Omit<Rules, "type">,
  issues: Issue[],
  field?: string,
  prefix = "",
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
  check(value, rules, issues, field);
  if (value === "." || value === ".." || (typeof value === "string" && !value.isWellFormed())) {
    issues.push(issue(field, 'be well-formed, and not "." or ".."'));
  }
}
