/** Sends a request through the client to the mock of `dari-sessions/testing`; both run in the page. */
import { type CreateSessionParams, createDariClient, isDariError } from "../../../../../src/index.ts";
import { createMockApi } from "../../../../../src/testing/index.ts";

/** What a reader wants to be sent, and what shall go wrong. */
export interface Call {
  readonly agentId: string;
  readonly params: CreateSessionParams;
  readonly limited: boolean;
  readonly slow: boolean;
  readonly lost: boolean;
}

/** What came of a call. */
export interface Result {
  /** What each attempt got: a status, or why there was none. */
  readonly attempts: readonly string[];
  readonly session?: unknown;
  readonly error?: { name: string; outcome: string; message: string; body?: unknown };
  /** The response to the same request without the client's own check, where that refused to send it. */
  readonly unchecked?: { status: number; body: unknown };
  /** The sessions that the mock has created, lost responses included. */
  readonly created: readonly unknown[];
}

/** The timeout of a call to a slow API, in milliseconds. */
export const slowTimeout = 2_000;

/** Makes a call. What goes wrong in it is part of the result. */
export async function send({ agentId, params, limited, slow, lost }: Call): Promise<Result> {
  const api = createMockApi();
  if (limited) api.respondWith(429, { "Retry-After": "1" });
  if (slow) api.delayResponse(5_000);
  else if (lost) api.loseResponse();
  const attempts: string[] = [];
  const client = createDariClient({
    apiKey: "key-of-this-page",
    dangerouslyAllowBrowser: true, // the key is not a secret: nothing leaves the page
    fetch: async (url, init) => {
      const attempt = attempts.push("no response") - 1;
      const response = await api.fetch(url, init);
      attempts[attempt] = String(response.status);
      return response;
    },
  });
  try {
    const session = await client.sessions.create(agentId, params, slow ? { timeout: slowTimeout } : {});
    return { attempts, session, created: api.created };
  } catch (error) {
    if (!isDariError(error)) throw error;
    const { name, outcome, message } = error;
    const result = { attempts: [...attempts], error: { name, outcome, message }, created: api.created };
    if (error.name === "DariApiError") return { ...result, error: { ...result.error, body: error.body } };
    if (error.name !== "DariInputError") return result;
    const unchecked = await client.raw
      .POST("/v1/agents/{agent_id}/sessions", { params: { path: { agent_id: agentId } }, body: params })
      .then(({ response, error: body }) => ({ status: response.status, body }))
      .catch(() => undefined); // an empty agent id makes no path
    return { ...result, ...(unchecked && { unchecked }) };
  }
}
