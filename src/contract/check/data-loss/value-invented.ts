import { isDeepStrictEqual } from "node:util";
import type { Check } from "../check.ts";
import { isOfWrongType, returnedValues } from "../relation-values.ts";
import { fieldOf, short } from "../words.ts";

export const valueInvented: Check<"value-invented"> = {
  code: "DS112",
  name: "value-invented",
  severity: "data loss",
  meaning: "A success returns a value for a property for which the request sent nothing.",
  reason: "The caller finds data that it never wrote, often data of an earlier request.",
  fix: "Return the documented empty value, or leave the property out.",
  find: (exchange, response, context) => {
    for (const { sent, got, relation } of returnedValues(exchange, response, context)) {
      if (sent !== undefined || !relation.unsent || isDeepStrictEqual(got, relation.unsent.value)) continue;
      if (got === undefined && !relation.required) continue;
      if (isOfWrongType(exchange, response, context, relation.place)) continue;
      return {
        title: `${fieldOf(relation.place)}: the response has a value, and nothing was sent`,
        pointer: relation.pointer,
        expected: `${relation.place} is ${short(relation.unsent.value)}: nothing was sent for it`,
        got: short(got),
      };
    }
    return undefined;
  },
};
