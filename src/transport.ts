import { BodyError, readText } from "./body.ts";
import { type Call, contractError, errorOf, tell } from "./call.ts";
import { DariConnectionError, DariError, DariTimeoutError, inputError, oneLine } from "./errors.ts";
import { abortedBy, limit, sleep } from "./limit.ts";
import { copyOf, redactorOf } from "./redact.ts";
import { asksToRetry, backoff, outcomeOf, retryAfter, wasNeverSent } from "./retry.ts";
import { keyOf } from "./settings.ts";

/** An answer, read to its end if it could be. */
export interface Answer {
  readonly response: Response;
  readonly text: string;
  /** Why the text of an error is missing. */
  readonly cause?: unknown;
}

/** How far an attempt got. */
interface Progress {
  readonly started: number;
  sent?: boolean;
  response?: Response;
  /** The clock that ran out. */
  expired?: string;
  /** In how many milliseconds another attempt follows, if one does. */
  retryIn?: number | undefined;
}

/** @throws {DariError} if no complete answer arrives; the reason of a signal that aborts */
export async function send(call: Call): Promise<Answer> {
  for (;;) {
    const progress: Progress = { started: Date.now() };
    call.attempts++;
    tell(call, { type: "attempt" });
    try {
      let answer: Answer;
      try {
        answer = await attempt(call, progress);
      } catch (error) {
        answer = failed(call, progress, error);
      }
      if (progress.retryIn === undefined) return answer;
    } catch (error) {
      tell(call, { type: "failure", error, duration: Date.now() - progress.started });
      if (progress.retryIn === undefined) throw error;
    }
    const delay = progress.retryIn;
    tell(call, { type: "retry", delay });
    await sleep(delay, call.signals);
  }
}

function attempt(call: Call, progress: Progress): Promise<Answer> {
  const { settings, signals, timeout, deadline } = call;
  const left = Math.max(0, deadline - progress.started);
  const ms = Math.min(left, settings.attemptTimeout);
  const expired = () => {
    progress.expired = left > ms ? `${ms} ms (attemptTimeout)` : `${timeout} ms (timeout)`;
  };
  return limit(ms, signals, expired, (signal) => exchange(call, progress, signal));
}

async function exchange(call: Call, progress: Progress, signal: AbortSignal): Promise<Answer> {
  const { settings, method, url, body = null } = call;
  // Called on its own: a browser's `fetch` refuses to be a method of something else.
  const { fetch } = settings;
  const authorization = `Bearer ${settings.key ?? (await askKey(call))}`;
  signal.throwIfAborted();
  progress.sent = true;
  const response = await fetch(url, {
    method,
    headers: { ...call.headers, authorization },
    body,
    redirect: "manual",
    signal,
  });
  const { status, headers } = response;
  signal.throwIfAborted();
  // A browser hides where a redirect leads to, and its status.
  if (!status) throw new Error("redirects are not followed");
  progress.response = response;
  tell(call, { type: "answer", status, headers, duration: Date.now() - progress.started });
  if (!response.ok) planRetry(call, progress, response);
  if (progress.retryIn === undefined) return { response, text: await readText(response, settings.maxResponseBytes) };
  response.body?.cancel().catch(() => {});
  return { response, text: "" };
}

/** @throws {DariInputError} if the function that should give a key doesn't */
async function askKey(call: Call): Promise<string> {
  const { settings, outcome, attempts, keys } = call;
  let message = "must be one word of printable ASCII";
  let cause: unknown;
  try {
    settings.asked ??= Promise.resolve().then(settings.askKey);
    const key = keyOf(await settings.asked);
    if (key) {
      keys.push(key);
      return key;
    }
  } catch (error) {
    message = "is a function that failed";
    cause = copyOf(error, redactorOf(call));
  } finally {
    settings.asked = undefined;
  }
  throw inputError([{ field: "apiKey", message }], { outcome, attempts: attempts - 1, cause });
}

function planRetry(call: Call, progress: Progress, response: Response): void {
  const { status } = response;
  // Those of a hand-made answer may be anything.
  const headers = new Headers(response.headers);
  const outcome = outcomeOf(status, headers);
  if (outcome === "unknown") call.outcome = outcome;
  const dangerous = call.settings.dangerouslyRetryUnknownOutcomes && outcome === "unknown" && status >= 400;
  if (dangerous || asksToRetry(status, headers)) progress.retryIn = delayOf(call, progress, headers.get("retry-after"));
}

/** How long to wait for another attempt, if there may be one, and time for it to last as long as this one. */
function delayOf(
  { maxRetries, attempts, deadline }: Call,
  { started }: Progress,
  asked?: string | null,
): number | undefined {
  const now = Date.now();
  const delay = retryAfter(asked, now) ?? backoff(attempts, Math.random());
  return attempts <= maxRetries && now + delay + (now - started) < deadline ? delay : undefined;
}

/**
 * What a failed attempt amounts to, if it is an answer: one without its text.
 *
 * @throws the reason of a signal that aborted; else the error to report
 */
function failed(call: Call, progress: Progress, error: unknown): Answer {
  const { settings } = call;
  const { sent, response, expired } = progress;
  // The answer to it may never come.
  if (!sent) settings.asked = undefined;
  const aborted = abortedBy(call.signals);
  if (aborted) throw aborted.reason;
  if (!sent && error instanceof DariError) throw error;
  const cause = expired ? undefined : copyOf(error, redactorOf(call));
  if (response && !response.ok) return { response, text: "", cause };
  const neverSent = !sent || (settings.trusted && !response && wasNeverSent(cause));
  if (!neverSent) call.outcome = "unknown";
  if (sent && !response && (neverSent || settings.dangerouslyRetryUnknownOutcomes)) {
    progress.retryIn = delayOf(call, progress);
  }
  const missing = sent || settings.key ? "complete answer" : "apiKey";
  if (expired) throw errorOf(DariTimeoutError, call, ` got no ${missing} within ${expired}.`);
  if (response && error instanceof BodyError) throw contractError(call, response, error.message);
  throw errorOf(DariConnectionError, call, ` failed: ${reasonOf(response, neverSent, cause)}.`, cause);
}

function reasonOf(response: Response | undefined, neverSent: boolean, cause: unknown): string {
  const missing = neverSent ? "the server could not be reached" : "no answer arrived";
  const reason = response ? "its answer broke off" : missing;
  // `fetch` itself says little; what caused it in the end says most.
  let deepest = Object(cause);
  while (deepest.cause) deepest = deepest.cause;
  const said = oneLine(deepest.message || deepest.code || "");
  return said ? `${reason} (${said})` : reason;
}
