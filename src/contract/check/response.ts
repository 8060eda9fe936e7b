/** Checks of the form of a response: its media type, its body and its headers. */

import { type DocumentedResponse, isJson } from "../../openapi/operation.ts";
import { at, child } from "../../openapi/pointer.ts";
import { deepestJson, type Exchange, type HttpResponse } from "../transport/exchange.ts";
import { documented, fieldOf, matching, mediaType, schemaOf, short } from "./documented-response.ts";
import type { Check, Violation } from "./finding.ts";

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
  if (!documentation || type === undefined || !isJson(mediaType(response))) return undefined;
  const pointer = child(documentation.pointer, "content", type);
  if (exchange.json) return nameRepeated(exchange.json.value, response, pointer);
  if (hasNoBody(exchange, response, documentation)) return undefined;
  return {
    title: `the body of a ${response.status} response is not JSON`,
    pointer,
    expected: `JSON, at most ${deepestJson} levels deep`,
    got: startOf(response),
  };
};

/** The start of a body, or why there is none. */
function startOf({ text, headers }: HttpResponse): string {
  if (text !== undefined) return text === "" ? "nothing" : text.slice(0, 80);
  const encoding = headers["content-encoding"];
  return encoding === undefined ? "bytes that are not UTF-8" : `bytes that are not ${encoding}, or not UTF-8`;
}

/** A name that an object has twice: some parsers take the first value, others the last (RFC 8259, section 4). */
function nameRepeated(value: unknown, { status, text = "" }: HttpResponse, pointer: string): Violation | undefined {
  const counts = new Map<string, number>();
  const count = (name: string, by: number) => counts.set(name, (counts.get(name) ?? 0) + by);
  for (const [, name, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g))
    if (name !== undefined && colon !== undefined) count(JSON.parse(name), 1);
  for (const name of namesIn(value)) count(name, -1);
  const repeated = [...counts].find(([, rest]) => rest > 0)?.[0];
  return repeated === undefined
    ? undefined
    : {
        title: `an object in the body of a ${status} response has the name ${JSON.stringify(repeated)} twice`,
        pointer,
        expected: "JSON with unique names",
        got: `${JSON.stringify(repeated)} more than once`,
      };
}

function namesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(namesIn);
  return Array.isArray(value) ? inner : [...Object.keys(value), ...inner];
}

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
