/** Checks that what is returned is what was sent. */
import { isDeepStrictEqual } from "node:util";
import type { Relation } from "../../openapi/operation.ts";
import { at, child } from "../../openapi/pointer.ts";
import { sentFor } from "../../openapi/relations.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";
import { fieldOf, isSuccess, short } from "./documented-response.ts";
import type { Check } from "./finding.ts";

export const valueChanged: Check = (exchange, response, { relations }) => {
  for (const { sent, got, relation } of compared(exchange, response, relations)) {
    if (sent === undefined || isDeepStrictEqual(sent, got)) continue;
    const changed = difference(sent, got);
    return {
      title: `${fieldOf(relation.place)}: ${got === undefined ? "the value is missing from" : "another value is in"} the response (${exchange.testCase.title})`,
      pointer: relation.pointer,
      expected: `${relation.place} as it was sent, ${changed.expected}`,
      got: changed.got,
    };
  }
  return undefined;
};

export const valueInvented: Check = (exchange, response, { relations }) => {
  for (const { sent, got, relation } of compared(exchange, response, relations)) {
    if (sent !== undefined || !relation.unsent || isDeepStrictEqual(got, relation.unsent.value)) continue;
    if (got === undefined && !relation.required) continue;
    return {
      title: `${fieldOf(relation.place)}: the response has a value, and nothing was sent`,
      pointer: relation.pointer,
      expected: `${relation.place} is ${short(relation.unsent.value)}: nothing was sent for it`,
      got: short(got),
    };
  }
  return undefined;
};

function compared(
  exchange: Exchange,
  response: HttpResponse,
  relations: readonly Relation[],
): { sent: unknown; got: unknown; relation: Relation }[] {
  const { sent, json } = exchange;
  if (
    !sent ||
    !json ||
    !isSuccess(exchange.testCase.operation, response.status) ||
    exchange.testCase.expects === "no-route"
  )
    return [];
  return (
    relations
      .filter((relation) => relation.kind === "returns")
      .map((relation) => ({ sent: sentFor(relation.from, sent), got: at(json.value, relation.place), relation }))
      // What becomes of a null that was sent is the server's to decide.
      .filter((one) => one.sent !== null && !(one.got === undefined && one.relation.required))
  );
}

/** The first entry in which two values differ. */
function difference(sent: unknown, got: unknown): { expected: string; got: string } {
  if (typeof sent === "object" && sent !== null && typeof got === "object" && got !== null) {
    for (const key of new Set([...Object.keys(sent), ...Object.keys(got)])) {
      const [a, b] = [at(sent, child("", key)), at(got, child("", key))];
      if (!isDeepStrictEqual(a, b))
        return { expected: `${JSON.stringify(key)}: ${short(a)}`, got: `${JSON.stringify(key)}: ${short(b)}` };
    }
  }
  return { expected: short(sent), got: short(got) };
}
