/** Test cases of large bodies: a server may refuse them for their size, but not fail, or lose a part of them. */
import { isObject } from "../../openapi/pointer.ts";
import type { Schema } from "../../openapi/schema.ts";
import { sendable } from "../values/inputs.ts";
import { CANARY, type GenerationContext } from "./context.ts";
import { fullestBody } from "./request/body.ts";
import type { Difference } from "./request/builder.ts";

/** In KiB: above what web servers keep in memory, and below what they take at all. */
const sizes = [20, 70, 200];

/** Valid bodies of several sizes: most of each is one long text, or white space where the body may have no such text. */
export function largeBodyCases(context: GenerationContext): Difference[] {
  const schema = context.operation.body?.schema;
  const full = fullestBody(context);
  if (!schema || full === undefined) return [];
  return sizes.map((size): Difference => {
    const long = withLongText(context, schema, CANARY.padEnd(size * 1024, "x"));
    const { pointer } = schema;
    const difference = { expects: "ambiguous", title: `a body of ${size} KiB`, pointer, body: long ?? full } as const;
    return long ? difference : { ...difference, raw: JSON.stringify(full) + " ".repeat(size * 1024) };
  });
}

/** The full body with the first text that may be so long; `undefined` if it has none. */
function withLongText(context: GenerationContext, schema: Schema, text: string): object | undefined {
  const full = fullestBody(context);
  if (!isObject(full)) return undefined;
  const { inputs } = context;
  const candidates = [...sendable(inputs, schema)]
    .filter(([, property]) => !property.isSecret && (property.limit("maxLength") ?? text.length) >= text.length)
    .map(([name, { isMap }]) => ({ ...full, [name]: isMap ? { ...(full[name] as object), long_text: text } : text }));
  return candidates.find((body) => inputs.validator.accepts(schema, body));
}
