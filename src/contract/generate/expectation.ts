/** What the response to a test case may be. */
import type { ValueExpectation } from "../values/value.ts";

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

export const expectations: Readonly<Record<Expectation, Expected>> = {
  accepted: { ...specified, mayBeAccepted: true, refusals: "none", isCompared: true },
  refused: { ...specified, mayBeAccepted: false, refusals: "4xx" },
  unauthorized: { ...specified, mayBeAccepted: false, refusals: [401, 403] },
  "not-found": { ...specified, mayBeAccepted: false, refusals: [403, 404, 410] },
  "no-route": { ...specified, mayBeAccepted: false, refusals: "4xx", isOfOperation: false },
  ambiguous: { ...specified, mayBeAccepted: true, refusals: "4xx", isCompared: true },
  unspecified: { ...specified, mayBeAccepted: true, refusals: "4xx", isSpecified: false },
};
