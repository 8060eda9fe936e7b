/** What a check is: its code, its words and its function. */
import type { Exchange, HttpResponse, NoResponse } from "../transport/exchange.ts";
import type { CheckContext } from "./context.ts";
import type { Severity } from "./severity.ts";

/** Looks for one kind of violation. Each check is a file of its own, in the folder of its severity. */
export interface Check<Name extends string = string> {
  /** Never changes and is never used again. Findings are reported in the order of the codes. */
  readonly code: string;
  readonly name: Name;
  readonly severity: Severity;
  /** What a finding of this check means. */
  readonly meaning: string;
  /** Why it matters. */
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
  /** The checks whose findings in the same response are consequences of this one's: they are not reported. */
  readonly explains?: readonly string[];
  /** What is wrong with a response. */
  readonly find?: (exchange: Exchange, response: HttpResponse, context: CheckContext) => Violation | undefined;
  /** What is wrong when there is no response. */
  readonly findWithout?: (exchange: Exchange, failure: NoResponse) => Violation;
}

/** What is wrong with a response. */
export interface Violation {
  /** What happened, in one line that begins with the field: `name: 64 characters was refused with 422`. */
  readonly title: string;
  /** The place in the description that is violated. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
  /**
   * What may have caused it, the most general first and its own cause last. Findings of one check are reported together
   * by the first of these that is another finding's own. @default the pointer
   */
  readonly rootCause?: readonly string[];
}
