/** Reads the bodies of requests and responses. */
import { type DocumentedResponse, type Example, isJson, type RequestBody } from "./operation.ts";
import type { Place } from "./place.ts";
import { SpecError } from "./pointer.ts";
import type { Reader } from "./reader.ts";
import type { Schema } from "./schema.ts";

export function readBody(reader: Reader, place: Place): RequestBody | undefined {
  const required = place.value["required"] === true;
  const content = place.names("content");
  const mediaType = content.find(isJson);
  if (mediaType === undefined) {
    const reason = `${place.pointer}: only bodies of JSON are supported, not of ${content.join(", ") || "nothing"}.`;
    if (required) throw new SpecError(reason);
    reader.omit(place.pointer, reason);
    return undefined;
  }
  const media = place.get("content", mediaType);
  return {
    pointer: place.pointer,
    required,
    mediaType,
    otherMediaTypes: content.filter((type) => type !== mediaType),
    schema: reader.schema(media),
    examples: examplesOf(media),
  };
}

export function readResponses(reader: Reader, operation: Place): DocumentedResponse[] {
  const responses = operation.entries("responses").filter(([status]) => !status.startsWith("x-"));
  return responses.map(([status, response]) => {
    const schemaOf = (place: Place) => reader.unlessUnusable(place.pointer, () => reader.schema(place));
    const content = response
      .entries("content")
      .map(([type, media]): [string, Schema | undefined] => [type.toLowerCase(), schemaOf(media)]);
    const headers = response.entries("headers").flatMap(([name, header]) => {
      const schema = schemaOf(header);
      return schema ? [{ name, required: header.value["required"] === true, pointer: header.pointer, schema }] : [];
    });
    return { status: status.replace("xx", "XX"), pointer: response.pointer, content: new Map(content), headers };
  });
}

/** The examples of a parameter or a body. */
export function examplesOf(holder: Place): Example[] {
  const single =
    "example" in holder.value ? [{ pointer: holder.pointerTo("example"), value: holder.value["example"] }] : [];
  const named = holder
    .entries("examples")
    .filter(([, example]) => "value" in example.value)
    .map(([, example]) => ({ pointer: example.pointerTo("value"), value: example.value["value"] }));
  return [...single, ...named];
}
