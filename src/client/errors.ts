import { documentedErrors } from "../../generated/constraints.ts";
import type { operations } from "../../generated/openapi.ts";
import { propertyOf } from "./json.ts";
import type { Outcome } from "./outcome.ts";

/** One constraint that a field violates. */
export interface Issue {
  /** The field, such as `metadata.kind`. */
  readonly field: string;
  /** What is wrong with it, such as `must be of type string, not number`; never the value. */
  readonly message: string;
}

/** What is known about a failed call, and about its response. All of it must be free of secrets. */
type ErrorContext = Pick<DariError, "outcome" | "attempts" | "cause">;
type ResponseContext = ErrorContext & Pick<ResponseError, "status" | "headers" | "body">;

/** The same in every copy of this package. */
const brand: symbol = Symbol.for("dari-sessions.error");

/** The base class of every error of this package. */
export class DariError extends Error {
  declare readonly name: string;
  /**
   * What is known about the session: `"not-created"`, or `"unknown"` if it may have been created. After `"unknown"`, look
   * the session up by its metadata before you create it again.
   */
  readonly outcome: Outcome;
  /** How many times the request was sent, including attempts that failed to connect. */
  readonly attempts: number;

  constructor(message: string, { outcome, attempts, cause }: ErrorContext) {
    const advice = " The session may have been created: look for it by its metadata before you create it again.";
    super(outcome === "unknown" ? message + advice : message, cause === undefined ? undefined : { cause });
    this.outcome = outcome;
    this.attempts = attempts;
  }

  /** What a logger writes that turns errors into JSON. */
  toJSON(): Record<string, unknown> {
    const { name, message, outcome, attempts } = this;
    return { name, message, outcome, attempts };
  }
}

/** Options or arguments are invalid; the request was not sent. */
export class DariInputError extends DariError {
  declare readonly name: "DariInputError";
  /** Everything that is wrong, without the values. */
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[], context: ErrorContext = { outcome: "not-created", attempts: 0 }) {
    super(`${issues.map(({ field, message }) => `${field} ${message}`).join("; ")}.`, context);
    this.issues = issues;
  }
}

/** No complete response arrived: the server could not be reached, or the connection broke. The message says why. */
export class DariConnectionError extends DariError {
  declare readonly name: "DariConnectionError" | "DariTimeoutError";
}

/** No complete response arrived before a timeout. */
export class DariTimeoutError extends DariConnectionError {
  declare readonly name: "DariTimeoutError";
}

/** An error that a response causes. */
class ResponseError extends DariError {
  /** The status code of the response. */
  readonly status: number;
  /** The body of the response: parsed if it is JSON, otherwise its text; `undefined` if it is empty or unreadable. */
  readonly body: unknown;
  /** The header fields of the response. */
  readonly headers: Headers;
  /** The `X-Request-Id` of the response. */
  readonly requestId: string | undefined;

  constructor(message: string, context: ResponseContext) {
    super(message, context);
    this.status = context.status;
    this.body = context.body;
    this.headers = context.headers;
    this.requestId = context.headers.get("x-request-id") ?? undefined;
  }

  override toJSON(): Record<string, unknown> {
    const { status, requestId } = this;
    return { ...super.toJSON(), status, requestId };
  }
}

/** The response has a success status, but it isn't what the API documents. */
export class DariContractError extends ResponseError {
  declare readonly name: "DariContractError";
}

type Responses = operations["createSession"]["responses"];

/** The status codes of the errors that the API documents. */
export type DocumentedErrorStatus = (typeof documentedErrors)[number];

/** The documented body of an error, by its status code. */
type ErrorBody<Status extends number> = Status extends keyof Responses & DocumentedErrorStatus
  ? Responses[Status]["content"]["application/json"]
  : unknown;

/**
 * The server responded with an error, or with a redirect, which is never followed.
 *
 * @example
 * if (error instanceof DariApiError) console.error(error.status, error.detail);
 */
export class DariApiError<Status extends number = number> extends ResponseError {
  /** Without it, TypeScript narrows `error instanceof DariApiError` to `DariApiError<any>`. */
  declare static readonly [Symbol.hasInstance]: (value: unknown) => value is DariApiError;
  declare readonly name: "DariApiError";
  declare readonly status: Status;
  declare readonly body: ErrorBody<Status>;
  /** The `detail` of the body, if it has one: usually a sentence, but any JSON value. */
  readonly detail: unknown;
  /** The problems that the body lists, if it lists any. */
  readonly issues: readonly Issue[];

  constructor(message: string, context: ResponseContext & { status: Status }, issues: readonly Issue[]) {
    super(message, context);
    this.detail = propertyOf(context.body, "detail");
    this.issues = issues;
  }

  /**
   * Whether the API documents this status and the body is as documented. Then `status` tells the type of `body`.
   *
   * @example
   * if (error.isDocumented() && error.status === 422) console.error(error.body.detail);
   */
  isDocumented(): this is DocumentedApiError {
    const documented: readonly number[] = documentedErrors;
    return documented.includes(this.status) && this.detail !== undefined;
  }
}

/** An API error as documented: `status` tells the type of `body`. */
export type DocumentedApiError = { [Status in DocumentedErrorStatus]: DariApiError<Status> }[DocumentedErrorStatus];

Object.defineProperty(DariError.prototype, brand, { value: true });
// On the prototypes, where stack traces find the names.
const classes = { DariError, DariInputError, DariConnectionError, DariTimeoutError, DariContractError, DariApiError };
for (const [name, { prototype }] of Object.entries(classes)) Object.defineProperty(prototype, "name", { value: name });

/** Any error of this package; `name` tells them apart. */
export type AnyDariError =
  | DariInputError
  | (DariConnectionError & { readonly name: "DariConnectionError" })
  | DariTimeoutError
  | DariContractError
  | DariApiError;

/**
 * Whether a value is an error of this package, even of another copy of it, where `instanceof` fails.
 *
 * @example
 * if (isDariError(error) && error.name === "DariApiError") console.error(error.status);
 */
export function isDariError(value: unknown): value is AnyDariError {
  return typeof value === "object" && value !== null && brand in value;
}
