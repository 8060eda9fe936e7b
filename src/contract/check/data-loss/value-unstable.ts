import type { Check, ShownValue } from "../check.ts";
import { resourceOf, shownValues } from "../relation-values.ts";
import { fieldOf } from "../words.ts";

export const valueUnstable: Check<"value-unstable"> = {
  code: "DS113",
  name: "value-unstable",
  severity: "data loss",
  meaning: "A value that the server chooses changed more than once, or changed and changed back.",
  reason: "A value that depends on which process responds can't be relied on.",
  fix: "Read the value from one place, and make all processes of the server agree on it.",
  find: (exchange, response, context) => {
    for (const { relation, value } of shownValues(exchange, response, context)) {
      const resource = resourceOf(exchange, relation);
      if (resource === undefined) continue;
      const before = context.shownBefore(exchange, relation).filter((value) => value.resource === resource);
      const texts = new Set([...before.map(({ text }) => text), JSON.stringify(value)]);
      if (texts.size < 3 && !changedBack(before, JSON.stringify(value), response.sentAt)) continue;
      return {
        title: `${fieldOf(relation.place)}: the server changed the value more than once`,
        pointer: relation.pointer,
        expected: `${relation.place} changes once at most while the gate runs`,
        got: [...texts].map((text) => text.slice(0, 100)).join(", then "),
      };
    }
    return undefined;
  },
};

/** Whether another value came between two equal ones. */
function changedBack(shown: readonly ShownValue[], text: string, sentAt: number): boolean {
  const equal = shown.filter((value) => value.text === text);
  return shown.some(
    (other) => other.text !== text && other.doneAt < sentAt && equal.some(({ doneAt }) => doneAt < other.sentAt),
  );
}
