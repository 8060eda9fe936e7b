/** Reads the bodies of requests and responses. */

import type { DescriptionObject } from "./description-object.ts";
import { type DocumentedResponse, type Example, isJson, type RequestBody } from "./operation.ts";
import { SpecError } from "./pointer.ts";
import type { Reader } from "./reader.ts";
import type { Schema } from "./schema.ts";

export function readBody(reader: Reader, requestBody: DescriptionObject): RequestBody | undefined {
  const required = requestBody.value["required"] === true;
  const content = requestBody.names("content");
  const mediaType = content.find(isJson);
  if (mediaType === undefined) {
    const reason = `${requestBody.pointer}: only bodies of JSON are supported, not of ${content.join(", ") || "nothing"}.`;
    if (required) throw new SpecError(reason);
    reader.omit(requestBody.pointer, reason);
    return undefined;
  }
  const media = requestBody.get("content", mediaType);
  return {
    pointer: requestBody.pointer,
    required,
    isOptional: requestBody.value["required"] === false,
    mediaType,
    otherMediaTypes: content.filter((type) => type !== mediaType),
    schema: reader.schema(media),
    examples: examplesOf(media),
  };
}

export function readResponses(reader: Reader, operation: DescriptionObject): DocumentedResponse[] {
  const responses = operation.entries("responses").filter(([status]) => !status.startsWith("x-"));
  return responses.map(([status, response]) => {
    const schemaOf = (holder: DescriptionObject) => reader.unlessUnusable(holder.pointer, () => reader.schema(holder));
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

export function examplesOf(holder: DescriptionObject): Example[] {
  const single =
    "example" in holder.value ? [{ pointer: holder.pointerTo("example"), value: holder.value["example"] }] : [];
  const named = holder
    .entries("examples")
    .filter(([, example]) => "value" in example.value)
    .map(([, example]) => ({ pointer: example.pointerTo("value"), value: example.value["value"] }));
  return [...single, ...named];
}
