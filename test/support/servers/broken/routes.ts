import { type Difference, isObject } from "../sessions.ts";
import { crash, refusing } from "./differences.ts";

/** Servers that serve other paths and methods. */
export const routes: Record<string, Difference> = {
  "any method creates": () => ({ allowed: () => true }),
  "PUT creates": () => ({ allowed: (method) => method === "POST" || method === "PUT" }),
  "GET creates": () => ({ allowed: (method) => method === "POST" || method === "GET" }),
  "another method gets 500": () => ({ allowed: (method) => method === "POST" || crash() }),
  "another method gets 200": refusing((reply) => (reply.status === 405 ? { ...reply, status: 200 } : reply)),
  "an unknown path gets 200": refusing((reply) => (reply.status === 404 ? { ...reply, status: 200 } : reply)),
  "an unknown path gets 500": (parts) => ({ route: (request) => parts.route(request) ?? crash() }),
  "a malformed escape in the path gets 500": (parts) => ({
    route: (request) => {
      decodeURIComponent(request.path);
      return parts.route(request);
    },
  }),
  "a path that starts alike creates": () => ({
    route: ({ path }) => /^\/v1\/agents\/([^/]+)\/sessions/.exec(path)?.[1],
  }),
  "an empty agent creates": (parts) => ({
    route: (request) => (request.path === "/v1/agents//sessions" ? "agt_123" : parts.route(request)),
  }),
  "a deeper path creates": () => ({
    route: ({ path }) => /^\/v1\/agents\/([^/]+)\/sessions(\/[^/]+)?$/.exec(path)?.[1],
  }),
  "a plus sign in the agent's id becomes a space": (parts) => ({
    route: (request) => parts.route({ ...request, path: request.path.replaceAll("+", " ") }),
    knowsAgent: () => true,
  }),
  "an unknown path leads home": refusing((reply) =>
    isObject(reply.body) && reply.body["detail"] === "Not found"
      ? { ...reply, status: 302, headers: { Location: "/" } }
      : reply,
  ),
  "an unknown method leads home": refusing((reply) =>
    reply.status === 405 ? { ...reply, status: 302, headers: { Location: "/" } } : reply,
  ),
  "an unknown path without a credential gets 500": (parts) => ({
    handle: async (request, state, all) =>
      parts.route(request) === undefined && request.headers.authorization === undefined
        ? crash()
        : parts.handle(request, state, all),
  }),
  "any agent is known": () => ({ knowsAgent: () => true }),
  "any agent that begins like one is known": () => ({ knowsAgent: (agent) => agent.startsWith("agt_") }),
  "an unknown agent is refused as an invalid request": (parts) => ({
    failure: (status, detail, request) => parts.failure(detail === "Agent not found" ? 422 : status, detail, request),
  }),
};
