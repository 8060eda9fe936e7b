import { operations } from "../generated/rules.ts";
import { type Call, contractError, errorOf, startCall } from "./call.ts";
import { DariApiError, readError } from "./errors.ts";
import { checkRequest, type OperationName } from "./operations.ts";
import type { CallOptions, DariClientOptions } from "./options.ts";
import type { RawClient, RawInit } from "./raw.ts";
import { parse, redactorOf } from "./redact.ts";
import { mergeHeaders, rawOptions, resolveOptions, type Settings, standardHeaders } from "./settings.ts";
import { type Answer, send } from "./transport.ts";
import type { CreatedSession, CreateSessionParams, Session } from "./types.ts";

/** The sessions of agents. */
export interface Sessions {
  /**
   * Creates a session of an agent: `POST /v1/agents/{agent_id}/sessions`.
   *
   * @param agentId the id of the agent, such as `agt_123`
   * @param params how the session differs from the agent's defaults; left out, no body is sent
   * @param options what is different about this call
   * @throws {DariInputError} if an argument breaks a rule; nothing was sent
   * @throws {DariApiError} if the server answers with an error
   * @throws {DariConnectionError} if no complete answer arrives, as a {@link DariTimeoutError} if time ran out
   * @throws {DariContractError} if the server answers with success but not with a session
   * @throws the reason of the signal that aborts the call
   * @example
   * const session = await client.sessions.create("agt_123", { metadata: { kind: "evaluation" } });
   */
  create(agentId: string, params?: CreateSessionParams, options?: CallOptions): Promise<Session>;
  /**
   * The same as `create`, but resolves to the session with its HTTP response and the number of attempts.
   *
   * @example
   * const { session, response, attempts } = await client.sessions.createWithResponse("agt_123");
   */
  createWithResponse(agentId: string, params?: CreateSessionParams, options?: CallOptions): Promise<CreatedSession>;
}

/** A client of the Dari API. */
export interface DariClient {
  readonly sessions: Sessions;
  /**
   * The operations as openapi-fetch has them, for whoever wants `{ data, error, response }`, with the same call options.
   * Test `response.ok`: `error` is the body as it came, even if it is empty. openapi-fetch is loaded at the first call.
   */
  readonly raw: RawClient;
}

/**
 * Makes a client of the Dari API.
 *
 * @throws {DariInputError} if an option is missing or breaks a rule
 * @example
 * const client = createDariClient({ apiKey: "…" });
 */
export function createDariClient(options: DariClientOptions = {}): DariClient {
  const settings = resolveOptions(options);
  const request = async (method: string, path: string, init?: RawInit) => {
    const { params, body } = init ?? {};
    const operation = `${method.toUpperCase()} ${path}`;
    const headers = checkRequest(operation, params?.path, body, init, rawOptions);
    // As they are now: the caller may change them while openapi-fetch is loaded.
    const given = { ...init, ...(parse(JSON.stringify({ params, body })) as RawInit) };
    const { requestRaw } = await import("./raw.ts");
    return requestRaw(settings, method, path, given, headers);
  };
  const raw: Record<string, unknown> = { request };
  for (const operation in operations) {
    const method = operation.split(" ")[0] as string;
    raw[method] = request.bind(null, method);
  }
  return {
    sessions: {
      create: (...given) => createSession(settings, ({ session }) => session, ...given),
      createWithResponse: (...given) => createSession(settings, (created) => created, ...given),
    },
    raw: raw as RawClient,
  };
}

const operation = "POST /v1/agents/{agent_id}/sessions" satisfies OperationName;
const [method, path] = operation.split(" ") as [string, string];
const jsonHeaders = { ...standardHeaders, "content-type": "application/json" };

/** Without openapi-fetch: its `Request` alone costs more CPU time than the checks, clocks and retries together. */
async function createSession<Result>(
  settings: Settings,
  pick: (created: CreatedSession) => Result,
  agentId: string,
  params?: CreateSessionParams,
  options?: CallOptions,
): Promise<Result> {
  const given = checkRequest(operation, { agent_id: agentId }, params, options);
  const headers = params ? jsonHeaders : standardHeaders;
  const call = startCall(
    settings,
    {
      method,
      url: settings.baseUrl + path.replace("{agent_id}", encodeURIComponent(agentId)),
      headers: given ? mergeHeaders(headers, given) : headers,
      body: params && JSON.stringify(params),
    },
    options,
  );
  const answer = await send(call);
  return pick({ session: sessionOf(call, answer), response: answer.response, attempts: call.attempts });
}

/** @throws {DariApiError | DariContractError} if the answer isn't a session */
function sessionOf(call: Call, answer: Answer): Session {
  const { response, text, cause } = answer;
  const session = Object(response.ok && parse(text));
  if (session.id && typeof session.id === "string") return session;
  if (response.ok) throw contractError(call, response, "not a session");
  const { words, ...more } = readError(response.status, text, redactorOf(call));
  throw errorOf(DariApiError, call, words, cause, response, more);
}
