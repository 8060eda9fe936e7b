/** Limits how long work may take. */

/** The time is up. */
export class TimeUp extends Error {}

/** The same signals as one that is new, if the runtime can: Node.js warns if more than ten calls listen to one signal. */
export function anyOf(signals: readonly AbortSignal[]): readonly AbortSignal[] {
  // The signal of another realm, such as jsdom's, is no instance of this realm's class.
  const canJoin = typeof AbortSignal.any === "function" && signals.every((signal) => signal instanceof AbortSignal);
  return canJoin && signals.length > 0 ? [AbortSignal.any([...signals])] : signals;
}

/** Why a call was aborted. openapi-fetch drops an error that is falsy. */
export function abortReason(signals: readonly AbortSignal[]): unknown {
  const reason = signals.find((signal) => signal.aborted)?.reason;
  return reason || Object.assign(new Error(`The call was aborted with the reason ${reason}.`), { name: "AbortError" });
}

export function isAborted(signals: readonly AbortSignal[]): boolean {
  return signals.some((signal) => signal.aborted);
}

/**
 * Waits for work until the time is up or a signal aborts, even if the work ignores the signal that it gets.
 *
 * @throws {TimeUp} if the time is up, or the reason of the signal that aborts
 */
export async function within<Value>(
  milliseconds: number,
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  if (isAborted(signals)) throw abortReason(signals);
  if (milliseconds <= 0) throw new TimeUp();
  const controller = new AbortController();
  let release = () => {};
  const stopped = new Promise<never>((_, reject) => {
    const stop = (reason: unknown) => {
      reject(reason);
      controller.abort(reason);
    };
    const timer = setTimeout(() => stop(new TimeUp()), milliseconds);
    const abort = () => stop(abortReason(signals));
    for (const signal of signals) signal.addEventListener("abort", abort);
    release = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", abort);
    };
  });
  try {
    return await Promise.race([stopped, work(controller.signal)]);
  } finally {
    release();
  }
}

/** Waits until the time is up or a signal aborts, and at least until the runtime has freed the last connection. */
export async function sleep(milliseconds: number, signals: readonly AbortSignal[]): Promise<void> {
  await within(Math.max(1, milliseconds), signals, () => new Promise(() => {})).catch(() => {});
}
