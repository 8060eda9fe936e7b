/** The types of JSON Schema. */

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/** Every type; `number` includes `integer`. */
export const everyType: readonly JsonType[] = ["null", "boolean", "number", "string", "array", "object"];

/** Whether a type is one of several, or a part of one. */
export const allows = (types: readonly JsonType[], type: JsonType): boolean =>
  types.includes(type) || (type === "integer" && types.includes("number"));

export function jsonTypeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as JsonType;
}
