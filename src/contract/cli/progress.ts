/** Shows how far a run is. */

const interval = 10_000;

type Output = Pick<NodeJS.WriteStream, "write"> & Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns">>;

/** Progress on an output: one line that changes on a terminal, and elsewhere a new line every ten seconds. */
export class Progress {
  readonly #output: Output;
  readonly #timer: NodeJS.Timeout | undefined;
  #text = "waiting for the first response";

  constructor(output: Output) {
    this.#output = output;
    if (!output.isTTY) this.#timer = setInterval(() => output.write(`${this.#text}\n`), interval);
  }

  update(done: number, total: number): void {
    this.#text = `${done} of ${total} cases`;
    if (this.#output.isTTY) this.#output.write(`\r${this.#line()}`);
  }

  end(): void {
    clearInterval(this.#timer);
    if (this.#output.isTTY) this.#output.write(`\r${" ".repeat(this.#line().length)}\r`);
  }

  #line(): string {
    return this.#text.padEnd(32).slice(0, (this.#output.columns ?? 80) - 1);
  }
}
