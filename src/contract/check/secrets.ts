/** Checks that nothing secret comes back. */

import { at, child, tokensOf } from "../spec/pointer.ts";
import { keyword, propertiesOf, type Schema } from "../spec/schema.ts";
import { SecretText } from "../transport/secret-text.ts";
import { documented, schemaOf } from "./documented-response.ts";
import type { Check } from "./finding.ts";

export const secretReturned: Check = (exchange, response, { canaries }) => {
  const { operation } = exchange.testCase;
  const pointer = operation.body?.schema.pointer ?? operation.pointer;
  if (canaries.hasSecret(exchange.texts))
    return {
      title: `a secret value came back in a ${response.status} response`,
      pointer,
      expected: "no value of a writeOnly property",
      got: "a secret value of this run",
    };
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

function writeOnlyIn(schema: Schema, value: unknown, depth: number): string | undefined {
  for (const [name, property] of propertiesOf(schema)) {
    const inner = at(value, child("", name));
    if (inner === undefined) continue;
    if (keyword(property, "writeOnly") === true) return property.pointer;
    const found = depth < 4 ? writeOnlyIn(property, inner, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

export const credentialReturned: Check = (exchange, response, { canaries }) => {
  const pointer = exchange.testCase.operation.security[0]?.pointer ?? exchange.testCase.operation.pointer;
  const presented = exchange.presented.filter(({ length }) => length >= 8).map((text) => new SecretText(text));
  const found = presented.some((credential) => exchange.texts.some((text) => credential.isWhollyIn(text)));
  if (!found && (canaries.hasKey([exchange.requestText]) || !canaries.hasKey(exchange.texts))) return undefined;
  const got = found ? "the credential of this request" : "the API key";
  return { title: `${got} came back in a ${response.status} response`, pointer, expected: "no credential", got };
};
