/** Test cases of the media types of requests: how a body is announced, and how a response is asked for. */
import { child } from "../spec/pointer.ts";
import type { GenerationContext } from "./context.ts";
import { fullestBody, smallestBody, withCanary } from "./request/body.ts";
import type { Difference } from "./request/builder.ts";

const otherTypes: readonly string[] = [
  "text/plain",
  "application/xml",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
];

const typeOf = (mediaType: string) => mediaType.split(";")[0] ?? "";

/** A body with the documented media type, written in several ways, with another one, and with none. */
export function mediaTypeCases(context: GenerationContext): Difference[] {
  const { body } = context.operation;
  const smallest = smallestBody(context);
  if (!body || smallest === undefined) return [];
  const { mediaType, otherMediaTypes, pointer, schema } = body;
  const full = fullestBody(context);
  const accepted = (title: string, headers: Record<string, string>): Difference => ({
    expects: "accepted",
    title,
    pointer: child(pointer, "content", mediaType),
    body: withCanary(context, full),
    headers,
  });
  const undocumented = otherTypes.filter((type) => !otherMediaTypes.map(typeOf).includes(typeOf(type)));
  return [
    accepted("no Accept header", { Accept: "" }),
    accepted("any media type accepted", { Accept: "*/*" }),
    accepted("the media type with charset=utf-8", { "Content-Type": `${mediaType}; charset=utf-8` }),
    accepted("the media type with charset=UTF-8", { "Content-Type": `${mediaType};charset=UTF-8` }),
    {
      expects: "unspecified",
      title: "a media type in capital letters",
      pointer: schema.pointer,
      body: smallest,
      headers: { "Content-Type": mediaType.toUpperCase() },
    },
    {
      expects: "unspecified",
      title: "a body without a media type",
      pointer: schema.pointer,
      raw: JSON.stringify(full),
      headers: { "Content-Type": "" },
    },
    {
      expects: "ambiguous",
      title: "an empty body of the right media type",
      pointer,
      raw: "",
      headers: { "Content-Type": mediaType },
    },
    // A server may refuse JSON that is announced as something else, or read it; it must not ignore it.
    ...undocumented.map(
      (type): Difference => ({
        expects: "ambiguous",
        title: `the media type ${typeOf(type)}`,
        pointer: child(pointer, "content"),
        body: full,
        headers: { "Content-Type": type },
      }),
    ),
  ];
}
