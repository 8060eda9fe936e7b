/** A test case: one request, and what the response to it may be. */
import type { Operation, Sent } from "../../openapi/operation.ts";
import type { ValueExpectation } from "../values/value.ts";
import type { Presented } from "./request/credential.ts";

/**
 * What the response may be.
 *
 * - `accepted`: 2xx, which returns what was sent. The request is valid.
 * - `refused`: 4xx. The request violates one constraint.
 * - `unauthorized`: 401 or 403. The credential is missing or wrong.
 * - `not-found`: 404, or 403. A path parameter names something that doesn't exist.
 * - `no-route`: 4xx, in any form. The description has no such path or method.
 * - `ambiguous`: 2xx, which returns what was sent, or 4xx. Correct servers differ.
 * - `unspecified`: everything except a failure of the server. Correct servers differ in what they make of the request.
 */
export type Expectation = ValueExpectation | "unauthorized" | "not-found" | "no-route";

/** What the response to an expectation may be, and what it tells. */
interface Expected {
  /** The server may accept the request. */
  readonly mayBeAccepted: boolean;
  /** The status codes with which the server may refuse it; `4xx` is any of them. */
  readonly refusals: readonly number[] | "4xx" | "none";
  /** What the response returns is compared with what was sent. */
  readonly isCompared: boolean;
  /** The request is one of an operation of the description. */
  readonly isOfOperation: boolean;
  /** The description tells which form the response has, whatever its status code. */
  readonly isSpecified: boolean;
}

const specified = { isCompared: false, isOfOperation: true, isSpecified: true } as const;

/** What the response to each expectation may be. */
export const expectations: Readonly<Record<Expectation, Expected>> = {
  accepted: { ...specified, mayBeAccepted: true, refusals: "none", isCompared: true },
  refused: { ...specified, mayBeAccepted: false, refusals: "4xx" },
  unauthorized: { ...specified, mayBeAccepted: false, refusals: [401, 403] },
  "not-found": { ...specified, mayBeAccepted: false, refusals: [403, 404, 410] },
  "no-route": { ...specified, mayBeAccepted: false, refusals: "4xx", isOfOperation: false },
  ambiguous: { ...specified, mayBeAccepted: true, refusals: "4xx", isCompared: true },
  unspecified: { ...specified, mayBeAccepted: true, refusals: "4xx", isSpecified: false },
};

/** A request before the canaries of the run are put into it. */
export interface Template {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** How the body's characters become bytes. */
  readonly encoding: "utf8" | "latin1";
  /** What is presented in place of the right credential. */
  readonly presented?: Presented;
}

/** One request, and what the response to it may be. */
export interface TestCase {
  readonly id: string;
  readonly operation: Operation;
  readonly expects: Expectation;
  readonly title: string;
  /** The constraint in the description that it comes from. */
  readonly pointer: string;
  readonly template: Template;
  /** What was sent, for comparison with what is returned; `undefined` where nothing may be compared. */
  readonly sent: Sent | undefined;
  /**
   * Parameters that are still open, by their keys: a run fills in those of an item that it has created, and these values
   * where it can create none.
   */
  readonly fromState: Readonly<Record<string, unknown>>;
  /** Sent twice: both responses must be of the same kind. */
  readonly twice: boolean;
  /** Of a random case: which of the random requests it is, from 0. fast-check starts to shrink there when it fails. */
  readonly randomIndex: number | undefined;
  /** Milliseconds after the start of the operation's cases before which it is not sent. */
  readonly notBefore: number | undefined;
}

/** Whether a method is a safe one: it asks for no change (RFC 9110, section 9.2.1). */
export function isSafe(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}
