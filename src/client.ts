import createFetchClient, { type Client } from "openapi-fetch";
import type { paths } from "../generated/openapi.ts";
import { type Call, errorOf, redactorOf, startCall } from "./call.ts";
import { DariApiError, DariContractError, readError, refuse } from "./errors.ts";
import { idIssues, paramsIssues } from "./input.ts";
import type { CallOptions, DariClientOptions } from "./options.ts";
import { parse } from "./redact.ts";
import { callIssues, headerEntries, inBrowser, resolveOptions, runtime, type Settings } from "./settings.ts";
import { type Answer, send } from "./transport.ts";
import type { CreatedSession, CreateSessionParams, Session } from "./types.ts";
import { version } from "./version.ts";

/** openapi-fetch takes an open set of words, `"idle" | (string & {})`, for an object: here they are just strings. */
type Plain<Type> = Type extends string
  ? string
  : Type extends object
    ? { [Key in keyof Type]: Plain<Type[Key]> }
    : Type;

/** The openapi-fetch client without its middlewares for all calls: `onEvent` is what tells of every call. */
export type RawClient = Omit<Client<Plain<paths>>, "use" | "eject">;

/** The sessions of agents. */
export interface Sessions {
  /**
   * Creates a durable session for an agent: `POST /v1/agents/{agent_id}/sessions`.
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
  /** The openapi-fetch client underneath, for whoever wants `{ data, error, response }`; it takes the same call options. */
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
  const {
    use: _,
    eject: __,
    ...raw
  } = createFetchClient<Plain<paths>>({
    baseUrl: settings.baseUrl,
    headers: standardHeaders,
    pathSerializer: (path, ids) => {
      refuse(Object.keys(ids).flatMap((name) => idIssues(ids[name], name)));
      return writePath(path, ids);
    },
    bodySerializer: (body) => {
      refuse(paramsIssues(body));
      return JSON.stringify(body);
    },
    fetch: (request) => sendRequest(settings, request),
  });
  return {
    sessions: {
      create: async (...given) => (await createSession(settings, ...given)).session,
      createWithResponse: (...given) => createSession(settings, ...given),
    },
    raw,
  };
}

const path = "/v1/agents/{agent_id}/sessions" satisfies keyof paths;
const standardHeaders = {
  accept: "application/json",
  ...(inBrowser ? {} : { "user-agent": `dari-sessions/${version} ${runtime}` }),
};

function writePath(path: string, ids: Record<string, unknown>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(ids[name])));
}

/** Sends what openapi-fetch hands over, and hands back the answer with a body that can be read again. */
async function sendRequest(settings: Settings, request: Request & CallOptions): Promise<Response> {
  const { method, url, signal, timeout, maxRetries } = request;
  refuse(callIssues({ timeout, maxRetries }));
  // openapi-fetch takes another base URL for a call, and the key would go there.
  if (!url.startsWith(`${settings.baseUrl}/`)) refuse([{ field: "baseUrl", message: "must be the client's own" }]);
  const body = (await request.text()) || undefined;
  const headers = Object.fromEntries(request.headers);
  const { response, text } = await send(
    startCall(settings, { method, url, headers, body, signal, timeout, maxRetries }),
  );
  return new Response(text || null, response);
}

/**
 * The same without openapi-fetch: its `Request` costs more CPU time than all the rest, and even without one, writing
 * the headers twice costs a third more.
 */
async function createSession(
  settings: Settings,
  agentId: string,
  params?: CreateSessionParams,
  options?: CallOptions,
): Promise<CreatedSession> {
  refuse([...idIssues(agentId), ...paramsIssues(params), ...callIssues(options)]);
  const headers: Record<string, string> = { ...standardHeaders };
  if (params) headers["content-type"] = "application/json";
  for (const [name, value] of headerEntries(options?.headers)) {
    if (value === null) delete headers[name.toLowerCase()];
    else if (value !== undefined) headers[name.toLowerCase()] = value;
  }
  const url = settings.baseUrl + writePath(path, { agent_id: agentId });
  const body = params && JSON.stringify(params);
  const call = startCall(settings, { ...options, method: "POST", url, headers, body });
  const answer = await send(call);
  return { session: sessionOf(call, answer), response: answer.response, attempts: call.attempts };
}

/** @throws {DariApiError | DariContractError} if the answer isn't a session */
function sessionOf(call: Call, { response, text, cause }: Answer): Session {
  const session = response.ok && Object(parse(text));
  if (session && typeof session.id === "string" && session.id) return session;
  if (response.ok) {
    call.outcome = "unknown";
    throw errorOf(DariContractError, call, ", but the body is not a session.", cause, response);
  }
  const { words, more } = readError(response, text, redactorOf(call));
  throw errorOf(DariApiError, call, words, cause, response, more);
}
