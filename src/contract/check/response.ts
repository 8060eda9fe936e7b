/** Checks of the form of an answer: its media type, its body and its headers. */

import { isJson } from "../spec/operation.ts";
import { at, child } from "../spec/pointer.ts";
import { documented, fieldOf, matching, mediaType, schemaOf, short } from "./documented-response.ts";
import type { Check } from "./finding.ts";

export const mediaTypeUndocumented: Check = (exchange, answer) => {
  const response = documented(exchange, answer);
  if (!response || (response.content.size === 0 && answer.text === "")) return undefined;
  if (matching(response, answer) !== undefined) return undefined;
  const expected = [...response.content.keys()].join(" or ") || "no body";
  const got = answer.headers["content-type"] ?? "no Content-Type";
  return {
    title: `the media type of a ${answer.status} response is not documented: ${got}`,
    pointer: child(response.pointer, "content"),
    expected,
    got,
  };
};

export const bodyNotJson: Check = (exchange, answer) => {
  const response = documented(exchange, answer);
  const type = response && matching(response, answer);
  if (!response || type === undefined || !isJson(mediaType(answer)) || exchange.json) return undefined;
  const got =
    answer.text === undefined ? "bytes that are not UTF-8" : answer.text === "" ? "nothing" : answer.text.slice(0, 80);
  return {
    title: `the body of a ${answer.status} response is not JSON`,
    pointer: child(response.pointer, "content", type),
    expected: "JSON",
    got,
  };
};

export const bodyInvalid: Check = (exchange, answer, { validator }) => {
  const schema = schemaOf(documented(exchange, answer), answer);
  if (schema === undefined || !exchange.json) return undefined;
  const [violation] = validator.violations(schema, exchange.json.value);
  if (!violation) return undefined;
  const { pointer, place, message } = violation;
  return {
    title: `${fieldOf(place) || "the body"} of a ${answer.status} response ${message}`,
    pointer,
    expected: `${place || "the body"} ${message}`,
    got: short(at(exchange.json.value, place)),
  };
};

export const headerInvalid: Check = (exchange, answer, { validator }) => {
  for (const header of documented(exchange, answer)?.headers ?? []) {
    const value = answer.headers[header.name.toLowerCase()];
    if (value === undefined && !header.required) continue;
    const texts: unknown[] =
      typeof value === "string"
        ? [value, Number(value), value === "true" ? true : value === "false" ? false : value]
        : [];
    if (value === undefined || !texts.some((one) => validator.accepts(header.schema, one))) {
      return {
        title: `the header ${header.name} of a ${answer.status} response ${value === undefined ? "is missing" : "violates its schema"}`,
        pointer: value === undefined ? child(header.pointer, "required") : header.schema.pointer,
        expected: `the header ${header.name} as documented`,
        got: short(value),
      };
    }
  }
  return undefined;
};
