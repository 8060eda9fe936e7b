/** Test cases of the media types of requests: how a body is announced, and how a response is asked for. */
import type { RequestBody } from "../../openapi/operation.ts";
import { child } from "../../openapi/pointer.ts";
import type { GenerationContext } from "./context.ts";
import { fullestBody, smallestBody, withCanary } from "./request/body.ts";
import type { Difference } from "./request/builder.ts";

const otherTypes: readonly string[] = [
  "text/plain",
  "application/xml",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
];

/** A media type without its parameters. */
const essenceOf = (mediaType: string) => mediaType.split(";")[0] ?? "";

/** A body with the documented media type, written in several ways, with another one, and with none. */
export function mediaTypeCases(context: GenerationContext): Difference[] {
  const { body } = context.operation;
  if (!body || smallestBody(context) === undefined) return [];
  return [...documentedType(context, body), ...unusualTypes(context, body), ...undocumentedTypes(context, body)];
}

function documentedType(context: GenerationContext, { mediaType, pointer }: RequestBody): Difference[] {
  const accepted = (title: string, headers: Record<string, string>): Difference => ({
    expects: "accepted",
    title,
    pointer: child(pointer, "content", mediaType),
    body: withCanary(context, fullestBody(context)),
    headers,
  });
  return [
    accepted("a request without an Accept header", { Accept: "" }),
    accepted("a request that accepts any media type", { Accept: "*/*" }),
    accepted("the media type with charset=utf-8", { "Content-Type": `${mediaType}; charset=utf-8` }),
    accepted("the media type with charset=UTF-8", { "Content-Type": `${mediaType};charset=UTF-8` }),
  ];
}

function unusualTypes(context: GenerationContext, { mediaType, pointer, schema }: RequestBody): Difference[] {
  const unspecified = { expects: "unspecified", pointer: schema.pointer } as const;
  const inCapitals = { "Content-Type": mediaType.toUpperCase() };
  const raw = JSON.stringify(fullestBody(context));
  const title = "an empty body of the right media type";
  return [
    { ...unspecified, title: "a media type in capital letters", body: smallestBody(context), headers: inCapitals },
    { ...unspecified, title: "a body without a media type", raw, headers: { "Content-Type": "" } },
    { expects: "ambiguous", title, pointer, raw: "", headers: { "Content-Type": mediaType } },
  ];
}

/** A server may refuse JSON that is announced as something else, or read it; it must not ignore it. */
function undocumentedTypes(context: GenerationContext, { pointer, otherMediaTypes }: RequestBody): Difference[] {
  const undocumented = otherTypes.filter((type) => !otherMediaTypes.map(essenceOf).includes(essenceOf(type)));
  return undocumented.map((type) => ({
    expects: "ambiguous",
    title: `a body of the media type ${essenceOf(type)}`,
    pointer: child(pointer, "content"),
    body: fullestBody(context),
    headers: { "Content-Type": type },
  }));
}
