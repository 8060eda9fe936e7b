/** Limits how long work may take. */

/** The time is up. */
export class TimeUp extends Error {}

/** A signal that aborts with another one: Node.js warns if more than ten calls listen to one signal. */
export function follow(signal: AbortSignal): AbortSignal {
  // Some runtimes have no `any`, and it refuses the signal of another realm, such as jsdom's.
  const canFollow = typeof AbortSignal.any === "function" && signal instanceof AbortSignal;
  return canFollow ? AbortSignal.any([signal]) : signal;
}

/** Why a call was aborted. openapi-fetch drops an error that is falsy. */
export function abortReason({ reason }: AbortSignal): unknown {
  return reason || Object.assign(new Error(`The call was aborted with the reason ${reason}.`), { name: "AbortError" });
}

/**
 * Waits for work until the time is up or the signal aborts, even if the work ignores the signal that it gets.
 *
 * @throws {TimeUp} if the time is up, or the reason of the signal
 */
export async function within<Value>(
  milliseconds: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  if (signal?.aborted) throw abortReason(signal);
  if (milliseconds <= 0) throw new TimeUp();
  const controller = new AbortController();
  let release = () => {};
  const stopped = new Promise<never>((_, reject) => {
    const stop = (reason: unknown) => {
      reject(reason);
      controller.abort(reason);
    };
    const timer = setTimeout(() => stop(new TimeUp()), milliseconds);
    const abort = () => signal && stop(abortReason(signal));
    signal?.addEventListener("abort", abort);
    release = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    };
  });
  try {
    return await Promise.race([stopped, work(controller.signal)]);
  } finally {
    release();
  }
}

/** Waits until the time is up or the signal aborts, and at least until the runtime has freed the last connection. */
export async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await within(Math.max(1, milliseconds), signal, () => new Promise(() => {})).catch(() => {});
}
