import type { operations } from "../generated/openapi.ts";
import { parseRedacted, type Redact } from "./redact.ts";
import type { Outcome } from "./retry.ts";

/** One rule that a field breaks. */
export interface Issue {
  /** The field, such as `metadata.kind`. */
  readonly field: string;
  /** The rule, such as `must be of type string`. */
  readonly message: string;
}

/** The issue of a field that breaks a rule. */
export function issue(field: string, rule: string): Issue {
  return { field, message: `must ${rule}` };
}

/** What an error tells beside its message. */
export interface Known {
  readonly outcome?: Outcome;
  readonly cause?: unknown;
  readonly [field: string]: unknown;
}

/** A `Symbol.for` is the same in every copy of this package. */
const brand: unique symbol = Symbol.for("dari-sessions") as never;

/** The base of every error that this package raises. */
export class DariError extends Error {
  /** Minified code keeps it. */
  static override readonly name: string = "DariError";
  declare readonly name: string;
  /**
   * What is known of the session: `"not-created"` only where that is certain, else `"unknown"`.
   *
   * After `"unknown"`, look the session up by its metadata before you create it again.
   */
  declare readonly outcome: Outcome;
  /** How many times the request was sent, or tried to be. */
  declare readonly attempts: number;

  /** Errors are made by this package; `known` is what they tell beside their message. */
  constructor(message: string, { cause, ...known }: Known = {}) {
    const advice = known.outcome === "unknown" ? " The session may exist: look for it by its metadata." : "";
    super(message + advice, cause === undefined ? undefined : { cause });
    Object.assign(this, { outcome: "not-created", attempts: 0 }, known);
  }
}

/** The call was refused before anything was sent: options or arguments break the rules that the message names. */
export class DariInputError extends DariError {
  static override readonly name: string = "DariInputError";
  declare readonly name: "DariInputError";
  /** Every rule that is broken, never the value that breaks it. */
  declare readonly issues: readonly Issue[];
}

/** No complete answer arrived: the server could not be reached, or the connection broke. The message and the `cause` say why. */
export class DariConnectionError extends DariError {
  static override readonly name: string = "DariConnectionError";
  declare readonly name: "DariConnectionError" | "DariTimeoutError";
}

/** No complete answer arrived in time. */
export class DariTimeoutError extends DariConnectionError {
  static override readonly name: string = "DariTimeoutError";
  declare readonly name: "DariTimeoutError";
}

/** The server answered that it succeeded, but not with what the API documents. */
export class DariContractError extends DariError {
  static override readonly name: string = "DariContractError";
  declare readonly name: "DariContractError";
  /** The HTTP status of the answer. */
  declare readonly status: number;
  /** The headers of the answer. */
  declare readonly headers: Headers;
  /** The id that the server gave to the request in `X-Request-Id`, if it did. */
  declare readonly requestId: string | undefined;
}

type Responses = operations["createSession"]["responses"];
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type ToNumber<Text> = Text extends `${infer Value extends number}` ? Value : never;
/** The statuses of an answer that isn't a success. */
type ErrorStatus = ToNumber<`${3 | 4 | 5}${Digit}${Digit}`>;
type DocumentedStatus = keyof Responses & ErrorStatus;

declare class ApiError<Status extends ErrorStatus, Body> extends DariError {
  readonly name: "DariApiError";
  /** The HTTP status of the answer. */
  readonly status: Status;
  /** The body of the answer: parsed if it is JSON, its text otherwise, `undefined` if it is empty or was cut off. */
  readonly body: Body;
  /** The `detail` of the body, if it has one: usually a sentence, but any JSON value. */
  readonly detail: unknown;
  /** The problems that `detail` lists, if it is a list of them. */
  readonly issues: readonly Issue[];
  /** The headers of the answer. */
  readonly headers: Headers;
  /** The id that the server gave to the request in `X-Request-Id`, if it did. */
  readonly requestId: string | undefined;
}

/**
 * The server answered with an error. `status` tells the type of `body`: as documented for that status, else `unknown`.
 *
 * @example
 * if (error instanceof DariApiError && error.status === 422) console.error(error.body.detail);
 */
export type DariApiError =
  | {
      [Status in DocumentedStatus]: ApiError<Status, Responses[Status]["content"]["application/json"]>;
    }[DocumentedStatus]
  | ApiError<Exclude<ErrorStatus, DocumentedStatus>, unknown>;
export const DariApiError: new (...given: ConstructorParameters<typeof DariError>) => DariApiError =
  class extends DariError {
    static override readonly name: string = "DariApiError";
  } as never;

Object.defineProperties(DariError.prototype, {
  // Where the stack finds it when it is written.
  name: {
    get() {
      return this.constructor.name;
    },
  },
  [brand]: { value: true },
});

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

/** The error for the rules that are broken. */
export function inputError(issues: readonly Issue[], known?: Known): DariInputError {
  const words = issues.map(({ field, message }) => `${field} ${message}`).join("; ");
  return new DariInputError(`${words}.`, { ...known, issues });
}

/** @throws {DariInputError} if there are issues */
export function refuse(issues: readonly Issue[]): void {
  if (issues.length) throw inputError(issues);
}

const advice: Record<number, string> = {
  401: " Check the API key.",
  403: " The API key may not do this.",
  404: " Check the agent id and baseUrl.",
  422: " Correct the request.",
  429: " Wait before you try again.",
};

/** The lists of problems that services write: `[{ loc: ["body", "name"], msg: "…" }]`. */
function issuesOf(detail: unknown): Issue[] {
  if (!Array.isArray(detail)) return [];
  return detail.flatMap((problem) => {
    const { loc, msg, message = msg } = Object(problem);
    const names = Array.isArray(loc) ? loc.filter((part) => Object(part) !== part) : [];
    const field = names.join(".").replace(/^body\./, "");
    return typeof message === "string" ? { field, message } : [];
  });
}

/** A text of somebody else's, fit for a message. */
export function oneLine(text: unknown): string {
  return String(text).replace(/\s+/g, " ").trim().slice(0, 500);
}

function inWords(detail: unknown, issues: Issue[]): string {
  const listed = issues.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join("; ");
  const words = oneLine(typeof detail === "string" ? detail : listed || (JSON.stringify(detail) ?? ""));
  return words && `: ${words.replace(/\.$/, "")}`;
}

/** What the body of an error says, in words for the message and in fields. */
export function readError(status: number, text: string, redact: Redact): Known & { words: string } {
  const parsed = parseRedacted(text, redact);
  const body = parsed === undefined ? redact(text) || undefined : parsed;
  const { detail } = Object(body);
  const issues = issuesOf(detail);
  const next = advice[status] ?? (status < 400 ? " Check baseUrl: redirects are not followed." : "");
  return { words: `${inWords(detail, issues)}.${next}`, body, detail, issues };
}
