/** A sequence: several requests about items of their own, and what their responses must show together. */
import type { Operation } from "../../../openapi/operation.ts";
import { tokensOf } from "../../../openapi/pointer.ts";
import { idNames } from "../../../openapi/resources/item-source.ts";
import type { Resource, Resources } from "../../../openapi/resources/resources.ts";
import type { Check } from "../../check/check.ts";
import type { CheckName } from "../../check/finding.ts";
import { short } from "../../check/words.ts";
import type { Exchange } from "../../transport/exchange.ts";
import { propertyOf, type Shown, statusOf } from "../items/response-values.ts";
import type { StateViolation, Steps } from "./steps.ts";
import type { Changed } from "./written-values.ts";

export interface Sequence {
  /** The end of the id of its case. */
  readonly name: string;
  readonly title: string;
  /** The operation that it tests; `undefined` where the description lacks what it takes. */
  readonly operationOf: (resource: Resource, resources: Resources) => Operation | undefined;
  /** Runs it to its end, or to the first thing that is wrong; `operation` is the one that it tests. */
  readonly run: (steps: Steps, operation: Operation) => Promise<StateViolation | undefined>;
}

/** Something that is wrong with the state of the server. */
export function violation(
  check: Check<CheckName>,
  exchange: Exchange,
  { title, expected, got }: Pick<StateViolation, "title" | "expected" | "got">,
): StateViolation {
  return { check, exchange, title, expected, got, pointer: exchange.testCase.operation.pointer };
}

/** A response whose status code is a wrong one. */
export function wrongStatus(
  check: Check<CheckName>,
  exchange: Exchange,
  title: string,
  expected: string,
): StateViolation {
  return violation(check, exchange, { title, expected, got: String(statusOf(exchange)) });
}

/** A property whose value is not the one that was written. */
export function changedValue(
  check: Check<CheckName>,
  exchange: Exchange,
  { name, written, shown }: Changed,
  when: string,
): StateViolation {
  return violation(check, exchange, {
    title: `${name}: ${shown === undefined ? "the value is missing" : "another value is shown"} ${when}`,
    expected: `${name} is ${short(written)}, as it was written`,
    got: short(shown),
  });
}

/** The id that a response, or the entry of a list, shows; `undefined` if it shows none. */
export function idShown({ parameter, sources }: Resource, shown: Shown): string | undefined {
  if (!parameter && sources.length === 0) return undefined;
  const places = sources.flatMap((source) => source.places.map((place) => tokensOf(place).at(-1) ?? ""));
  for (const name of new Set([...places, ...idNames(parameter?.name ?? "id")])) {
    const value = propertyOf(shown, name);
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return undefined;
}
