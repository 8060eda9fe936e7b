/** Checks of the form of a response: its media type, its body and its headers. */

import { type DocumentedResponse, isJson } from "../spec/operation.ts";
import { at, child } from "../spec/pointer.ts";
import { deepestJson, type Exchange, type HttpResponse } from "../transport/exchange.ts";
import { documented, fieldOf, matching, mediaType, schemaOf, short } from "./documented-response.ts";
import type { Check } from "./finding.ts";

export const mediaTypeUndocumented: Check = (exchange, response) => {
  const documentation = documented(exchange, response);
  if (!documentation || hasNoBody(exchange, response, documentation)) return undefined;
  if (matching(documentation, response) !== undefined) return undefined;
  const expected = [...documentation.content.keys()].join(" or ") || "no body";
  const got = response.headers["content-type"] ?? "no Content-Type";
  return {
    title: `the media type of a ${response.status} response is not documented: ${got}`,
    pointer: child(documentation.pointer, "content"),
    expected,
    got,
  };
};

/** Whether a response is right to have no body: none is documented, or none may be sent. */
function hasNoBody({ request }: Exchange, { text, status }: HttpResponse, { content }: DocumentedResponse): boolean {
  return text === "" && (content.size === 0 || request.method === "HEAD" || status === 304);
}

export const bodyNotJson: Check = (exchange, response) => {
  const documentation = documented(exchange, response);
  const type = documentation && matching(documentation, response);
  if (!documentation || type === undefined || !isJson(mediaType(response)) || exchange.json) return undefined;
  if (hasNoBody(exchange, response, documentation)) return undefined;
  const got =
    response.text === undefined
      ? "bytes that are not UTF-8"
      : response.text === ""
        ? "nothing"
        : response.text.slice(0, 80);
  return {
    title: `the body of a ${response.status} response is not JSON`,
    pointer: child(documentation.pointer, "content", type),
    expected: `JSON, at most ${deepestJson} levels deep`,
    got,
  };
};

export const bodyInvalid: Check = (exchange, response, { validator }) => {
  const schema = schemaOf(documented(exchange, response), response);
  if (schema === undefined || !exchange.json) return undefined;
  const [violation] = validator.violations(schema, exchange.json.value);
  if (!violation) return undefined;
  const { pointer, place, message } = violation;
  return {
    title: `${fieldOf(place) || "the body"} of a ${response.status} response ${message}`,
    pointer,
    expected: `${place || "the body"} ${message}`,
    got: short(at(exchange.json.value, place)),
  };
};

export const headerInvalid: Check = (exchange, response, { validator }) => {
  for (const header of documented(exchange, response)?.headers ?? []) {
    const value = response.headers[header.name.toLowerCase()];
    if (value === undefined && !header.required) continue;
    const texts: unknown[] =
      typeof value === "string"
        ? [value, Number(value), value === "true" ? true : value === "false" ? false : value]
        : [];
    if (value === undefined || !texts.some((text) => validator.accepts(header.schema, text))) {
      return {
        title: `the header ${header.name} of a ${response.status} response ${value === undefined ? "is missing" : "violates its schema"}`,
        pointer: value === undefined ? child(header.pointer, "required") : header.schema.pointer,
        expected: `the header ${header.name} as documented`,
        got: short(value),
      };
    }
  }
  return undefined;
};
