/** A request and its answer, and what a check makes of them. */
import type { Case, Sent } from "../generate/test-case.ts";
import type { Relation } from "../spec/extensions.ts";
import type { Validator } from "../spec/schema.ts";
import type { Words } from "./canaries.ts";
import type { Answer, Silence } from "./http.ts";

/** A request and its answer. */
export interface Exchange {
  readonly case: Case;
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

/** What the run knows. */
export interface Known {
  readonly validator: Validator;
  readonly words: Words;
  readonly relations: readonly Relation[];
  /** The cases by the index of their requests. */
  readonly cases: ReadonlyMap<number, Case>;
  /** Values that must be unique, with the exchange that had each first. */
  readonly values: ReadonlyMap<string, number>;
  /** The times of creation so far, and what the server decided where a request left it the choice. */
  readonly series: ReadonlyMap<string, readonly Shown[]>;
}

/** What an answer showed of something that only the server knows. */
export interface Shown {
  readonly text: string;
  readonly sentAt: number;
  readonly doneAt: number;
}

/** What a check found. */
export interface Finding {
  /** The rule's place in the document. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

export type Judge = (exchange: Exchange, answer: Answer, known: Known) => Finding | undefined;

/** One check: its name, its rule in words, and how it judges. */
export interface Check {
  readonly name: string;
  readonly words: string;
  readonly judge: Judge;
}
