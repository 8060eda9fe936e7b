/** Checks of the values that the server chooses: ids, times, and what a request leaves to it. */
import { isDeepStrictEqual } from "node:util";
import { type Operation, type Relation, successSchemas } from "../../openapi/operation.ts";
import { at, child, isObject } from "../../openapi/pointer.ts";
import { sentFor } from "../../openapi/relations.ts";
import type { Schema } from "../../openapi/schema.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";
import type { ShownValue } from "./context.ts";
import { fieldOf, isSuccess, short } from "./documented-response.ts";
import type { Check } from "./finding.ts";

/** Milliseconds by which a time may differ from the clock of this machine, and from the server's own `Date`. */
const clockTolerance = 5 * 60_000;
const dateHeaderTolerance = 60_000;
/** Milliseconds after which a time of whole seconds has moved. */
const movesAfter = 1050;

/** The value of a relation in a success; `undefined` in other responses. */
function valueIn({ testCase, json }: Exchange, { status }: HttpResponse, { place }: Relation): unknown {
  const isOfOperation = testCase.expects !== "no-route" && isSuccess(testCase.operation, status);
  return isOfOperation ? at(json?.value, place) : undefined;
}

export const idRepeated: Check = (exchange, response, { relations, unique }) => {
  for (const relation of relations) {
    const value = valueIn(exchange, response, relation);
    if (relation.kind !== "unique" || value === undefined) continue;
    const first = unique.get(relation.pointer)?.get(JSON.stringify(value));
    if (first === undefined || first === exchange.sequence) continue;
    return {
      title: `${fieldOf(relation.place)}: two requests got the same value`,
      pointer: relation.pointer,
      expected: `a new ${relation.place}`,
      got: `${short(value)}, which an earlier response had`,
    };
  }
  return undefined;
};

export const valueUnstable: Check = (exchange, response, { relations, shown }) => {
  for (const relation of relations) {
    const value = valueIn(exchange, response, relation);
    const resource = resourceOf(exchange, relation);
    if (value === undefined || resource === undefined) continue;
    const before = (shown.get(relation.pointer) ?? []).filter((value) => value.resource === resource);
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
};

/**
 * The parameters that name the resource whose value the server chooses: it always does, or the request leaves the
 * choice to it. `undefined` where the request chooses, or is not a positive case.
 */
export function resourceOf({ testCase, sent }: Exchange, { kind, from, unsent }: Relation): string | undefined {
  if (sent === undefined || testCase.expects !== "accepted") return undefined;
  const isLeftToServer = kind === "returns" && unsent === undefined && sentFor(from, sent) === undefined;
  return kind === "stable" || isLeftToServer ? JSON.stringify(sent.parameters) : undefined;
}

/** Whether another value came between two equal ones. */
function changedBack(shown: readonly ShownValue[], text: string, sentAt: number): boolean {
  const equal = shown.filter((value) => value.text === text);
  return shown.some(
    (other) => other.text !== text && other.doneAt < sentAt && equal.some(({ doneAt }) => doneAt < other.sentAt),
  );
}

export const serverValueOverridden: Check = ({ testCase, sent, json }, { status }, { plain }) => {
  const { operation, expects } = testCase;
  const got = json?.value;
  if (!isObject(sent?.body) || !isObject(got) || expects === "no-route" || !isSuccess(operation, status))
    return undefined;
  const requested = operation.body ? operation.body.schema.properties : new Map<string, Schema>();
  const overridden = Object.entries(sent.body).flatMap(([name, value]) => {
    const isReturned = Object.hasOwn(got, name) && isDeepStrictEqual(got[name], value);
    if (requested.has(name) || !isReturned || isDeepStrictEqual(at(plain, child("", name)), value)) return [];
    const property = responseProperty(operation, name);
    return property ? [{ name, value, property }] : [];
  });
  const [first, ...others] = overridden;
  if (first === undefined) return undefined;
  const names = overridden.map(({ name }) => name).join(", ");
  return {
    title: `${names}: the server took the ${others.length === 0 ? "value" : "values"} from the request`,
    pointer: first.property.pointer,
    expected: `${names}: the server's to set`,
    got: `${first.name} ${short(first.value)}, as the request sent it`,
  };
};

/** A documented property of a success. */
function responseProperty(operation: Operation, name: string): Schema | undefined {
  return successSchemas(operation)
    .map((schema) => schema.properties.get(name))
    .find((property) => property !== undefined);
}

export const timeWrong: Check = (exchange, response, { relations, shown }) => {
  for (const relation of relations) {
    const value = valueIn(exchange, response, relation);
    const time = typeof value === "string" ? timeOf(value) : Number.NaN;
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
    const before = shown.get(relation.pointer) ?? [];
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
};

/** A date and time in milliseconds; a leap second is the one before it. */
function timeOf(text: string): number {
  return Date.parse(text.replace(/(?<=^.{17})60/, "59"));
}
