/** Checks that nothing secret comes back. */

import { at, child } from "../spec/pointer.ts";
import { keyword, propertiesOf, type Schema, schemaAt } from "../spec/schema.ts";
import { encodings } from "../transport/canaries.ts";
import type { Judge } from "../transport/exchange.ts";
import { documented, schemaOf } from "./documented-response.ts";

export const secretKept: Judge = (exchange, answer, { words, validator }) => {
  const { operation } = exchange.case;
  const pointer = operation.body?.schema ?? operation.pointer;
  if (words.hasSecret(exchange.texts))
    return { pointer, expected: "nothing that is writeOnly", got: "a secret value of this run" };
  const schema = schemaOf(documented(exchange, answer), answer);
  const returned =
    schema === undefined
      ? undefined
      : writeOnlyIn(validator.document, schemaAt(validator.document, schema), exchange.json?.value, 0);
  if (returned === undefined) return undefined;
  return { pointer: returned, expected: "nothing that is writeOnly", got: "a writeOnly property" };
};

function writeOnlyIn(document: unknown, schema: Schema, value: unknown, depth: number): string | undefined {
  for (const [name, property] of propertiesOf(document, schema)) {
    const inner = at(value, child("", name));
    if (inner === undefined) continue;
    if (keyword(property, "writeOnly") === true) return property.pointer;
    const found = depth < 4 ? writeOnlyIn(document, property, inner, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

export const credentialKept: Judge = (exchange, _answer, { words }) => {
  const pointer = exchange.case.operation.security[0]?.pointer ?? exchange.case.operation.pointer;
  const quoted = exchange.presented.filter((one) => one.length >= 8).flatMap(encodings);
  const found = quoted.some((one) => exchange.texts.some((text) => text.includes(one)));
  if (!found && (words.hasKey([exchange.requestText]) || !words.hasKey(exchange.texts))) return undefined;
  return {
    pointer,
    expected: "no credential in an answer",
    got: found ? "the credential of this request" : "the API key",
  };
};
