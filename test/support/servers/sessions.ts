/** A correct, stateful server of the sessions API, in parts that a broken one may replace. */

import type { ServerResponse } from "node:http";
import { type Clock, systemClock } from "../../../src/contract/transport/transport.ts";
import { type Handler, NoReply, overHttp, type Received, type Reply, type Running, write } from "./handler.ts";

/** A session, or what a broken server makes of it. */
export type Session = Record<string, unknown>;

/** What a server keeps; broken ones keep more. */
export interface State {
  sessions: Session[];
  last: Record<string, unknown>;
  count: number;
  readonly clock: Clock;
  /** Ends the server, as a crash does. */
  crash(): void;
}

/** The parts of a server. */
export interface Parts {
  /** Decodes the bytes of a body. */
  decode(bytes: Buffer): string;
  /** The agent that a path names, or `undefined` if it is none of the API's. */
  route(request: Received): string | undefined;
  /** Whether a method is the one of the endpoint. */
  allowed(method: string): boolean;
  knowsAgent(agent: string): boolean;
  /** The status of the refusal, or `undefined` to let it in. */
  authorize(request: Received): number | undefined;
  /** Whether a body of this media type is taken. */
  takes(contentType: string | undefined): boolean;
  parse(text: string): unknown;
  /** The problem of each property, by its name. */
  properties: Record<string, (value: unknown, all: Record<string, unknown>) => string | undefined>;
  /** What is wrong with a body, or `undefined`. */
  validate(body: unknown, parts: Parts): string | undefined;
  id(state: State): string;
  now(state: State): string;
  create(body: Record<string, unknown>, agent: string, state: State, parts: Parts): Session;
  /** Waits between creating and responding. */
  settle(): Promise<void>;
  success(session: Session, state: State): Reply;
  failure(status: number, detail: unknown, request: Received): Reply;
  /** Handles a request; what it throws becomes a 500. */
  handle(request: Received, state: State, parts: Parts): Promise<Reply>;
  /** Changes a reply, whatever it is for, before it is sent. */
  finish(reply: Reply, request: Received): Reply;
  /** Puts a reply on the wire. A server with another way of doing so is called over HTTP. */
  write(reply: Reply, response: ServerResponse, request: Received): void;
}

/** The key and the agent that the servers know. */
export const apiKey = "dari-Test-Key-0123456789";
export const agentId = "agt_123";

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (name: string) => (value: unknown) => (typeof value === "string" ? undefined : `${name} must be a string`);

function map(name: string, key: RegExp | undefined, least: number) {
  return (value: unknown) => {
    if (!isObject(value)) return `${name} must be an object`;
    for (const [entry, one] of Object.entries(value)) {
      if (key && !key.test(entry)) return `${name} must have names that match ${key.source}`;
      if (typeof one !== "string" || one.length < least)
        return `${name} must hold strings of ${least} or more characters`;
    }
    return undefined;
  };
}

/** A segment of a path without its escapes; `undefined` if one is malformed. */
export function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** The correct server. */
export const correct: Parts = {
  decode: (bytes) => bytes.toString("utf8"),
  route: ({ path }) => {
    const segment = /^\/v1\/agents\/([^/]+)\/sessions$/.exec(path)?.[1];
    return segment === undefined ? undefined : decoded(segment);
  },
  allowed: (method) => method === "POST",
  knowsAgent: (agent) => agent === agentId,
  authorize: ({ headers }) => {
    const [scheme = "", key, more] = (headers.authorization ?? "").split(" ");
    return scheme.toLowerCase() === "bearer" && key === apiKey && more === undefined ? undefined : 401;
  },
  takes: (contentType) => contentType === undefined || /^application\/json\s*(;|$)/i.test(contentType),
  parse: (body) => JSON.parse(body),
  properties: {
    name: text("name"),
    storage_binding_id: text("storage_binding_id"),
    metadata: map("metadata", undefined, 0),
    secrets: map("secrets", /^[A-Z_][A-Z0-9_]*$/, 1),
    llm_api_key: text("llm_api_key"),
    internet_access: (value) => (typeof value === "boolean" ? undefined : "internet_access must be a boolean"),
  },
  validate: (body, { properties }) => {
    if (!isObject(body)) return "The body must be an object";
    for (const [name, check] of Object.entries(properties)) {
      const problem = Object.hasOwn(body, name) ? check(body[name], body) : undefined;
      if (problem) return problem;
    }
    return undefined;
  },
  id: (state) => `sess_${++state.count}_${Math.random().toString(36).slice(2)}`,
  now: ({ clock }) => new Date(clock.now()).toISOString().replace(/\.\d+/, ""),
  create: (body, agent, state, parts) => ({
    id: parts.id(state),
    name: body["name"] ?? null,
    agent_id: agent,
    version_id: "ver_9",
    storage_binding_id: body["storage_binding_id"] ?? null,
    internet_access: body["internet_access"] ?? false,
    status: "idle",
    last_message_id: null,
    last_message_status: null,
    created_at: parts.now(state),
    metadata: body["metadata"] ?? {},
  }),
  settle: async () => {},
  success: (session) => ({ status: 201, headers: {}, body: session }),
  failure: (status, detail) => ({ status, headers: {}, body: { detail } }),
  handle: async (request, state, parts) => {
    const agent = parts.route(request);
    if (agent === undefined) return parts.failure(404, "Not found", request);
    if (!parts.allowed(request.method)) return parts.failure(405, "Method not allowed", request);
    const status = parts.authorize(request);
    if (status !== undefined) return parts.failure(status, "Missing or invalid API key", request);
    if (!parts.knowsAgent(agent)) return parts.failure(404, "Agent not found", request);
    let body: unknown = {};
    if (request.text !== "") {
      if (!parts.takes(request.headers["content-type"])) return parts.failure(415, "Use application/json", request);
      try {
        body = parts.parse(request.text);
      } catch {
        return parts.failure(400, "The body is not JSON", request);
      }
    }
    const problem = parts.validate(body, parts);
    if (problem !== undefined) return parts.failure(422, problem, request);
    const session = parts.create(body as Record<string, unknown>, agent, state, parts);
    state.sessions.push(session);
    await parts.settle();
    return parts.success(session, state);
  },
  finish: (reply) => reply,
  write,
};

/** What a server does otherwise than the correct one. */
export type Difference = (correct: Parts, state: State) => Partial<Parts>;

/** A server as a function, and the parts that it is made of. */
export function sessionServer(
  difference: Difference = () => ({}),
  clock: Clock = systemClock,
  crash = () => {},
): { handler: Handler; parts: Parts } {
  const state: State = { sessions: [], last: {}, count: 0, clock, crash };
  const parts = { ...correct, ...difference(correct, state) };
  const handler: Handler = async (request) => {
    const received = { ...request, text: parts.decode(request.bytes) };
    return parts.finish(await replyTo(received, state, parts), received);
  };
  return { handler, parts };
}

async function replyTo(request: Received, state: State, parts: Parts): Promise<Reply> {
  try {
    return await parts.handle(request, state, parts);
  } catch (error) {
    if (error instanceof NoReply) throw error;
    return { status: 500, headers: {}, body: { detail: "Internal server error" } };
  }
}

/** Starts a server on a free port of the loopback address. */
export async function startServer(difference?: Difference): Promise<Running> {
  let crash = () => {};
  const { handler, parts } = sessionServer(difference, systemClock, () => crash());
  const running = await overHttp(handler, parts.write);
  crash = () => void running.stop();
  return running;
}
