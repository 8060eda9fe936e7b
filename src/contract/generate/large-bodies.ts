/** Test cases of large bodies: a server may refuse them for their size, but not fail, or lose a part of them. */
import { isObject } from "../../openapi/pointer.ts";
import { sendable } from "../values/inputs.ts";
import { CANARY, type GenerationContext } from "./context.ts";
import { fullestBody, withCanary } from "./request/body.ts";
import type { Difference } from "./request/builder.ts";

/** In KiB: above what web servers keep in memory, and below what they take at all. */
const sizes = [20, 70, 200];

/** Valid bodies of several sizes: made large by white space, and by one long text where the body may have one. */
export function largeBodyCases(context: GenerationContext): Difference[] {
  const { body } = context.operation;
  const full = withCanary(context, fullestBody(context));
  if (!body || full === undefined) return [];
  const { pointer } = body.schema;
  return sizes.flatMap((size) => {
    const length = size * 1024;
    const text = JSON.stringify(full);
    const start = typeof full === "object" ? 1 : 0;
    const raw = `${text.slice(0, start)}${" ".repeat(length - text.length)}${text.slice(start)}`;
    const long = withLongText(context, full, length - text.length);
    const title = `a body of ${size} KiB`;
    return [
      { expects: "ambiguous", title: `${title}, most of it white space`, pointer, raw, body: full },
      ...(long ? [{ expects: "ambiguous", title: `${title}, most of it one text`, pointer, body: long } as const] : []),
    ];
  });
}

/** A body in which the first text without a limit is long; `undefined` if it has none. */
function withLongText({ operation, inputs }: GenerationContext, body: unknown, length: number): object | undefined {
  const schema = operation.body?.schema;
  if (!schema || !isObject(body)) return undefined;
  const text = CANARY.padEnd(length, "x");
  for (const [name, property] of sendable(inputs, schema)) {
    const value = property.isMap ? { ...(body[name] as object | undefined), long_text: text } : text;
    const enlarged = { ...body, [name]: value };
    if (!property.isSecret && inputs.validator.accepts(schema, enlarged)) return enlarged;
  }
  return undefined;
}
