/** A server that also lists, reads and deletes sessions. */
import type { Received, Reply } from "./handler.ts";
import { type Difference, decoded, type Parts, type State } from "./sessions.ts";

/** What the correct server does, and the operations of session-operations.ts; `names` are further properties of text. */
export function storing(names: readonly string[] = []): Difference {
  return ({ handle, properties }) => ({
    properties: { ...properties, ...Object.fromEntries(names.map((name) => [name, properties["name"] ?? noProblem])) },
    handle: (request, state, parts) =>
      request.path === "/v1/sessions" || /^\/v1\/sessions\/[^/]+$/.test(request.path)
        ? stored(request, state, parts)
        : handle(request, state, parts),
  });
}

const noProblem = () => undefined;

async function stored(request: Received, state: State, parts: Parts): Promise<Reply> {
  const { method, path, query } = request;
  const status = parts.authorize(request);
  const id = decoded(path.slice("/v1/sessions/".length)) ?? "";
  const isList = path === "/v1/sessions";
  if (!["GET", ...(isList ? [] : ["DELETE"])].includes(method))
    return parts.failure(405, "Method not allowed", request);
  if (status !== undefined) return parts.failure(status, "Missing or invalid API key", request);
  if (isList) {
    const limit = query.get("limit") ?? "100";
    if (!/^([1-9]\d?|100)$/.test(limit)) return parts.failure(422, "limit must be from 1 to 100", request);
    return { status: 200, headers: {}, body: { sessions: state.sessions.toReversed().slice(0, Number(limit)) } };
  }
  const session = state.sessions.find((other) => other["id"] === id);
  if (!session) return parts.failure(404, "Session not found", request);
  if (method === "GET") return { ...parts.success(session, state), status: 200 };
  state.sessions = state.sessions.filter((other) => other !== session);
  return { status: 204, headers: {}, body: "" };
}
