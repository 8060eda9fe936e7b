/** A case: one request and what its answer must be. */

import type { Operation } from "../spec/operation.ts";
import type { Presented } from "./auth.ts";

/**
 * What an answer must be: `accepted` is 2xx, `refused` 4xx, `unauthorized` 401 or 403, `no-route` neither success nor a
 * failure of the server; `open` is for requests about which correct servers differ.
 */
export type Expectation = "accepted" | "refused" | "unauthorized" | "no-route" | "open";

/** A request before the words of the run are put into it. */
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

/** One request and what its answer must be. */
export interface Case {
  readonly id: string;
  readonly operation: Operation;
  readonly expects: Expectation;
  readonly title: string;
  /** The rule in the document that it comes from. */
  readonly pointer: string;
  readonly template: Template;
  /** What was sent, for comparison with what is returned; `undefined` where nothing may be compared. */
  readonly sent: Sent | undefined;
  /** Sent twice: both answers must be of the same kind. */
  readonly twice: boolean;
  /** One of the random ones, which are shrunk when they fail. */
  readonly random: boolean;
}

/** The values of a request by what a runtime expression calls them: `body`, `path.id`, `query.limit`, `header.x`. */
export interface Sent {
  readonly body: unknown;
  readonly parameters: Readonly<Record<string, unknown>>;
}
