/** Ambiguous cases: requests about which correct servers differ. */
import { type RequestBody, successes } from "../spec/operation.ts";
import { child, isObject } from "../spec/pointer.ts";
import type { Schema } from "../spec/schema.ts";
import { fullestBody, smallestBody, withCanary } from "./body.ts";
import { buildCases, type Difference } from "./builder.ts";
import { type GenerationContext, MARK } from "./context.ts";
import { exampleOf } from "./schema/example.ts";
import type { TestCase } from "./test-case.ts";

/** Bodies that the description neither allows nor forbids, or that correct servers read differently. */
export function ambiguousCases(context: GenerationContext): TestCase[] {
  const { body } = context.operation;
  const smallest = smallestBody(context);
  if (!body || !isObject(smallest)) return [];
  const differences = [...oddTexts(context, body, smallest), ...otherMediaTypes(context, body)];
  if (body.schema.keyword("additionalProperties") !== false)
    differences.push(...unknownProperties(context, body, smallest));
  return differences.flatMap((difference) => buildCases(context, difference));
}

function oddTexts(
  context: GenerationContext,
  { mediaType, pointer, schema }: RequestBody,
  smallest: object,
): Difference[] {
  const text = JSON.stringify(fullestBody(context));
  const unspecified = (title: string, difference: Partial<Difference>): Difference => ({
    expects: "unspecified",
    title,
    pointer: schema.pointer,
    ...difference,
  });
  return [
    unspecified("a body that starts with a byte order mark", { raw: `\ufeff${text}` }),
    unspecified("a body of white space", { raw: " \n", pointer }),
    {
      expects: "ambiguous",
      title: "an empty body of the right media type",
      pointer,
      raw: "",
      headers: { "Content-Type": mediaType },
    },
    unspecified("a body without a media type", { raw: text, headers: { "Content-Type": "" } }),
    unspecified("bytes that are not UTF-8", { raw: text.replace(MARK, "\xe9\xff"), encoding: "latin1" }),
    unspecified("half of a surrogate pair", { raw: text.replace(MARK, `${MARK}\\ud800`) }),
    unspecified("the same property twice", { raw: `${text.slice(0, -1)},${text.slice(1)}` }),
    unspecified("a media type in capital letters", {
      body: smallest,
      headers: { "Content-Type": mediaType.toUpperCase() },
    }),
  ];
}

/** A server may refuse JSON that is announced as something else, or read it; it must not ignore it. */
function otherMediaTypes(
  context: GenerationContext,
  { pointer, otherMediaTypes: documented }: RequestBody,
): Difference[] {
  const body = fullestBody(context);
  const types = [
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
  ].filter((type) => !documented.some((other) => other.split(";")[0] === type.split(";")[0]));
  return types.map((type) => ({
    expects: "ambiguous",
    title: `the media type ${type.split(";")[0]}`,
    pointer: child(pointer, "content"),
    body,
    headers: { "Content-Type": type },
  }));
}

/** Properties that the description neither describes nor forbids. */
function unknownProperties(context: GenerationContext, { schema }: RequestBody, smallest: object): Difference[] {
  const full = fullestBody(context) as object;
  const base = { pointer: schema.pointer };
  const unknown = { unknown_property: MARK, another: [1, { a: null }] };
  const withProto = `{"__proto__":{"admin":true},${JSON.stringify(withCanary(context, smallest)).slice(1)}`;
  return [
    {
      ...base,
      expects: "ambiguous",
      title: "unknown properties",
      body: withCanary(context, { ...full, ...unknown }),
      twice: true,
    },
    {
      ...base,
      expects: "ambiguous",
      title: "the properties of the response",
      body: withCanary(context, { ...smallest, ...serversOwn(context) }),
      twice: true,
    },
    {
      ...base,
      expects: "unspecified",
      title: "an unknown property named __proto__",
      raw: withProto.replace(",}", "}"),
    },
    {
      ...base,
      expects: "unspecified",
      title: "a huge number in an unknown property",
      raw: `{"unknown_property":1e400,"another":${"9".repeat(400)}}`,
    },
  ];
}

/** Properties that only the server decides, with values that it would not choose itself. */
function serversOwn(context: GenerationContext): Record<string, unknown> {
  const { body } = context.operation;
  const own = body ? body.schema.properties : new Map<string, Schema>();
  const schemas = successes(context.operation).flatMap((response) => [...response.content.values()]);
  const response = schemas.find((schema) => schema !== undefined);
  const properties = response ? [...response.properties].filter(([name]) => !own.has(name)) : [];
  return Object.fromEntries(properties.map(([name, schema]) => [name, unlikely(context, name, schema)]));
}

function unlikely(context: GenerationContext, name: string, schema: Schema): unknown {
  const types = schema.types;
  if (schema.keyword("format") === "date-time") return "2001-02-03T04:05:06Z";
  if (types.includes("string") && schema.keyword("format") === undefined) return `${name}-${MARK}`;
  return types.includes("integer") || types.includes("number") ? 987654321 : exampleOf(context, schema);
}
