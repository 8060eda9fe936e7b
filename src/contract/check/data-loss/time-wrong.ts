import type { Check } from "../check.ts";
import { shownValues } from "../relation-values.ts";
import { fieldOf, short } from "../words.ts";

/** Milliseconds by which a time may differ from the clock of this machine, and from the server's own `Date`. */
const clockTolerance = 5 * 60_000;
const dateHeaderTolerance = 60_000;
/** Milliseconds after which a time of whole seconds has moved. */
const movesAfter = 1050;

export const timeWrong: Check<"time-wrong"> = {
  code: "DS116",
  name: "time-wrong",
  severity: "data loss",
  meaning:
    "A time that is documented as the moment of the request (`x-generated: now`) is another one, or never moves.",
  reason: "Order, expiry and billing depend on such times.",
  fix: "Take the time when the request arrives, in UTC, and keep the server's clock synchronised.",
  find: (exchange, response, context) => {
    for (const { relation, value } of shownValues(exchange, response, context)) {
      const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
      if (relation.kind !== "now" || Number.isNaN(time)) continue;
      const date = Date.parse(response.headers.date ?? "");
      const [clock, tolerance] = Number.isNaN(date) ? [response.doneAt, clockTolerance] : [date, dateHeaderTolerance];
      if (Math.abs(time - clock) > tolerance)
        return {
          title: `${fieldOf(relation.place)}: the time is not the time of the request`,
          pointer: relation.pointer,
          expected: `${relation.place} is now, ${new Date(clock).toISOString()}`,
          got: short(value),
        };
      const before = context.shownBefore(exchange, relation);
      const isOld = before.some(({ doneAt }) => response.sentAt - doneAt > movesAfter);
      if (isOld && before.every(({ text }) => text === JSON.stringify(value)))
        return {
          title: `${fieldOf(relation.place)}: the time is the same as a second before`,
          pointer: relation.pointer,
          expected: `${relation.place} moves with the clock`,
          got: `${short(value)}, as more than a second ago`,
        };
    }
    return undefined;
  },
};
