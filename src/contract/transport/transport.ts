/** What a run needs of the world: a way to send requests, and the time. */
import type { HttpRequest, HttpResult } from "./exchange.ts";

export interface Transport {
  send(request: HttpRequest): Promise<HttpResult>;
  /** Closes the connections that are open. */
  close(): void;
}

/** The time in milliseconds, and a way to let it pass. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
