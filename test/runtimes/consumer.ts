/** An application, as every supported TypeScript must understand it: runtimes.test.ts compiles it, nothing runs it. */
import {
  type CallOptions,
  type CreateSessionParams,
  createDariClient,
  DariApiError,
  DariConnectionError,
  isDariError,
  type RawClient,
  type Session,
} from "dari-sessions";

const client = createDariClient({ apiKey: async () => "key", fetch, maxRetries: undefined });
client.raw.use({ onRequest: ({ request }) => void request.headers.set("X-Trace", "trace-1") });
const params: CreateSessionParams = { name: undefined, metadata: { kind: "x" }, secrets: { TOKEN: "x" } };
const options: CallOptions = { signal: AbortSignal.timeout(1_000), headers: { Accept: null } };

export async function create(agentId: string): Promise<Session | undefined> {
  try {
    const session = await client.sessions.create(agentId, params, options);
    const status: string = session.status;
    return status === "idle" ? session : await client.sessions.create(agentId);
  } catch (error) {
    if (error instanceof DariApiError && error.isDocumented() && error.status === 422) throw error.body.detail;
    if (error instanceof DariConnectionError && error.outcome === "not-created") return undefined;
    if (isDariError(error) && error.name === "DariInputError") throw error.issues[0]?.field;
    throw error;
  }
}

export async function createRaw(agentId: string): Promise<string | undefined> {
  const given = { params: { path: { agent_id: agentId } }, body: { name: "n" }, timeout: 1_000 };
  const { data, error } = await client.raw.POST("/v1/agents/{agent_id}/sessions", given);
  if (error) throw error.detail;
  return data.status;
}

/** Its declaration has to name the type, wherever npm has installed openapi-fetch. */
export const raw = client.raw;
export const sameRaw: RawClient = raw;

// @ts-expect-error: a number is no metadata value
export const wrong = () => client.sessions.create("agt_123", { metadata: { task_index: 17 } });
