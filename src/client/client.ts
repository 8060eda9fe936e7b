import createClient from "openapi-fetch";
import { Call, ClientRequest } from "./call.ts";
import { checkPathSegment, checkRequest } from "./constraints.ts";
import { DariInputError } from "./errors.ts";
import { apiError, noSessionError } from "./failures.ts";
import { headerFields, standardHeaders } from "./headers.ts";
import { parseJson, propertyOf } from "./json.ts";
import {
  type CallOptions,
  checkCallOptions,
  type DariClientOptions,
  resolveOptions,
  type Settings,
} from "./options.ts";
import { createTransport } from "./transport.ts";
import type { CreateSessionParams, RawClient, Session } from "./types.ts";

/** The sessions of agents. */
export interface Sessions {
  /**
   * Creates a session for an agent: `POST /v1/agents/{agent_id}/sessions`.
   *
   * @param agentId the id of the agent, such as `agt_123`
   * @param params the request body; without it, no body is sent and the agent's defaults apply
   * @param options options of this call only
   * @throws {DariInputError} if an argument is invalid; nothing was sent
   * @throws {DariApiError} if the server responds with an error
   * @throws {DariConnectionError} if no complete response arrives; a {@link DariTimeoutError} after a timeout
   * @throws {DariContractError} if the server responds with success, but not with a session
   * @throws the reason of the signal that aborts the call
   * @example
   * const session = await client.sessions.create("agt_123", { metadata: { kind: "evaluation" } });
   */
  create(agentId: string, params?: CreateSessionParams, options?: CallOptions): Promise<Session>;
}

/** A client of the Dari API. */
export interface DariClient {
  readonly sessions: Sessions;
  /**
   * The openapi-fetch client: every operation of the description, with `{ data, error, response }` and middleware. It has
   * the API key, the timeouts and the retries of this client, and takes `timeout` and `maxRetries` for each call.
   * Middleware may read `url`, `method`, `headers` and `body` of a request and set header fields, but not replace it.
   *
   * @see https://openapi-ts.dev/openapi-fetch/
   */
  readonly raw: RawClient;
}

/**
 * Makes a client of the Dari API.
 *
 * @throws {DariInputError} if an option is missing or invalid
 * @example
 * const client = createDariClient({ apiKey: "…" });
 */
export function createDariClient(options: DariClientOptions = {}): DariClient {
  const settings = resolveOptions(options);
  const raw: RawClient = createClient({
    baseUrl: settings.baseUrl,
    headers: standardHeaders(),
    pathSerializer: serializePath,
    bodySerializer: serializeBody,
    // openapi-fetch needs only what this class has, but declares the whole class of the runtime.
    Request: ClientRequest as unknown as typeof Request,
    fetch: createTransport(settings),
  });
  return {
    raw,
    sessions: { create: (agentId, params, options) => createSession(raw, settings, agentId, params, options) },
  };
}

const path = "/v1/agents/{agent_id}/sessions";

async function createSession(
  raw: RawClient,
  settings: Settings,
  agentId: string,
  params?: CreateSessionParams,
  options: CallOptions = {},
): Promise<Session> {
  const pathParameters = { agent_id: agentId };
  const issues = [...checkRequest(`POST ${path}`, pathParameters, params), ...checkCallOptions(options)];
  if (issues.length > 0) throw new DariInputError(issues);
  const url = settings.baseUrl + serializePath(path, pathParameters);
  const call = new Call(settings, "POST", url, params, options);
  const { data, error, response } = await raw.POST(path, {
    call,
    headers: headerFields(options.headers),
    params: { path: pathParameters },
    body: params,
    // openapi-fetch's own parser would quote a body that isn't JSON in its error.
    parseAs: "text",
  });
  if (!response.ok) throw apiError(call, response, error);
  const session = parseJson(data ?? "");
  if (!isSession(session)) throw noSessionError(call, response, data ?? "");
  return session;
}

/** A session without an id is useless. The other properties are left to the contract tests, so that the API can grow. */
function isSession(value: unknown): value is Session {
  const id = propertyOf(value, "id");
  return typeof id === "string" && id !== "";
}

/**
 * Puts parameters into a path template, each as one segment. openapi-fetch's own would let `..` through.
 *
 * @throws {DariInputError} if a parameter can't be one segment of a path
 */
function serializePath(template: string, parameters: Record<string, unknown>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const issues = checkPathSegment(name, parameters[name]);
    if (issues.length > 0) throw new DariInputError(issues);
    return encodeURIComponent(String(parameters[name]));
  });
}

/** @throws {DariInputError} if a body can't be JSON */
function serializeBody(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch {
    throw new DariInputError([{ field: "params", message: "must be JSON, without BigInts and cycles" }]);
  }
}
