/**
 * Runs a task until it settles, `ms` milliseconds have passed, or one of the signals aborts, whichever comes first; it
 * doesn't wait for a task that ignores its own signal.
 *
 * @throws what the task throws, `expired()`, or the reason of the signal
 */
export function limit<Value>(
  task: (signal: AbortSignal) => Promise<Value>,
  ms: number,
  expired: () => unknown,
  signals: readonly AbortSignal[],
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const stop = (reason: unknown) => {
      free();
      reject(reason);
      controller.abort(reason);
    };
    const abort = () => stop(abortedBy(signals)?.reason);
    const timer = setTimeout(() => stop(expired()), ms);
    const free = () => {
      clearTimeout(timer);
      for (const signal of signals) signal.removeEventListener("abort", abort);
    };
    for (const signal of signals) signal.addEventListener("abort", abort);
    if (abortedBy(signals)) return abort();
    task(controller.signal).then(resolve, reject).then(free);
  });
}

/** The signal that has aborted, if one has. */
export function abortedBy(signals: readonly AbortSignal[]): AbortSignal | undefined {
  return signals.find(({ aborted }) => aborted);
}

/** Resolves after `ms` milliseconds; forgets about it when the signal aborts. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => clearTimeout(timer));
  });
}
