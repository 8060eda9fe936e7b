import type { operations } from "../generated/openapi.ts";
import { parseRedacted, type Redact } from "./redact.ts";
import type { Outcome } from "./retry.ts";

/** One rule that a field breaks. */
export interface Issue {
  /** The field, such as `metadata.kind`. */
  readonly field: string;
  /** The rule, such as `must be a string`. */
  readonly message: string;
}

/** What every error knows besides its message. */
interface Knowledge {
  readonly outcome?: Outcome;
  readonly attempts?: number;
  readonly cause?: unknown;
}

/** A `Symbol.for` is the same in every copy of this package. */
const brand: unique symbol = Symbol.for("dari-sessions.error") as never;

/** On the prototype, the name is there when the stack is written; on the class, a minifier can't take it from `inspect`. */
function name(type: { prototype: DariError }, value: string): void {
  for (const target of [type, type.prototype]) Object.defineProperty(target, "name", { value });
}

/** The base of every error that this package raises. */
export class DariError extends Error {
  declare readonly name: string;
  /**
   * What is known of the session: `"not-created"` only where that is certain, else `"unknown"`.
   *
   * After `"unknown"`, look the session up by its metadata before you create it again.
   */
  readonly outcome: Outcome;
  /** How many times the request was sent, or tried to be. */
  readonly attempts: number;

  static {
    name(DariError, "DariError");
    Object.defineProperty(DariError.prototype, brand, { value: true });
  }

  constructor(message: string, { outcome = "not-created", attempts = 0, cause }: Knowledge = {}) {
    const advice =
      outcome === "unknown"
        ? " The session may have been created: look for it by its metadata before you try again."
        : "";
    super(message + advice, cause === undefined ? undefined : { cause });
    this.outcome = outcome;
    this.attempts = attempts;
  }
}

/** The call was refused before anything was sent: options or arguments break the rules that the message names. */
export class DariInputError extends DariError {
  declare readonly name: "DariInputError";
  /** Every rule that is broken, never the value that breaks it. */
  readonly issues: readonly Issue[];

  static {
    name(DariInputError, "DariInputError");
  }

  constructor(issues: readonly Issue[], knowledge?: Knowledge) {
    super(`${issues.map(({ field, message }) => `${field} ${message}`).join("; ")}.`, knowledge);
    this.issues = issues;
  }
}

/** No complete answer arrived: the server could not be reached, or the connection broke. The `cause` says why. */
export class DariConnectionError extends DariError {
  declare readonly name: "DariConnectionError" | "DariTimeoutError";

  static {
    name(DariConnectionError, "DariConnectionError");
  }
}

/** No complete answer arrived in time. */
export class DariTimeoutError extends DariConnectionError {
  declare readonly name: "DariTimeoutError";

  static {
    name(DariTimeoutError, "DariTimeoutError");
  }
}

/** What an answer brings to an error. */
interface Answered extends Knowledge {
  readonly status: number;
  readonly headers: Headers;
}

/** The server answered that it succeeded, but not with what the API documents. */
export class DariContractError extends DariError {
  declare readonly name: "DariContractError";
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The headers of the answer. */
  readonly headers: Headers;

  static {
    name(DariContractError, "DariContractError");
  }

  constructor(message: string, { status, headers, ...knowledge }: Answered) {
    super(message, { ...knowledge, outcome: "unknown" });
    this.status = status;
    this.headers = headers;
  }
}

type Responses = operations["createSession"]["responses"];
type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type ToNumber<Text> = Text extends `${infer Value extends number}` ? Value : never;
/** The statuses of an answer that isn't a success. */
type ErrorStatus = ToNumber<`${3 | 4 | 5}${Digit}${Digit}`>;
type DocumentedStatus = keyof Responses & ErrorStatus;

class ApiError<Status extends ErrorStatus, Body> extends DariError {
  declare readonly name: "DariApiError";
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
  /** The id that the server gave to the request, if it did. */
  readonly requestId: string | undefined;

  static {
    name(ApiError, "DariApiError");
  }

  constructor(request: string, { status, headers, ...knowledge }: Answered, text: string, redact: Redact) {
    const body = bodyOf(text, redact);
    const detail = typeof body === "object" && body !== null && "detail" in body ? body.detail : undefined;
    const issues = issuesOf(detail);
    super(`${request} was answered with ${status}${inWords(detail, issues)}.${adviceOn(status)}`, knowledge);
    this.status = status as Status;
    this.body = body as Body;
    this.detail = detail;
    this.issues = issues;
    this.headers = headers;
    this.requestId = headers.get("x-request-id") ?? headers.get("request-id") ?? undefined;
  }
}

const advice: Record<number, string> = {
  401: " Check the API key: the option apiKey, or DARI_API_KEY.",
  403: " The API key may not use this agent.",
  404: " Check the agent id and the option baseUrl.",
  422: " Correct the request before you send it again.",
  429: " Wait before you create another session.",
};

function adviceOn(status: number): string {
  return advice[status] ?? (status < 400 ? " Redirects are not followed: check the option baseUrl." : "");
}

function bodyOf(text: string, redact: Redact): unknown {
  if (text === "") return undefined;
  try {
    return parseRedacted(text, redact);
  } catch {
    return redact(text);
  }
}

/** The lists of problems that services write: `[{ loc: ["body", "name"], msg: "…" }]`. */
function issuesOf(detail: unknown): Issue[] {
  if (!Array.isArray(detail)) return [];
  return detail.flatMap((problem) => {
    const { loc, msg, message = msg } = problem ?? {};
    if (typeof message !== "string") return [];
    const field = Array.isArray(loc) ? loc.filter((key, index) => index > 0 || key !== "body").join(".") : "";
    return [{ field, message }];
  });
}

function inWords(detail: unknown, issues: Issue[]): string {
  if (detail === undefined) return "";
  const words =
    typeof detail === "string"
      ? detail
      : issues.map(({ field, message }) => (field ? `${field}: ${message}` : message)).join("; ") ||
        JSON.stringify(detail);
  return `: ${words.slice(0, 500).replace(/\.$/, "")}`;
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
export const DariApiError: new (...given: ConstructorParameters<typeof ApiError>) => DariApiError = ApiError as never;

/** Any error of this package; `name` tells them apart. */
export type AnyDariError = DariInputError | DariConnectionError | DariTimeoutError | DariContractError | DariApiError;

/**
 * Whether a value is an error of this package, even of another copy of it, where `instanceof` fails.
 *
 * @example
 * if (isDariError(error) && error.name === "DariApiError") console.error(error.status);
 */
export function isDariError(value: unknown): value is AnyDariError {
  return typeof value === "object" && value !== null && brand in value;
}
