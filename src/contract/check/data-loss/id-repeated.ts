import type { Check } from "../check.ts";
import { shownValues } from "../relation-values.ts";
import { fieldOf, short } from "../words.ts";

export const idRepeated: Check<"id-repeated"> = {
  code: "DS115",
  name: "id-repeated",
  severity: "data loss",
  meaning: "Two requests got the same value of a property that is documented as unique (`x-generated: unique`).",
  reason: "Two things with one id can't be told apart, and one overwrites the other.",
  fix: "Make ids with a cryptographic random generator or by the database. Respond to no create from a cache.",
  find: (exchange, response, context) => {
    for (const { relation, value } of shownValues(exchange, response, context)) {
      if (relation.kind !== "unique") continue;
      const own = JSON.stringify(value);
      if (!context.shownBefore(exchange, relation).some(({ text }) => text === own)) continue;
      return {
        title: `${fieldOf(relation.place)}: two requests got the same value`,
        pointer: relation.pointer,
        expected: `a new ${relation.place}`,
        got: `${short(value)}, which an earlier response had`,
      };
    }
    return undefined;
  },
};
