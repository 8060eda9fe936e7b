/** Test cases of the media types of requests: how a body is announced, and how a response is asked for. */
import { child } from "../../openapi/pointer.ts";
import type { GenerationContext } from "./context.ts";
import { fullestBody } from "./request/body.ts";
import type { Difference } from "./request/builder.ts";

/** Media types that HTML forms have: a browser sends them for any page. */
const formTypes: readonly string[] = ["text/plain", "application/x-www-form-urlencoded"];

const essenceOf = (mediaType: string) => mediaType.split(";")[0] ?? "";

export function mediaTypeCases(context: GenerationContext): Difference[] {
  const { body: documented } = context.operation;
  const body = fullestBody(context);
  if (!documented || body === undefined) return [];
  const { pointer, mediaType, otherMediaTypes, schema } = documented;
  const accepted = { expects: "accepted", pointer: child(pointer, "content", mediaType), body } as const;
  const withType = (type: string) => ({ headers: { "Content-Type": type } });
  const undocumented = formTypes.filter((type) => !otherMediaTypes.map(essenceOf).includes(type));
  return [
    { ...accepted, title: "a request without an Accept header", headers: { Accept: "" } },
    { ...accepted, title: "a request that accepts any media type", headers: { Accept: "*/*" } },
    { ...accepted, title: "the media type with a charset", ...withType(`${mediaType};charset=UTF-8`) },
    { expects: "unspecified", title: "a body without a media type", pointer: schema.pointer, body, ...withType("") },
    { expects: "ambiguous", title: "an empty body of the right media type", pointer, raw: "", ...withType(mediaType) },
    // A server may refuse JSON that is announced as something else, or read it; it must not ignore it.
    ...undocumented.map(
      (type): Difference => ({
        expects: "ambiguous",
        title: `a body of the media type ${type}`,
        pointer: child(pointer, "content"),
        body,
        ...withType(type),
      }),
    ),
  ];
}
