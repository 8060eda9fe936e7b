/** A request and its response. */
import type { TestCase } from "../generate/test-case.ts";
import type { Sent } from "../spec/extensions.ts";
import type { Answer, Outgoing, Silence } from "./http.ts";

/** A request and its answer. */
export interface Exchange {
  readonly case: TestCase;
  /** The request as it went out. */
  readonly request: Outgoing;
  readonly index: number;
  /** Tells this exchange from the other one of a case that is sent twice. */
  readonly sequence: number;
  /** What was sent, with the words of the run in it. */
  readonly sent: Sent | undefined;
  /** The text of the request by which an own word is told from a leaked one. */
  readonly requestText: string;
  /** The credentials that were presented in place of the right one. */
  readonly presented: readonly string[];
  readonly answer: Answer | Silence;
  /** The body, if it is JSON. */
  readonly json: { readonly value: unknown } | undefined;
  /** The answer as text, plain and decoded, for whatever must not be in it. */
  readonly texts: readonly string[];
  /** The first answer to the same request. */
  readonly before: Answer | undefined;
}

/** What an answer showed of something that only the server knows. */
export interface Shown {
  readonly text: string;
  readonly sentAt: number;
  readonly doneAt: number;
}
