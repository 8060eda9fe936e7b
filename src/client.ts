import createFetchClient, { type Client } from "openapi-fetch";
import type { paths } from "../generated/openapi.ts";
import { apiError, DariContractError, refuse } from "./errors.ts";
import { agentIdIssues, paramsIssues } from "./input.ts";
import type { CallOptions, DariClientOptions } from "./options.ts";
import { parse, redactHeaders } from "./redact.ts";
import { callIssues, inBrowser, resolveOptions, type Settings } from "./settings.ts";
import { type Answer, type Call, type Outgoing, redactorOf, requestOf, send, startCall } from "./transport.ts";
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
    headers: { Accept: "application/json", ...(inBrowser ? {} : { "User-Agent": userAgent() }) },
    pathSerializer: (path, params) => {
      refuse(agentIdIssues(params["agent_id"]));
      return writePath(path, params);
    },
    bodySerializer: (body) => {
      refuse(paramsIssues(body));
      return JSON.stringify(body);
    },
    fetch: (request) => sendRequest(settings, request),
  });
  const createWithResponse: Sessions["createWithResponse"] = (agentId, params, call) =>
    createSession(settings, raw, agentId, params, call);
  return {
    sessions: {
      create: async (...given) => (await createWithResponse(...given)).session,
      createWithResponse,
    },
    raw,
  };
}

function userAgent(): string {
  return `dari-sessions/${version} ${globalThis.navigator?.userAgent ?? `Node.js/${process.versions.node}`}`;
}

function writePath(path: string, params: Record<string, unknown>): string {
  return path.replace("{agent_id}", encodeURIComponent(params["agent_id"] as string));
}

/** Sends what openapi-fetch hands over, and hands back the answer with a body that can be read again. */
async function sendRequest(settings: Settings, request: Request & CallOptions): Promise<Response> {
  const { method, url, headers, signal, timeout, maxRetries } = request;
  refuse(callIssues({ timeout, maxRetries }));
  const body = (await request.text()) || undefined;
  const { response, text } = await send(
    startCall(settings, { method, url, headers, body, signal, timeout, maxRetries }),
  );
  return new Response(text || null, response);
}

/** Takes the place of `Request`, which costs more than all the rest: what it is made from is all that is needed. */
function PlainRequest(url: string, init: Outgoing): Outgoing {
  return { ...init, url };
}

async function createSession(
  settings: Settings,
  raw: RawClient,
  agentId: string,
  body: CreateSessionParams | undefined,
  options: CallOptions = {},
): Promise<CreatedSession> {
  refuse([...agentIdIssues(agentId), ...paramsIssues(body), ...callIssues(options)]);
  let created: CreatedSession | undefined;
  await raw.POST("/v1/agents/{agent_id}/sessions", {
    ...(options as object),
    params: { path: { agent_id: agentId } },
    body: body as never,
    pathSerializer: writePath,
    bodySerializer: JSON.stringify,
    Request: PlainRequest,
    fetch: async (request: object) => {
      const call = startCall(settings, request as Outgoing);
      const answer = await send(call);
      created = { session: sessionOf(call, answer), response: answer.response, attempts: call.attempts };
      return answer.response;
    },
    parseAs: "stream",
  });
  return created as CreatedSession;
}

/** @throws {DariApiError | DariContractError} if the answer isn't a session */
function sessionOf(call: Call, { response, text, cause }: Answer): Session {
  const { ok, status } = response;
  const session = ok && Object(parse(text));
  if (session && typeof session.id === "string" && session.id) return session;
  const { attempts, outcome } = call;
  const redact = redactorOf(call);
  const request = requestOf(call);
  const headers = redactHeaders(response.headers, redact);
  const known = { attempts, outcome, cause, headers };
  if (!ok) throw apiError(request, status, text, redact, known);
  const message = `${request} was answered with ${status}, but the body is not a session.`;
  throw new DariContractError(message, { ...known, status, outcome: "unknown" });
}
