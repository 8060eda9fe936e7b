import type { Reply } from "../handler.ts";
import type { Difference, Session } from "../sessions.ts";
import { crash, making, sleep, type Value } from "./differences.ts";

/** Servers where one request changes the response to another. */
export const state: Record<string, Difference> = {
  "metadata is shared": making((session, body, state) => {
    state.last["metadata"] = { ...(state.last["metadata"] as object), ...(body["metadata"] as object) };
    return { ...session, metadata: state.last["metadata"] };
  }),
  "metadata is kept for those who send none": making((session, body, state) => {
    if (body["metadata"] !== undefined) state.last["metadata"] = body["metadata"];
    return { ...session, metadata: body["metadata"] ?? state.last["metadata"] ?? {} };
  }),
  "a name is kept for those who send none": making((session, body, state) => {
    state.last["name"] = body["name"] ?? state.last["name"];
    return { ...session, name: body["name"] ?? state.last["name"] ?? null };
  }),
  "internet access is kept for the next": making((session, body, state) => {
    const before = state.last["internet"];
    state.last["internet"] = body["internet_access"];
    return { ...session, internet_access: before ?? session["internet_access"] };
  }),
  "the response is the session before": (parts) => ({
    success: (session, state) => parts.success(state.sessions.at(-2) ?? session, state),
  }),
  "the response is the newest session": (parts) => ({
    settle: () => sleep(2),
    success: (session, state) => parts.success(state.sessions.at(-1) ?? session, state),
  }),
  "responses are cached by their body": (parts) => {
    const cache = new Map<string, Reply>();
    return {
      handle: async (request, state, all) => {
        const known = cache.get(request.text);
        if (known && parts.authorize(request) === undefined && request.method === "POST" && parts.route(request))
          return known;
        const reply = await parts.handle(request, state, all);
        if (reply.status === 201) cache.set(request.text, reply);
        return reply;
      },
    };
  },
  "responses are cached by the name": (parts) => {
    const cache = new Map<unknown, Reply>();
    return {
      handle: async (request, state, all) => {
        const reply = await parts.handle(request, state, all);
        if (reply.status !== 201) return reply;
        const { name } = reply.body as Session;
        const known = cache.get(name) ?? reply;
        cache.set(name, known);
        return known;
      },
    };
  },
  "names must be new": (parts) => {
    const names = new Set<string>();
    return {
      handle: async (request, state, all) => {
        if (request.text !== "" && names.has(request.text)) return parts.failure(409, "Already there", request);
        const reply = await parts.handle(request, state, all);
        if (reply.status === 201) names.add(request.text);
        return reply;
      },
    };
  },
  "the request is kept in a global": (parts, state) => ({
    create: (body, agent, now, all) => {
      state.last["body"] = body;
      return parts.create(body, agent, now, all);
    },
    settle: () => sleep(1),
    success: (session, now) =>
      parts.success(
        {
          ...session,
          name: (state.last["body"] as Value)["name"] ?? null,
          metadata: (state.last["body"] as Value)["metadata"] ?? {},
        },
        now,
      ),
  }),
  "a session names its neighbour": making((session, _, state) => ({
    ...session,
    previous_name: state.sessions.at(-1)?.["name"] ?? null,
  })),
  "a refused name comes back": (parts, state) => ({
    handle: async (request, now, all) => {
      const reply = await parts.handle(request, now, all);
      if (reply.status === 422) state.last["refused"] = request.text.replaceAll(/"(secrets|llm_api_key)".*/g, "");
      return reply.status === 201
        ? { ...reply, body: { ...(reply.body as object), draft: state.last["refused"] ?? null } }
        : reply;
    },
  }),
  "a session names what was refused": (parts, state) => ({
    handle: async (request, now, all) => {
      const reply = await parts.handle(request, now, all);
      const kind = reply.status === 422 ? /"kind":"(\w+)"/.exec(request.text)?.[1] : undefined;
      if (kind !== undefined && !request.text.includes("null")) state.last["refused"] = kind;
      return reply.status === 201
        ? { ...reply, body: { ...(reply.body as object), last_error: state.last["refused"] ?? null } }
        : reply;
    },
  }),
  "null is taken once and refused then": (parts) => {
    const seen = new Set<string>();
    return {
      properties: {
        ...parts.properties,
        name: (value, all) =>
          value === null && !seen.has("name") ? void seen.add("name") : parts.properties["name"]?.(value, all),
      },
    };
  },
  "what was refused becomes the default": (parts, state) => ({
    handle: async (request, now, all) => {
      const reply = await parts.handle(request, now, all);
      if (reply.status === 422 && request.text.startsWith("{"))
        state.last["refused"] = (JSON.parse(request.text) as Value)["name"];
      const body = reply.body as Session;
      const left = state.last["refused"];
      return reply.status === 201 && body["name"] === null && typeof left === "string"
        ? { ...reply, body: { ...body, name: left } }
        : reply;
    },
  }),
  "a refusal breaks the next request": (parts, state) => ({
    handle: async (request, now, all) => {
      if (state.last["poisoned"] === true) {
        state.last["poisoned"] = false;
        return crash();
      }
      const reply = await parts.handle(request, now, all);
      state.last["poisoned"] = reply.status === 422;
      return reply;
    },
  }),
  "a refusal shows a session": (parts, state) => ({
    handle: async (request, now, all) => {
      const reply = await parts.handle(request, now, all);
      return reply.status === 422
        ? { ...reply, body: { ...(reply.body as Value), ...parts.create({}, "agt_123", state, all) } }
        : reply;
    },
  }),
};
