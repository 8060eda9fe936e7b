/** How values are written where they are not JSON. */

import type { Schema } from "../spec/schema.ts";
import type { Kit } from "./context.ts";

/** How a parameter's value is written on the wire; `undefined` if it can't be. */
export function wire(value: unknown): string | undefined {
  if (Array.isArray(value))
    return value.length > 0 && value.every((one) => typeof one !== "object") ? value.map(String).join(",") : undefined;
  return value === null || typeof value === "object" ? undefined : String(value);
}

/** One path segment that no client or proxy shortens. */
export function isSegment(value: unknown): boolean {
  const text = wire(value);
  return (
    text !== undefined &&
    text !== "" &&
    text !== "." &&
    text !== ".." &&
    !/\p{Surrogate}/u.test(text) &&
    !text.includes("\0") &&
    text.length < 300
  );
}

/** A path segment percent-encoded; a plus sign stands for itself in a path, unlike in a form. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text).replaceAll("%2B", "+");
}

export function isHeader(text: string | undefined): boolean {
  return text !== undefined && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);
}

/** Whether text on the wire can be read as a valid value. */
export function readable(kit: Kit, schema: Schema, text: string | undefined): boolean {
  const scalars: unknown[] = [
    text,
    ...(text !== undefined && text.trim() !== "" ? [Number(text)] : []),
    ...(text === "true" || text === "false" ? [text === "true"] : []),
  ];
  return [...scalars, ...scalars.map((one) => [one])].some((value) => kit.validator.accepts(schema.pointer, value));
}
