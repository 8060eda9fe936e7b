/** Servers that keep the gate from sending all its test cases. */
import type { Reply } from "../handler.ts";
import { type Difference, isObject, type Parts } from "../sessions.ts";
import { rateLimited } from "../variations.ts";
import { checking, hang, namingSecrets } from "./differences.ts";

/** Responds otherwise after so many requests. */
export const after =
  (requests: number, respond: (parts: Parts) => Reply | Promise<Reply>): Difference =>
  (parts, state) => ({
    handle: async (request, now, all) => {
      state.last["requests"] = Number(state.last["requests"] ?? 0) + 1;
      return Number(state.last["requests"]) > requests ? respond(parts) : parts.handle(request, now, all);
    },
  });

const tooMany = (headers: Record<string, string>): Reply => ({
  status: 429,
  headers,
  body: { detail: "Too many requests" },
});

/** Refuses further sessions. */
const planOf =
  (sessions: number, status: number): Difference =>
  (parts) => ({
    handle: async (request, state, all) => {
      const reply = await parts.handle(request, state, all);
      const isOver = reply.status === 201 && state.sessions.length > sessions;
      return isOver ? parts.failure(status, "The plan has no more sessions", request) : reply;
    },
  });

const emptySecrets = checking("secrets", (value) => (isObject(value) ? undefined : "not an object"));

/** Correct servers with a limit that outlasts the run. */
export const limits: Record<string, Difference> = {
  "100 requests in 15 minutes": after(100, () => tooMany({ "Retry-After": "900" })),
  "100 requests in 15 minutes, without Retry-After": after(100, () => tooMany({})),
  "300 requests in 15 minutes": after(300, () => tooMany({ "Retry-After": "900" })),
  "3 requests in 15 minutes": after(3, () => tooMany({ "Retry-After": "900" })),
  "5 requests a second": rateLimited(5, { "Retry-After": "1" }),
  "a plan of 50 sessions, then 402": planOf(50, 402),
  "a plan of 50 sessions, then 403": planOf(50, 403),
  "a proxy is away after 100 requests": after(100, () => ({
    status: 503,
    headers: { "Content-Type": "text/html" },
    body: "<h1>503</h1>",
  })),
};

/** Broken servers with a limit that outlasts the run. */
export const brokenLimits: Record<string, Difference> = {
  "a secret's name may end with a line feed, and 200 requests in 15 minutes": (parts, state) => ({
    ...namingSecrets(/^[A-Z_][A-Z0-9_]*\n?$/)(parts, state),
    ...after(200, () => tooMany({ "Retry-After": "900" }))(parts, state),
  }),
  "empty secrets are accepted, and 100 requests in 15 minutes": (parts, state) => ({
    ...emptySecrets(parts, state),
    ...after(100, () => tooMany({ "Retry-After": "900" }))(parts, state),
  }),
};

const silent = after(100, () => hang());
const failing =
  (body: unknown, headers: Record<string, string> = {}): Difference =>
  () => ({ handle: async () => ({ status: 500, headers, body }) });

/** Servers of which one thing is wrong, and shows in many ways: how many findings they may have at most. */
export const oneEvent: Record<string, Difference> = {
  "it is silent after 100 requests": silent,
  "every request gets 500": failing({ detail: "Internal server error" }),
  "metadata gets 500 with a text": (parts) => ({
    handle: async (request, state, all) =>
      /"metadata":\{"/.test(request.text)
        ? { status: 500, headers: { "Content-Type": "text/plain" }, body: `Internal Server Error ${state.count++}` }
        : parts.handle(request, state, all),
  }),
  "a name gets 500 with the request": (parts) => ({
    handle: async (request, state, all) =>
      request.text.includes('"name":"') && !/secrets|llm_api_key/.test(request.text)
        ? { status: 500, headers: {}, body: { detail: `TypeError at create(${request.text})` } }
        : parts.handle(request, state, all),
  }),
  "a crash after 100 sessions ends it": (parts, state) => ({
    write: (reply, response, request) =>
      state.sessions.length > 100 ? state.crash() : parts.write(reply, response, request),
  }),
};
