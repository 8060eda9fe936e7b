/** What checks find. */
import type { Exchange, HttpResponse } from "../transport/exchange.ts";
import type { CheckName } from "./codes.ts";
import type { CheckContext } from "./context.ts";

/** What is wrong with a response. */
export interface Violation {
  /** What happened, in one line that begins with the field: `name: 64 characters was refused with 422`. */
  readonly title: string;
  /** The place in the description that is violated. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
  /** What tells its cause from others where that is not the place: findings with one cause are reported once. */
  readonly cause?: string;
  /** A cause of which this one is a consequence: where both were found, they are reported together. */
  readonly impliedBy?: string;
  /** Properties of the request: of findings with one cause, one with more properties is explained by one with fewer. */
  readonly properties?: readonly string[];
}

/** A violation, the check that found it, and where. */
export interface Finding extends Violation {
  readonly check: CheckName;
  readonly exchange: Exchange;
}

/** Looks for one kind of violation in an exchange. */
export type Check = (exchange: Exchange, response: HttpResponse, context: CheckContext) => Violation | undefined;
