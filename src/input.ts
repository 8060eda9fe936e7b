import { type Issue, issue } from "./errors.ts";

/** The part of JSON Schema that generated/rules.ts is written in, and more types. */
export interface Rules {
  /** Any type if there is none. */
  readonly type?: string;
  readonly minLength?: number;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Rules>>;
  readonly propertyNames?: Rules;
  readonly additionalProperties?: Rules;
}

/** `object` for plain objects only: a Map, an array or what has a `toJSON` is written as something else in JSON. */
function typeOf(value: unknown): string {
  if (typeof value !== "object") return typeof value;
  const tag = Object.prototype.toString.call(value);
  const isPlain = tag === "[object Object]" && typeof (value as { toJSON?: unknown }).toJSON !== "function";
  return isPlain ? "object" : tag.slice(8, -1);
}

/** Which rule a value breaks by itself, in words. */
function ruleBrokenBy(value: unknown, rules: Rules): string | undefined {
  const { type } = rules;
  if (type && typeOf(value) !== type) return `be of type ${type}`;
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
 * Adds every rule that a value breaks, without the value. Names are put together only where they are needed; those in
 * the outermost value, which has no `prefix`, stand alone.
 */
export function check(value: unknown, rules: Rules, issues: Issue[], name: string, prefix?: string): void {
  const broken = ruleBrokenBy(value, rules);
  if (!broken && rules.type !== "object") return;
  const field = (prefix ?? "") + name;
  if (broken) return void issues.push(issue(field, broken));
  const inner = prefix === undefined ? "" : `${field}.`;
  const { properties = {}, propertyNames, additionalProperties } = rules;
  const object = value as Readonly<Record<string, unknown>>;
  let position = 0;
  for (const key of Object.keys(object)) {
    position++;
    const property = Object.hasOwn(properties, key) && properties[key];
    const rules = property || additionalProperties;
    const wrong = !property && propertyNames && ruleBrokenBy(key, propertyNames);
    // A name that breaks its rule may be a secret in the wrong place: its position says enough.
    if (wrong) issues.push(issue(`${field} entry ${position}: the name`, wrong));
    else if (!rules) issues.push({ field: inner + key, message: "is not known" });
    else if (!property || object[key] !== undefined) check(object[key], rules, issues, key, inner);
  }
}
