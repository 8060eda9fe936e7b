import { BodyError, readText } from "./body.ts";
import {
  DariConnectionError,
  DariContractError,
  DariError,
  DariInputError,
  DariTimeoutError,
  type Issue,
} from "./errors.ts";
import type { DariEvent, EventCommon } from "./events.ts";
import { abortedBy, limit, sleep } from "./limit.ts";
import { copyOf, type Redact, redactHeaders, redactor, secretsIn } from "./redact.ts";
import { asksToRetry, backoff, type Outcome, outcomeOf, retryAfter, wasNeverSent } from "./retry.ts";
import { keyIssues, type Settings } from "./settings.ts";

/** A request, before it has a key. */
export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | null | undefined;
  readonly timeout?: number | undefined;
  readonly maxRetries?: number | undefined;
}

/** An answer, read to its end if it could be. */
export interface Answer {
  readonly response: Response;
  readonly text: string;
  /** Why the text of an error is missing. */
  readonly cause?: unknown;
}

/** What a call takes from its surroundings, so that tests can decide it. */
export interface Surroundings {
  now(): number;
  random(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** How far an attempt got. */
interface Progress {
  sent: boolean;
  response?: Response;
  /** The clock that ran out. */
  expired?: string;
  /** In how many milliseconds another attempt follows, if one does. */
  retryIn?: number | undefined;
}

type Distinct<Event> = Event extends DariEvent ? Omit<Event, keyof EventCommon> : never;

const surroundings: Surroundings = { now: Date.now, random: Math.random, sleep };
let calls = 0;

/** One request, sent as often as it must and may be. */
export class Call {
  /** How often it was sent, or tried to be. */
  attempts = 0;
  /** What is known of what it did, as long as it hasn't succeeded. */
  outcome: Outcome = "not-created";
  readonly #number: number = ++calls;
  readonly #settings: Settings;
  readonly #outgoing: Outgoing;
  readonly #around: Surroundings;
  readonly #signals: readonly AbortSignal[];
  readonly #timeout: number;
  readonly #deadline: number;
  readonly #keys = new Set<string>();

  constructor(settings: Settings, outgoing: Outgoing, around: Surroundings = surroundings) {
    this.#settings = settings;
    this.#outgoing = outgoing;
    this.#around = around;
    this.#signals = [settings.signal, outgoing.signal].filter((signal) => !!signal);
    this.#timeout = outgoing.timeout ?? settings.timeout;
    this.#deadline = around.now() + this.#timeout;
  }

  /** Takes the secrets of this call out of a text. */
  get redact(): Redact {
    return redactor([...this.#keys, ...secretsIn(this.#outgoing.body)]);
  }

  /** Such as `POST /v1/agents/agt_123/sessions`. */
  get request(): string {
    return this.redact(`${this.#outgoing.method} ${new URL(this.#outgoing.url).pathname}`);
  }

  /** @throws {DariError} if no complete answer arrives; the reason of a signal that aborts */
  async send(): Promise<Answer> {
    for (;;) {
      const progress: Progress = { sent: false };
      const result = await this.#attempt(progress);
      const { retryIn: delay } = progress;
      if (delay === undefined) {
        if (result instanceof DariError) throw result;
        return result;
      }
      this.#tell(() => ({ type: "retry", delay }));
      await limit(
        (signal) => this.#around.sleep(delay, signal),
        this.#timeout,
        () => undefined,
        this.#signals,
      );
    }
  }

  async #attempt(progress: Progress): Promise<Answer | DariError> {
    const started = this.#around.now();
    const left = Math.max(0, this.#deadline - started);
    const { attemptTimeout } = this.#settings;
    const expired = () => {
      progress.expired =
        left < attemptTimeout ? `${this.#timeout} ms (timeout)` : `${attemptTimeout} ms (attemptTimeout)`;
      return new DOMException("The time is up.", "TimeoutError");
    };
    this.attempts++;
    this.#tell(() => ({ type: "attempt" }));
    try {
      const exchange = (signal: AbortSignal) => this.#exchange(progress, signal);
      const answer = await limit(exchange, Math.min(left, attemptTimeout), expired, this.#signals);
      this.#tellAnswer(answer, started);
      return answer;
    } catch (error) {
      const signal = abortedBy(this.#signals);
      const result = signal ? undefined : this.#failure(error, progress);
      if (result && !(result instanceof DariError)) {
        this.#tellAnswer(result, started);
        return result;
      }
      this.#tell(() => ({ type: "failure", error: result ?? signal?.reason, duration: this.#around.now() - started }));
      if (result) return result;
      throw signal?.reason;
    }
  }

  async #exchange(progress: Progress, signal: AbortSignal): Promise<Answer> {
    const { method, url, headers, body = null } = this.#outgoing;
    const { fetch, maxResponseBytes, retryUnknown } = this.#settings;
    headers.set("Authorization", `Bearer ${await this.#key()}`);
    signal.throwIfAborted();
    progress.sent = true;
    const response = await fetch(url, { method, headers, body, redirect: "manual", signal });
    progress.response = response;
    const { ok, status, type } = response;
    if (type === "opaqueredirect") throw new Error("A browser doesn't tell where it leads to.");
    if (!ok) {
      const outcome = outcomeOf(status, response.headers);
      this.#note(outcome);
      const ambiguous = retryUnknown && outcome === "unknown" && status >= 400;
      progress.retryIn = this.#delay(ambiguous || asksToRetry(status, response.headers), response.headers);
    }
    if (progress.retryIn === undefined) return { response, text: await readText(response, maxResponseBytes) };
    response.body?.cancel().catch(() => undefined);
    return { response, text: "" };
  }

  async #key(): Promise<string> {
    let issues: readonly Issue[];
    let cause: unknown;
    try {
      const key = await this.#settings.apiKey();
      issues = keyIssues(key);
      if (issues.length === 0) {
        const word = String(key).trim();
        this.#keys.add(word);
        return word;
      }
    } catch (error) {
      issues = [{ field: "apiKey", message: "is a function, and it failed" }];
      cause = copyOf(error, this.redact);
    }
    throw new DariInputError(issues, { outcome: this.outcome, attempts: this.attempts - 1, cause });
  }

  /** What a failed attempt amounts to: an answer without its text, or an error. */
  #failure(error: unknown, progress: Progress): Answer | DariError {
    const { sent, response, expired } = progress;
    if (error instanceof DariError) return error;
    const cause = expired ? undefined : copyOf(error, this.redact);
    if (response && !response.ok && response.type !== "opaqueredirect") return { response, text: "", cause };
    const neverSent = !sent || (!response && wasNeverSent(error));
    if (!neverSent) this.#note("unknown");
    const repeat = sent && !response && (neverSent || this.#settings.retryUnknown);
    progress.retryIn = this.#delay(repeat, undefined);
    const known = { outcome: this.outcome, attempts: this.attempts, cause };
    const { request } = this;
    if (expired) return new DariTimeoutError(`${request} got no complete answer within ${expired}.`, known);
    if (response && error instanceof BodyError) {
      const { status } = response;
      const headers = redactHeaders(response.headers, this.redact);
      return new DariContractError(`${request} was answered with ${status}, but ${error.message}.`, {
        ...known,
        status,
        headers,
      });
    }
    return new DariConnectionError(`${request} failed: ${reasonOf(response, neverSent)}.`, known);
  }

  #note(outcome: Outcome): void {
    if (outcome === "unknown") this.outcome = outcome;
  }

  #delay(repeat: boolean, headers: Headers | undefined): number | undefined {
    const { now, random } = this.#around;
    if (!repeat || this.attempts > (this.#outgoing.maxRetries ?? this.#settings.maxRetries)) return undefined;
    const delay = retryAfter(headers?.get("retry-after") ?? null, now()) ?? backoff(this.attempts, random());
    return now() + delay < this.#deadline ? delay : undefined;
  }

  #tellAnswer({ response: { status, headers } }: Answer, started: number): void {
    this.#tell(() => ({
      type: "answer",
      status,
      headers: redactHeaders(headers, this.redact),
      duration: this.#around.now() - started,
    }));
  }

  #tell(event: () => Distinct<DariEvent>): void {
    const { onEvent } = this.#settings;
    if (!onEvent) return;
    const { method, url } = this.#outgoing;
    const common = { call: this.#number, attempt: this.attempts, method, url: this.redact(url) };
    try {
      onEvent({ ...common, ...event() } as DariEvent);
    } catch {
      // An observer that fails must not cost a session.
    }
  }
}

function reasonOf(response: Response | undefined, neverSent: boolean): string {
  if (!response) return neverSent ? "the server could not be reached" : "no answer arrived";
  return response.ok ? "its answer broke off" : "it was answered with a redirect, and redirects are not followed";
}
