interface Subscribers {
  readonly listeners: Set<() => void>;
  readonly notify: () => void;
}

/** Node.js warns about many listeners on one signal, and one signal may serve many calls: each signal gets one listener. */
const subscribersOf = new WeakMap<AbortSignal, Subscribers>();

/** Calls `listener` when the signal aborts. Returns the function that unsubscribes it. */
function onAbort(signal: AbortSignal, listener: () => void): () => void {
  let subscribers = subscribersOf.get(signal);
  if (!subscribers) {
    const listeners = new Set<() => void>();
    const notify = () => {
      for (const each of [...listeners]) each();
    };
    subscribers = { listeners, notify };
    subscribersOf.set(signal, subscribers);
  }
  const { listeners, notify } = subscribers;
  // Adding the same function again changes nothing.
  signal.addEventListener("abort", notify);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) signal.removeEventListener("abort", notify);
  };
}

/** Limits the time of one attempt: the limit is reached when the time is up, or when one of the caller's signals aborts. */
export class TimeLimit {
  readonly #controller = new AbortController();
  readonly #reached: Promise<never>;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #unsubscribe: readonly (() => void)[];
  #reason: "timeout" | "abort" | undefined;

  constructor(milliseconds: number, signals: readonly AbortSignal[]) {
    this.#reached = new Promise((_, reject) => {
      this.signal.addEventListener("abort", () => reject(this.signal.reason));
    });
    // Nobody may be waiting for it.
    this.#reached.catch(() => {});
    this.#timer = setTimeout(() => this.#stop("timeout"), Math.max(0, milliseconds));
    const abort = ({ reason }: AbortSignal) => {
      // openapi-fetch drops an error that is falsy.
      this.#stop("abort", reason || new DOMException(`The call was aborted with the reason ${reason}.`, "AbortError"));
    };
    this.#unsubscribe = signals.map((signal) => onAbort(signal, () => abort(signal)));
    const aborted = signals.find((signal) => signal.aborted);
    if (aborted) abort(aborted);
    else if (milliseconds <= 0) this.#stop("timeout");
  }

  /** Aborts when the limit is reached. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Why the limit was reached; after `"abort"`, `signal.reason` is the caller's own reason. */
  get reason(): "timeout" | "abort" | undefined {
    return this.#reason;
  }

  /** Waits for work until the limit is reached, even if the work ignores the signal. */
  race<Value>(work: Value | Promise<Value>): Promise<Value> {
    return Promise.race([this.#reached, work]);
  }

  /** Frees the timer and the listeners. */
  end(): void {
    clearTimeout(this.#timer);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #stop(reason: "timeout" | "abort", abortReason?: unknown): void {
    this.#reason = reason;
    this.end();
    this.#controller.abort(abortReason);
  }
}

/** Waits until the time is up or a signal aborts. */
export async function sleep(milliseconds: number, signals: readonly AbortSignal[]): Promise<void> {
  await new TimeLimit(milliseconds, signals).race(new Promise(() => {})).catch(() => {});
}
