/** Makes of a documented example the response that a request leads to, as the description's extensions say. */

import type { Relation, Sent } from "../openapi/operation.ts";
import { at, child, isObject, tokensOf } from "../openapi/pointer.ts";
import { sentFor } from "../openapi/relations.ts";

/** How a part of the response follows from the request, or is made. */
export type EchoRelation = Pick<Relation, "kind" | "place" | "from"> & Partial<Pick<Relation, "unsent">>;

/**
 * The example with the values of the request, a new id and the current time in their places.
 *
 * @param keepUnsent - whether a part that was not sent stays as the example has it, instead of `null` or empty
 */
export function echo(example: unknown, relations: readonly EchoRelation[], sent: Sent, keepUnsent = false): unknown {
  const body = structuredClone(example);
  for (const relation of relations) {
    const value = newValue(relation, at(body, relation.place), sent, keepUnsent);
    if (value !== undefined) set(body, relation.place, value);
  }
  return body;
}

function newValue(relation: EchoRelation, example: unknown, sent: Sent, keepUnsent: boolean): unknown {
  if (relation.kind === "unique") return newId(example);
  if (relation.kind === "now") return now(example);
  const value = sentFor(relation.from, sent);
  return value === undefined && !keepUnsent ? relation.unsent?.value : value;
}

function set(body: unknown, place: string, value: unknown): void {
  const tokens = tokensOf(place);
  const last = tokens.pop() ?? "";
  const parent = tokens.reduce<unknown>((holder, token) => at(holder, child("", token)), body);
  if (isObject(parent)) parent[last] = value;
}

/** An id like the example: a number, a UUID, or a text with the example's prefix, such as `sess_`. */
function newId(example: unknown): unknown {
  if (typeof example === "number") return crypto.getRandomValues(new Uint32Array(1))[0];
  if (typeof example !== "string") return undefined;
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(example)) return crypto.randomUUID();
  return idPrefixOf(example) + crypto.randomUUID().replaceAll("-", "");
}

/** What the ids of one kind begin with, such as `sess_`; empty if the example has no such prefix. */
export function idPrefixOf(example: string): string {
  return /^[a-z]+[_-]/i.exec(example)?.[0] ?? "";
}

/** The current time in the form of the example: seconds or milliseconds, a date, or a date with its time. */
function now(example: unknown): unknown {
  const time = new Date();
  if (typeof example === "number") return example > 1e11 ? time.getTime() : Math.floor(time.getTime() / 1000);
  if (typeof example !== "string") return undefined;
  return /^\d{4}-\d\d-\d\d$/.test(example) ? time.toISOString().slice(0, 10) : time.toISOString();
}
