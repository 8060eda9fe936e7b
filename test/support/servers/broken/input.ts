import { correct, type Difference, isObject } from "../sessions.ts";
import { checking, crash, failing, failsOn, hang, respondingTo, sleep, unicode } from "./differences.ts";

/** Each long text of a value, cut. */
function cutLong(value: unknown, length: number): unknown {
  if (typeof value === "string") return value.slice(0, length);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cutLong(inner, length)]));
}

/** Servers that fail on unusual requests or under load. */
export const input: Record<string, Difference> = {
  "the body of another media type is ignored": (parts) => ({
    handle: async (request, state, all) =>
      parts.handle(parts.takes(request.headers["content-type"]) ? request : { ...request, text: "" }, state, all),
  }),
  "another media type gets 500": (parts) => ({ takes: (type) => parts.takes(type) || crash() }),
  "a name gets 503": respondingTo((text) => text.includes('"name":"'), {
    status: 503,
    headers: {},
    body: { detail: "Unavailable" },
  }),
  "a list for a body gets 500": (parts) => ({
    validate: (body, all) => (Array.isArray(body) ? crash() : parts.validate(body, all)),
  }),
  "null for a body gets 500": (parts) => ({
    validate: (body, all) => (body === null ? crash() : parts.validate(body, all)),
  }),
  "null for metadata gets 500": checking("metadata", (value, all) =>
    value === null ? crash() : correct.properties["metadata"]?.(value, all),
  ),
  "null for a name gets 500": checking("name", (value, all) =>
    value === null ? crash() : correct.properties["name"]?.(value, all),
  ),
  "a number for a name gets 500": checking("name", (value) => (value as string).trim() && undefined),
  "a null metadata value gets 500": checking("metadata", (value, all) =>
    isObject(value) && Object.values(value).includes(null) ? crash() : correct.properties["metadata"]?.(value, all),
  ),
  "unknown properties get 500": (parts) => ({
    validate: (body, all) => (isObject(body) && "unknown_property" in body ? crash() : parts.validate(body, all)),
  }),
  "a body above 8 KiB is lost": (parts) => ({
    handle: (request, state, all) =>
      parts.handle(request.text.length > 8192 ? { ...request, text: "" } : request, state, all),
  }),
  "a body above 64 KiB gets 500": failsOn((text) => text.length > 65_536, crash),
  "a body above 128 KiB gets a page": respondingTo((text) => text.length > 131_072, {
    status: 400,
    headers: { "Content-Type": "text/html" },
    body: "<h1>400 Bad Request</h1>",
  }),
  "a text above 64 KiB is cut": (parts) => ({
    create: (body, agent, state, all) => {
      const session = parts.create(body, agent, state, all);
      return { ...session, metadata: cutLong(session["metadata"], 65_536), name: cutLong(session["name"], 65_536) };
    },
  }),
  "a secret that looks false is refused": checking("llm_api_key", (value) =>
    typeof value !== "string" || value === "0" ? "llm_api_key must be a string" : undefined,
  ),
  "a metadata value that looks false is lost": (parts) => ({
    create: (body, agent, state, all) => {
      const session = parts.create(body, agent, state, all);
      const entries = Object.entries(session["metadata"] as object).filter(([, value]) => value !== "0");
      return { ...session, metadata: Object.fromEntries(entries) };
    },
  }),
  "characters outside the BMP get 500": failsOn((text) => /[\u{10000}-\u{10ffff}]/u.test(text), crash),
  "half a pair gets 500": failsOn((text) => /\\ud800/i.test(text), crash),
  "a byte order mark gets 500": failsOn((text) => text.startsWith("\ufeff"), crash),
  "bytes that are not UTF-8 get 500": failsOn((text) => text.includes("\ufffd"), crash),
  "deep nesting gets 500": failsOn((text) => text.includes("[".repeat(500)), crash),
  "a huge number gets 500": failsOn((text) => /1e400|9{300}/.test(text), crash),
  "an empty key gets no response": failsOn((text) => text.includes('"":'), hang),
  "non-ASCII is decoded as Latin-1": () => ({ decode: (bytes) => bytes.toString("latin1") }),
  "a name in right-to-left text gets 500": failsOn((text) => /[\u0590-\u06ff]/.test(text), crash),
  "a pattern backtracks on a long name": failsOn((text) => /"[A-Z0-9_]{40,} "/.test(text), hang),
  "an odd agent gets 500": (parts) => ({
    knowsAgent: (agent) => parts.knowsAgent(agent) || (unicode.test(agent) ? crash() : false),
  }),
  "a percent sign in the agent gets 500": (parts) => ({
    route: (request) => {
      const agent = parts.route(request);
      return agent === undefined ? undefined : decodeURIComponent(agent);
    },
  }),
  "an unknown agent is created": (parts) => ({
    knowsAgent: () => true,
    create: (body, _agent, state, all) => parts.create(body, "agt_123", state, all),
  }),
  "the agent is not decoded": () => ({
    knowsAgent: () => true,
    route: ({ path }) => /^\/v1\/agents\/([^/]+)\/sessions$/.exec(path)?.[1],
  }),
  "every 25th request fails": (parts, state) => ({
    handle: async (request, now, all) => {
      state.last["n"] = Number(state.last["n"] ?? 0) + 1;
      return Number(state.last["n"]) % 25 === 0 ? crash() : parts.handle(request, now, all);
    },
  }),
  "it fails after 200 sessions": (parts) => ({
    handle: async (request, state, all) => (state.sessions.length > 100 ? crash() : parts.handle(request, state, all)),
  }),
  "it fails under load": (parts, state) => ({
    handle: async (request, now, all) => {
      state.last["busy"] = Number(state.last["busy"] ?? 0) + 1;
      try {
        if (Number(state.last["busy"]) > 3) crash();
        await sleep(1);
        return await parts.handle(request, now, all);
      } finally {
        state.last["busy"] = Number(state.last["busy"]) - 1;
      }
    },
  }),
  "the connection breaks off on a long name": (parts) => ({
    write: (reply, response, request) =>
      request.text.length > 900 && request.text.length < 1200
        ? void response.socket?.destroy()
        : parts.write(reply, response, request),
  }),
  "it is slow with secrets": failsOn((text) => text.includes("_DATABASE_URL_2"), hang),
  "a quote in the agent's id gets 500": (parts) => ({
    knowsAgent: (agent) => (agent.includes("'") ? crash() : parts.knowsAgent(agent)),
  }),
  "a long metadata key gets 500": failing("metadata", (value) => Object.keys(value).some((one) => one.length > 100)),
  "one create in 30 is responded to by closing the connection": (parts, state) => ({
    write: (reply, response, request) =>
      reply.status === 201 && state.count % 30 === 0
        ? void response.socket?.destroy()
        : parts.write(reply, response, request),
  }),
};
