/** What may abort a task. */
export type Signals = readonly (AbortSignal | undefined)[];

/**
 * Runs a task until it settles, the time is up, or a signal aborts; it doesn't wait for a task that ignores its signal,
 * and doesn't start one if there is no time.
 *
 * @throws what the task throws, the reason of the signal, or nothing after it called `expired`
 */
export function limit<Value>(
  ms: number,
  signals: Signals,
  expired: () => void,
  task: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const controller = new AbortController();
    const free = () => {
      clearTimeout(timer);
      for (const signal of signals) signal?.removeEventListener("abort", abort);
    };
    const stop = (reason: unknown) => {
      free();
      reject(reason);
      controller.abort(reason);
    };
    const abort = () => stop(abortedBy(signals)?.reason);
    const timer = setTimeout(() => stop(expired()), ms);
    for (const signal of signals) signal?.addEventListener("abort", abort);
    if (abortedBy(signals)) abort();
    else if (ms > 0) {
      task(controller.signal).then((value) => {
        free();
        resolve(value);
      }, stop);
    }
  });
}

/** The signal that has aborted, if one has. */
export function abortedBy(signals: Signals): AbortSignal | undefined {
  return signals.find((signal) => signal?.aborted);
}

/**
 * Waits.
 *
 * @throws the reason of a signal that aborts
 */
export function sleep(ms: number, signals: Signals): Promise<void> {
  return new Promise((resolve, reject) => {
    limit(ms, signals, resolve as () => void, () => new Promise(() => {})).catch(reject);
  });
}
