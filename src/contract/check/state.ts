/** Checks of what a server makes and keeps: one answer against the others of the run. */

import { seriesOf } from "../spec/extensions.ts";
import { successes } from "../spec/operation.ts";
import { at } from "../spec/pointer.ts";
import type { Exchange, Shown } from "../transport/exchange.ts";
import { fieldOf, isSuccess, short } from "./documented-response.ts";
import type { Check, Known } from "./finding.ts";

const clockTolerance = 5 * 60_000;

const dateHeaderTolerance = 60_000;

/** A date and time in milliseconds; a leap second is the one before it. */
const timeOf = (text: string): number => Date.parse(text.replace(/(?<=^.{17})60/, "59"));

/** Whether an answer shows something new: all that a success shows of the request, of the moment and of its own. */
function showsCreated(exchange: Exchange, { validator, relations }: Known): boolean {
  const { json, case: one } = exchange;
  if (!json || relations.length < 2) return false;
  const schemas = successes(one.operation).flatMap((response) => [...response.content.values()]);
  return (
    relations.every((relation) => at(json.value, relation.place) !== undefined) &&
    schemas.some((schema) => schema !== undefined && validator.accepts(schema, json.value))
  );
}

export const refusedButStored: Check = (exchange, answer, known) =>
  answer.status >= 400 && showsCreated(exchange, known)
    ? {
        title: `${exchange.case.title} was refused with ${answer.status}, and the response shows what was created`,
        pointer: exchange.case.operation.pointer,
        expected: `${answer.status} and nothing created`,
        got: "an error that shows what a success shows",
      }
    : valueOfAnother("refused")(exchange, answer, known);

export const requestsMixed: Check = (exchange, answer, known) => valueOfAnother("accepted")(exchange, answer, known);

const valueOfAnother =
  (kind: "accepted" | "refused"): Check =>
  (exchange, _answer, { words, cases }) => {
    // GET may be another operation, one that shows what others made.
    if (exchange.case.template.method !== exchange.case.operation.method) return undefined;
    const others = exchange.texts
      .flatMap((text) => words.marksIn(text))
      .filter((index) => cases.get(index) !== undefined && cases.get(index) !== exchange.case);
    for (const index of others) {
      const other = cases.get(index);
      const wasRefused = other !== undefined && ["refused", "unauthorized", "no-route"].includes(other.expects);
      if (other && wasRefused === (kind === "refused"))
        return {
          title: `the response contains a value of ${kind === "refused" ? "a refused" : "another"} request (${other.title})`,
          pointer: exchange.case.operation.pointer,
          expected: "no value of another request",
          got: `a value that ${other.id} sent`,
        };
    }
    return undefined;
  };

export const idRepeated: Check = (exchange, answer, { relations, values }) => {
  if (!exchange.json || !isSuccess(answer.status) || exchange.case.expects === "no-route") return undefined;
  for (const relation of relations) {
    const value = at(exchange.json.value, relation.place);
    const first = values.get(`${relation.pointer} ${JSON.stringify(value)}`);
    if (relation.kind === "unique" && value !== undefined && first !== undefined && first !== exchange.sequence) {
      return {
        title: `${fieldOf(relation.place)}: two requests got the same value`,
        pointer: relation.pointer,
        expected: `a new ${relation.place}`,
        got: `${short(value)}, which an earlier response had`,
      };
    }
  }
  return undefined;
};

export const valueUnstable: Check = (exchange, answer, { relations, series }) => {
  if (!exchange.json || !isSuccess(answer.status) || exchange.case.expects !== "accepted") return undefined;
  for (const relation of relations.filter((one) => one.kind === "returns" || one.kind === "stable")) {
    const value = at(exchange.json.value, relation.place);
    const shown = series.get(seriesOf(relation, exchange.sent) ?? "") ?? [];
    const [same, others] = [true, false].map((alike) =>
      shown.filter(({ text }) => (text === JSON.stringify(value)) === alike),
    ) as [Shown[], Shown[]];
    // It may change once while the run lasts.
    const back = others.find(
      (other) => other.doneAt < answer.sentAt && same.some((before) => before.doneAt < other.sentAt),
    );
    if (value !== undefined && back)
      return {
        title: `${fieldOf(relation.place)}: the value of the server changed, and changed back`,
        pointer: relation.pointer,
        expected: `${relation.place} is the server's to choose, and stays ${back.text}`,
        got: `${short(value)}, as before that`,
      };
  }
  return undefined;
};

export const timeWrong: Check = (exchange, answer, { relations, series }) => {
  if (!exchange.json || !isSuccess(answer.status) || exchange.case.expects === "no-route") return undefined;
  for (const relation of relations) {
    const value = at(exchange.json.value, relation.place);
    const time = typeof value === "string" ? timeOf(value) : Number.NaN;
    if (relation.kind !== "now" || Number.isNaN(time)) continue;
    const server = Date.parse(answer.headers.date ?? "");
    const [clock, tolerance] = Number.isNaN(server) ? [answer.doneAt, clockTolerance] : [server, dateHeaderTolerance];
    if (Math.abs(time - clock) > tolerance)
      return {
        title: `${fieldOf(relation.place)}: the time is not the time of the request`,
        pointer: relation.pointer,
        expected: `${relation.place} is now, ${new Date(clock).toISOString()}`,
        got: short(value),
      };
    const before = series.get(relation.pointer) ?? [];
    const stands =
      before.length > 0 &&
      before.every((one) => one.text === JSON.stringify(value)) &&
      before.some((one) => answer.sentAt - one.doneAt > 1050);
    if (stands)
      return {
        title: `${fieldOf(relation.place)}: the time is the same as a second before`,
        pointer: relation.pointer,
        expected: `${relation.place} moves with the clock`,
        got: `${short(value)}, as more than a second ago`,
      };
  }
  return undefined;
};
