import createFetchClient, { type Client, type Middleware } from "openapi-fetch";
import type { components, paths } from "../generated/openapi.ts";
import { DariApiError, DariConnectionError, DariContractError, DariError } from "./errors.ts";
import { checkAgentId, type DariClientOptions, resolveApiKey, resolveBaseUrl } from "./options.ts";
import type { CreateSessionParams, Session } from "./types.ts";

type CreateSessionRequest = components["schemas"]["CreateSessionRequest"];

/** A client of the Dari API. */
export interface DariClient {
  /** The sessions of agents. */
  readonly sessions: {
    /**
     * Creates a durable session for an agent: `POST /v1/agents/{agent_id}/sessions`.
     *
     * @param agentId the id of the agent, such as `agt_123`
     * @param params how the session differs from the agent's defaults; left out, no body is sent
     * @throws {DariInputError} if an argument breaks a rule; nothing was sent
     * @throws {DariApiError} if the server answers with an error
     * @throws {DariConnectionError} if no answer arrives
     * @throws {DariContractError} if the server answers with success but not with a session
     * @example
     * const session = await client.sessions.create("agt_123", { metadata: { kind: "evaluation" } });
     */
    create(agentId: string, params?: CreateSessionParams): Promise<Session>;
  };
  /** The openapi-fetch client underneath, for whoever wants `{ data, error, response }`. */
  readonly raw: Client<paths>;
}

/**
 * Makes a client of the Dari API.
 *
 * @throws {DariInputError} if an option is missing or breaks a rule
 * @example
 * const client = createDariClient({ apiKey: "…" });
 */
export function createDariClient(options: DariClientOptions = {}): DariClient {
  const apiKey = resolveApiKey(options.apiKey);
  const send = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  const raw = createFetchClient<paths>({
    baseUrl: resolveBaseUrl(options.baseUrl),
    fetch: async (request) => {
      try {
        return await send(request);
      } catch (cause) {
        throw noAnswer(`${request.method} ${new URL(request.url).pathname}`, cause);
      }
    },
  });
  raw.use(withAgentIdChecked, withAuthorization(apiKey));
  return { sessions: { create: (agentId, params) => createSession(raw, agentId, params) }, raw };
}

const withAgentIdChecked: Middleware = {
  onRequest({ params }) {
    if (params.path && "agent_id" in params.path) checkAgentId(params.path["agent_id"]);
  },
};

function withAuthorization(apiKey: string): Middleware {
  return {
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${apiKey}`);
    },
  };
}

async function createSession(
  raw: Client<paths>,
  agentId: string,
  params: CreateSessionParams | undefined,
): Promise<Session> {
  checkAgentId(agentId);
  const request = `POST /v1/agents/${encodeURIComponent(agentId)}/sessions`;
  const { data, error, response } = await raw
    .POST("/v1/agents/{agent_id}/sessions", {
      params: { path: { agent_id: agentId } },
      ...(params === undefined ? {} : { body: params as CreateSessionRequest }),
      parseAs: "text",
    })
    .catch((cause: unknown) => {
      throw cause instanceof DariError ? cause : noAnswer(request, cause);
    });
  if (!response.ok) throw new DariApiError(request, response, error);
  return parseSession(request, response.status, data ?? "");
}

function parseSession(request: string, status: number, text: string): Session {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which is the server's and may hold anything.
  }
  if (typeof body === "object" && body !== null && "id" in body) return body as Session;
  throw new DariContractError(`${request} was answered with ${status}, but the body is not a session`, status);
}

function noAnswer(request: string, cause: unknown): DariConnectionError {
  return new DariConnectionError(`${request} got no complete answer`, { cause });
}
