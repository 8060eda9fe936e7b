/** A test case: one request, and what the response to it may be. */
import type { Operation, Sent } from "../../openapi/operation.ts";
import type { Expectation } from "./expectation.ts";
import type { Presented } from "./request/credential.ts";

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
