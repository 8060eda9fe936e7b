/** Times in the order of their properties: servers want an end to be after its start, which no schema can say. */
import type { Schema } from "../../openapi/schema.ts";
import type { ValueInputs } from "./inputs.ts";
import { formatOf } from "./text-arbitrary.ts";

const day = 86_400_000;

/** How a time is written, by the format of its property. */
const writers: Readonly<Record<string, (time: Date) => string>> = {
  "date-time": (time) => time.toISOString().replace(/\.\d+/, ""),
  date: (time) => time.toISOString().slice(0, 10),
};

export const isTime = (schema: Schema): boolean => Object.hasOwn(writers, formatOf(schema) ?? "");

/** An object in which each time that isn't after the one before is a day after it, where that is valid. */
export function inTimeOrder(
  { validator }: ValueInputs,
  properties: ReadonlyMap<string, Schema>,
  value: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  let last = Number.NEGATIVE_INFINITY;
  const entries = Object.entries(value).map(([name, held]) => {
    const property = properties.get(name);
    const write = property && writers[formatOf(property) ?? ""];
    if (!write || typeof held !== "string") return [name, held];
    const time = Date.parse(held);
    const later = time > last || last === Number.NEGATIVE_INFINITY ? held : write(new Date(last + day));
    const shown = validator.accepts(property, later) ? later : held;
    last = Date.parse(shown);
    return [name, shown];
  });
  return Object.fromEntries(entries);
}
