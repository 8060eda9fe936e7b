/** Counts what a run creates on the server, so that it is never more than the run may create. */
import { hasResponse } from "../../openapi/operation.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { HttpResult } from "../transport/exchange.ts";

/** Is thrown in place of sending a request that might create more than the run may. */
export class CreateLimitReached extends Error {
  constructor(limit: number) {
    super(`the run may create no more than ${limit} (--max-creates)`);
  }
}

/** What a request brings; `undefined` if it was not sent because of the limit. */
export async function withinLimit<T>(sending: Promise<T>): Promise<T | undefined> {
  try {
    return await sending;
  } catch (error) {
    if (error instanceof CreateLimitReached) return undefined;
    throw error;
  }
}

/**
 * Whether a server may create something for a request: it is a POST, a PUT with a documented 201, or of a method that the
 * description doesn't have there.
 */
export function mayCreate({ operation, template: { method } }: TestCase): boolean {
  return method === "POST" || method !== operation.method || (method === "PUT" && hasResponse(operation, 201));
}

export class CreateLimit {
  readonly maxCreates: number;
  #created = 0;
  #reserved = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(maxCreates: number) {
    this.maxCreates = maxCreates;
  }

  get left(): number {
    return this.maxCreates - this.#created - this.#reserved;
  }

  /**
   * Sends the request of a test case. While it may still create something, that much of the limit is reserved.
   *
   * @throws {CreateLimitReached} if nothing is left
   */
  async spend(testCase: TestCase, send: () => Promise<HttpResult>): Promise<HttpResult> {
    if (!mayCreate(testCase)) return send();
    await this.#reserve();
    try {
      const result = await send();
      if (hasCreated(testCase, result)) this.#created += 1;
      return result;
    } finally {
      this.#reserved -= 1;
      for (const resume of this.#waiting.splice(0)) resume();
    }
  }

  /** Waits for requests that may give something back. */
  async #reserve(): Promise<void> {
    while (this.left <= 0) {
      if (this.#reserved === 0) throw new CreateLimitReached(this.maxCreates);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#reserved += 1;
  }
}

/** Whether something was created, or may have been: no response says that it was not. */
function hasCreated({ template: { method } }: TestCase, result: HttpResult): boolean {
  if (result.kind === "no-response") return result.code !== "ECONNREFUSED";
  return method === "POST" ? result.status >= 200 && result.status < 300 : result.status === 201;
}
