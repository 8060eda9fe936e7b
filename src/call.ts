import { DariContractError, type Known } from "./errors.ts";
import type { DariEvent, EventCommon } from "./events.ts";
import type { Signals } from "./limit.ts";
import type { CallOptions } from "./options.ts";
import { redactHeaders, redactorOf } from "./redact.ts";
import type { Outcome } from "./retry.ts";
import type { Settings } from "./settings.ts";

/** A request, before it has a key. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** One request, sent as often as it must and may be. */
export interface Call extends Outgoing {
  readonly settings: Settings;
  readonly id: number;
  readonly signals: Signals;
  readonly timeout: number;
  readonly deadline: number;
  readonly maxRetries: number;
  /** The keys that it is sent with. */
  readonly keys: string[];
  attempts: number;
  /** What is known of what it did, as long as it hasn't succeeded. */
  outcome: Outcome;
}

type Distinct<Event> = Event extends DariEvent ? Omit<Event, keyof EventCommon> : never;

let calls = 0;

/** Starts the clock of a request. */
export function startCall(settings: Settings, outgoing: Outgoing, options: CallOptions = {}): Call {
  const { timeout = settings.timeout, maxRetries = settings.maxRetries, signal } = options;
  return {
    settings,
    id: ++calls,
    signals: [settings.signal, signal],
    timeout,
    deadline: Date.now() + timeout,
    maxRetries,
    keys: settings.key ? [settings.key] : [],
    attempts: 0,
    outcome: "not-created",
    ...outgoing,
  };
}

type ErrorType<Made> = new (message: string, known: Known) => Made;

/** An error about a call, or about its answer; `cause` and what `more` tells must be free of secrets. */
export function errorOf<Made>(
  Type: ErrorType<Made>,
  call: Call,
  words: string,
  cause?: unknown,
  response?: Response,
  more?: Known,
): Made {
  const { outcome, attempts, method, url } = call;
  const redact = redactorOf(call);
  let request = redact(`${method} ${new URL(url).pathname}`);
  let answer: Known | undefined;
  if (response) {
    const headers = redactHeaders(response.headers, redact);
    answer = { status: response.status, headers, requestId: headers.get("x-request-id") ?? undefined };
    request += ` was answered with ${response.status}`;
  }
  return new Type(request + words, { outcome, attempts, cause, ...answer, ...more });
}

/** The error for a success whose body can't be used; `reason` completes "the body is". */
export function contractError(call: Call, response: Response, reason: string): DariContractError {
  call.outcome = "unknown";
  return errorOf(DariContractError, call, `, but the body is ${reason}.`, undefined, response);
}

/** Tells the client's observer, if it has one, of an event, without the secrets in it. */
export function tell(call: Call, event: Distinct<DariEvent>): void {
  const { id, attempts, method, url } = call;
  const { onEvent } = call.settings;
  if (!onEvent) return;
  const telling = new Promise((resolve) => {
    const redact = redactorOf(call);
    const headers = event.type === "answer" && { headers: redactHeaders(event.headers, redact) };
    const told = { call: id, attempt: attempts, method, url: redact(url), ...event, ...headers };
    resolve(onEvent(told as DariEvent));
  });
  // An observer that fails, at once or later, must not cost a session.
  telling.catch(() => {});
}
