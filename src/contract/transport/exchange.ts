/** A request and what came back. */
import type { IncomingHttpHeaders } from "node:http";
import type { Sent } from "../../openapi/operation.ts";
import type { TestCase } from "../generate/test-case.ts";

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
  /** Whether it needs a connection of its own: what it leaves there must not meet other requests. */
  readonly isAlone?: boolean;
}

/** A complete response. */
export interface HttpResponse {
  readonly kind: "response";
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The reason phrase and the header fields as text, with those of interim (1xx) responses and the trailer fields. */
  readonly head: string;
  /** The body as text; `undefined` if it is not UTF-8, or can't be decompressed. */
  readonly text: string | undefined;
  readonly sentAt: number;
  readonly doneAt: number;
}

/** No response came, or not all of it. */
export interface NoResponse {
  readonly kind: "no-response";
  /** `connection`: it was refused or closed before a response; `incomplete`: the response broke off. */
  readonly reason: "timeout" | "connection" | "incomplete";
  /** Node's code of the error, such as `ECONNREFUSED`. */
  readonly code: string;
  readonly message: string;
  readonly sentAt: number;
  readonly doneAt: number;
}

export type HttpResult = HttpResponse | NoResponse;

/** The code of a response that is larger than what is read of one: nothing is known of it. */
export const tooLarge = "TOO_LARGE";

/** Levels of JSON in a response. A reader may have a limit (RFC 8259): deeper JSON would exhaust the stack of ours. */
export const deepestJson = 500;

/** A test case, its request and the result. */
export interface Exchange {
  readonly testCase: TestCase;
  readonly request: HttpRequest;
  /** Tells the test cases of a run apart: it is part of the canary of each. */
  readonly index: number;
  /** Tells this exchange from the other one of a test case that is sent twice. */
  readonly sequence: number;
  /** The values of the request, with the canaries of the run in them. */
  readonly sent: Sent | undefined;
  /** The text of the request, by which an own value is told from a leaked one. */
  readonly requestText: string;
  /** The credentials that were presented in place of the right one. */
  readonly presented: readonly string[];
  readonly result: HttpResult;
  /** The body of the response, if it is JSON that is not too deep. */
  readonly json: { readonly value: unknown } | undefined;
  /** The response as text, plain and decoded, for whatever must not be in it. */
  readonly texts: readonly string[];
  /** The first response to the same request. */
  readonly before: HttpResponse | undefined;
}
