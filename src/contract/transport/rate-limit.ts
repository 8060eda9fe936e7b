/** Sends requests to a server that may ask for patience. */
import { type Answer, type Outgoing, retryAfter, type Sender, type Silence } from "./http.ts";

const patience = { attempts: 8, milliseconds: 30_000, defaultWait: 1000 };
/** All the patience there is with a server that has answered nothing else so far. */
const firstPatience = 5000;

/** Waits a while. */
export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Whether an answer asks to send the request again later. */
function isPutOff({ status, headers }: Answer): boolean {
  return status === 429 || (status === 503 && headers["retry-after"] !== undefined);
}

/** How long an answer asks to wait, in milliseconds. */
export function waitAskedBy({ headers }: Answer): number {
  return retryAfter(headers["retry-after"], Date.now()) ?? patience.defaultWait;
}

/** Sends a request again when the server asks for it with 429, or with 503 and a time to wait. */
export class PatientSender {
  /** Requests sent so far. */
  requests = 0;
  /** Requests that had no answer. */
  silences = 0;
  /** Requests at a time: halved whenever the server asks for fewer. */
  width: number;
  readonly #sender: Sender;
  #waited = 0;
  #answered = false;
  #pausedUntil = 0;

  constructor(sender: Sender, width: number) {
    this.#sender = sender;
    this.width = width;
  }

  async send(outgoing: Outgoing): Promise<Answer | Silence> {
    let answer = await this.#once(outgoing);
    for (let attempt = 1; attempt < patience.attempts && this.#mustWait(answer); attempt++) {
      answer = await this.#once(outgoing);
    }
    return answer;
  }

  async #once(outgoing: Outgoing): Promise<Answer | Silence> {
    for (let pause = this.#pausedUntil - Date.now(); pause > 0; pause = this.#pausedUntil - Date.now())
      await sleep(pause);
    this.requests += 1;
    const answer = await this.#sender.send(outgoing);
    if (!("status" in answer)) this.silences += 1;
    else this.#answered ||= !isPutOff(answer);
    return answer;
  }

  #mustWait(answer: Answer | Silence): boolean {
    if (!("status" in answer && isPutOff(answer))) return false;
    const until = Date.now() + waitAskedBy(answer);
    const more = Math.max(0, until - Math.max(this.#pausedUntil, Date.now()));
    if (this.#waited + more > (this.#answered ? patience.milliseconds : firstPatience)) return false;
    this.#waited += more;
    this.#pausedUntil = Math.max(this.#pausedUntil, until);
    this.width = Math.max(1, Math.floor(this.width / 2));
    return true;
  }
}
