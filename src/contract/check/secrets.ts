/** Checks that nothing secret comes back. */

import { at, child, tokensOf } from "../../openapi/pointer.ts";
import type { Schema } from "../../openapi/schema.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";
import { SecretText } from "../transport/secret-text.ts";
import { documented, fieldOf, isSuccess, schemaOf } from "./documented-response.ts";
import type { Check } from "./finding.ts";

export const secretReturned: Check = (exchange, response, { canaries }) => {
  const { operation } = exchange.testCase;
  const pointer = operation.body?.schema.pointer ?? operation.pointer;
  if (canaries.hasSecret(exchange.texts)) {
    const place = placeOf((text) => canaries.hasSecret([text]), exchange, response);
    return {
      title: `${place} of a ${response.status} response contains a secret value of the request`,
      pointer,
      expected: "no value of a writeOnly property",
      got: `a secret value of this run in ${place}`,
      cause: `${pointer} ${isSuccess(operation, response.status) ? "success" : "error"}`,
    };
  }
  const schema = schemaOf(documented(exchange, response), response);
  const returned = schema && writeOnlyIn(schema, exchange.json?.value, 0);
  if (returned === undefined) return undefined;
  return {
    title: `${tokensOf(returned).at(-1)}: a writeOnly property is in a ${response.status} response`,
    pointer: returned,
    expected: "no writeOnly property",
    got: "a writeOnly property",
  };
};

/** Where in a response a text is: a property of the body, a header field, or the body or the head as a whole. */
function placeOf(isIn: (text: string) => boolean, { json }: Exchange, { headers, text }: HttpResponse): string {
  const place = json && placeIn(json.value, "", isIn);
  if (place !== undefined) return fieldOf(place) || "the body";
  const header = Object.entries(headers).find(([name, value]) => isIn(`${name}: ${value}`));
  if (header) return `the header ${header[0]}`;
  return isIn(text ?? "") ? "the body" : "the head";
}

/** The place of the first value, or property name, with a text. */
function placeIn(value: unknown, place: string, isIn: (text: string) => boolean): string | undefined {
  if (typeof value !== "object" || value === null) return isIn(String(value)) ? place : undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (isIn(name)) return place;
    const found = placeIn(inner, child(place, name), isIn);
    if (found !== undefined) return found;
  }
  return undefined;
}

function writeOnlyIn(schema: Schema, value: unknown, depth: number): string | undefined {
  for (const [name, property] of schema.properties) {
    const inner = at(value, child("", name));
    if (inner === undefined) continue;
    if (property.keyword("writeOnly") === true) return property.pointer;
    const found = depth < 4 ? writeOnlyIn(property, inner, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

export const credentialReturned: Check = (exchange, response, { canaries }) => {
  const pointer = exchange.testCase.operation.security[0]?.pointer ?? exchange.testCase.operation.pointer;
  const presented = exchange.presented.filter(({ length }) => length >= 8).map((text) => new SecretText(text));
  const holdsPresented = (text: string) => presented.some((credential) => credential.isWhollyIn(text));
  const found = exchange.texts.some(holdsPresented);
  if (!found && (canaries.hasKey([exchange.requestText]) || !canaries.hasKey(exchange.texts))) return undefined;
  const got = found ? "the credential of this request" : "the API key";
  const holdsCredential = found ? holdsPresented : (text: string) => canaries.hasKey([text]);
  const title = `${placeOf(holdsCredential, exchange, response)} of a ${response.status} response contains ${got}`;
  return { title, pointer, expected: "no credential", got };
};
