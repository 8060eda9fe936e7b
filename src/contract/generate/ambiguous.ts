/** Ambiguous cases: requests about which correct servers differ. */
import { type RequestBody, successSchemas } from "../../openapi/operation.ts";
import { child, isObject } from "../../openapi/pointer.ts";
import type { Schema } from "../../openapi/schema.ts";
import { exampleOf } from "../values/example.ts";
import { CANARY, type GenerationContext } from "./context.ts";
import { extendedTexts } from "./lenient-json.ts";
import { fullestBody, smallestBody } from "./request/body.ts";
import type { Difference } from "./request/builder.ts";

/** Bodies that the description neither allows nor forbids, or that correct servers read differently. */
export function ambiguousCases(context: GenerationContext): Difference[] {
  const { body } = context.operation;
  const smallest = smallestBody(context);
  if (!body || !isObject(smallest)) return [];
  return [
    ...unusualTexts(context, body),
    ...extensionsOfJson(context, body),
    ...unknownProperties(context, body.schema, smallest),
  ];
}

/** JSON as some parsers take it: refused, or read as what it can only mean. */
function extensionsOfJson(context: GenerationContext, { pointer, mediaType, schema }: RequestBody): Difference[] {
  const texts = extendedTexts(JSON.stringify(fullestBody(context)));
  const isClosed = schema.keyword("additionalProperties") === false;
  return texts
    .filter(({ raw }) => !isClosed || !raw.includes("unknown_property"))
    .map(({ title, raw, value }) => ({
      expects: value === undefined ? "unspecified" : "ambiguous",
      title,
      pointer: child(pointer, "content", mediaType),
      raw,
      body: value,
    }));
}

function unusualTexts(context: GenerationContext, { pointer, schema }: RequestBody): Difference[] {
  const text = JSON.stringify(fullestBody(context));
  const unspecified = (title: string, raw: string, rest: Partial<Difference> = {}): Difference => {
    return { expects: "unspecified", title, pointer: schema.pointer, raw, ...rest };
  };
  const freeText = new RegExp(`(?<=[" ])${CANARY}(?=")`);
  return [
    unspecified("a body that starts with a byte order mark", `\ufeff${text}`),
    unspecified("a body of white space", " \n", { pointer }),
    unspecified("bytes that are not UTF-8", text.replace(freeText, "\xe9\xff"), { encoding: "latin1" }),
    unspecified("half of a surrogate pair", text.replace(freeText, `${CANARY}\\ud800`)),
    unspecified("the same property twice", `${text.slice(0, -1)},${text.slice(1)}`),
  ];
}

/** Properties that the description neither describes nor forbids. */
function unknownProperties(context: GenerationContext, schema: Schema, smallest: object): Difference[] {
  if (schema.keyword("additionalProperties") === false) return [];
  const { pointer } = schema;
  const ambiguous = (title: string, body: object): Difference => {
    return { expects: "ambiguous", title, pointer, body, twice: true };
  };
  const full = fullestBody(context) as object;
  const withProto = `{"__proto__":{"admin":true},${JSON.stringify(full).slice(1)}`;
  const hugeNumbers = `{"unknown_property":1e400,"another":${"9".repeat(400)}}`;
  // Where any property may be sent, those of the response are no one else's.
  const isOpen = schema.properties.size === 0 || schema.keyword("additionalProperties") !== undefined;
  const ofResponse = isOpen ? {} : propertiesOfResponse(context);
  return [
    ambiguous("unknown properties", { ...full, unknown_property: CANARY, another: [1, { a: null }] }),
    ambiguous("the properties of the response", { ...smallest, ...ofResponse }),
    { expects: "unspecified", title: "an unknown property named __proto__", pointer, raw: withProto },
    { expects: "unspecified", title: "a huge number in an unknown property", pointer, raw: hugeNumbers },
  ];
}

/** Properties that only the server decides, with values that it would not choose itself. */
function propertiesOfResponse(context: GenerationContext): Record<string, unknown> {
  const [response] = successSchemas(context.operation);
  const writable = context.resources.writable(context.operation);
  const properties = [...(response?.properties ?? [])].filter(([name]) => !writable.has(name));
  return Object.fromEntries(properties.map(([name, schema]) => [name, unlikely(context, name, schema)]));
}

function unlikely(context: GenerationContext, name: string, schema: Schema): unknown {
  const { types } = schema;
  const format = schema.keyword("format");
  if (format === "date-time") return "2001-02-03T04:05:06Z";
  if (types.includes("string") && format === undefined) return `${name}-${CANARY}`;
  return types.includes("integer") || types.includes("number") ? 987654321 : exampleOf(context.inputs, schema);
}
