import { isDeepStrictEqual } from "node:util";
import { at, child } from "../../../openapi/pointer.ts";
import type { Check } from "../check.ts";
import { isOfWrongType, returnedValues } from "../relation-values.ts";
import { fieldOf, short } from "../words.ts";

export const valueChanged: Check<"value-changed"> = {
  code: "DS111",
  name: "value-changed",
  severity: "data loss",
  meaning: "A success returns another value than the request sent for a property that is documented to return it.",
  reason: "The caller's data is lost or changed without an error.",
  fix: "Keep values as they are: do not trim, normalize, convert, cut or drop them. Refuse what can't be kept.",
  explains: ["body-invalid"],
  find: (exchange, response, context) => {
    for (const { sent, got, relation } of returnedValues(exchange, response, context)) {
      if (sent === undefined || isDeepStrictEqual(sent, got)) continue;
      const changed = difference(sent, got, relation.place);
      if (isOfWrongType(exchange, response, context, changed.place)) continue;
      return {
        title: `${fieldOf(relation.place)}: ${got === undefined ? "the value is missing from" : "another value is in"} the response (${exchange.testCase.title})`,
        pointer: relation.pointer,
        expected: `${relation.place} as it was sent, ${changed.expected}`,
        got: changed.got,
      };
    }
    return undefined;
  },
};

/** The first entry in which two values differ, and where it is. */
function difference(sent: unknown, got: unknown, place: string): { expected: string; got: string; place: string } {
  if (typeof sent === "object" && sent !== null && typeof got === "object" && got !== null) {
    for (const key of new Set([...Object.keys(sent), ...Object.keys(got)])) {
      const [a, b] = [at(sent, child("", key)), at(got, child("", key))];
      if (isDeepStrictEqual(a, b)) continue;
      const name = JSON.stringify(key);
      return { expected: `${name}: ${short(a)}`, got: `${name}: ${short(b)}`, place: child(place, key) };
    }
  }
  return { expected: short(sent), got: short(got), place };
}
