/** Times in the order of their properties: servers want an end to be after its start, which no schema can say. */
import type { Schema } from "../../openapi/schema.ts";
import type { ValueInputs } from "./inputs.ts";
import { formatOf, timeFormats } from "./text-arbitrary.ts";

const day = 86_400_000;

/** An object in which each time that isn't after the one before is a day after it, where that is valid. */
export function inTimeOrder(
  { validator }: ValueInputs,
  properties: ReadonlyMap<string, Schema>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  let last: number | undefined;
  const entries = Object.entries(values).map(([name, value]) => {
    const property = properties.get(name);
    const write = property && timeFormats.get(formatOf(property) ?? "");
    const time = write && typeof value === "string" ? Date.parse(value) : Number.NaN;
    // A leap second is a valid time, which this runtime can't read.
    if (!write || Number.isNaN(time)) return [name, value];
    const later = last === undefined || time > last ? value : write(new Date(last + day));
    const valid = validator.accepts(property, later) ? later : value;
    last = Date.parse(String(valid));
    return [name, valid];
  });
  return Object.fromEntries(entries);
}
