import { type Difference, isObject } from "../sessions.ts";
import { allSecrets, checking, key, making, refusing, succeeding, token, type Value } from "./differences.ts";

/** Servers that return secrets or credentials. */
export const leaks: Record<string, Difference> = {
  "secrets are returned": making((session, body) => ({ ...session, secrets: body["secrets"] ?? {} })),
  "the LLM key is returned": making((session, body) => ({ ...session, llm_api_key: body["llm_api_key"] ?? null })),
  "secrets are in a header": (parts) => ({
    success: (session, state) => ({
      ...parts.success(session, state),
      headers: { "X-Debug": encodeURIComponent(String(state.last["secret"] ?? "")) },
    }),
    create: (body, agent, state, all) => {
      state.last["secret"] = allSecrets(body)[0];
      return parts.create(body, agent, state, all);
    },
  }),
  "secrets are returned in base64": making((session, body) => ({
    ...session,
    checksum: Buffer.from(JSON.stringify(body["secrets"] ?? {})).toString("base64"),
  })),
  "secrets are returned in hex": making((session, body) => ({
    ...session,
    checksum: Buffer.from(allSecrets(body).join()).toString("hex"),
  })),
  "secrets are returned as bytes": making((session, body) => ({
    ...session,
    checksum: Buffer.from(allSecrets(body).join()),
  })),
  "secrets are in a trailer": () => ({
    write: (reply, response, request) => {
      const content = JSON.stringify(reply.body);
      response.writeHead(reply.status, { "Content-Type": "application/json", Trailer: "X-Debug" });
      response.write(content);
      response.addTrailers({ "X-Debug": encodeURIComponent(request.text) });
      response.end();
    },
  }),
  "the refusal of a storage binding quotes the body": (parts) => ({
    handle: async (request, state, all) =>
      /"storage_binding_id":"(?!sb_123")/.test(request.text)
        ? parts.failure(404, `No such storage binding: ${request.text}`, request)
        : parts.handle(request, state, all),
  }),
  "the refusal of every storage binding quotes the body": (parts) => ({
    handle: async (request, state, all) =>
      request.text.includes('"storage_binding_id":"')
        ? parts.failure(404, `No such storage binding: ${request.text}`, request)
        : parts.handle(request, state, all),
  }),
  "the refusal of an unknown property quotes the body": (parts) => ({
    handle: async (request, state, all) =>
      request.text.includes('"unknown_property":')
        ? parts.failure(422, `Unknown property: ${request.text}`, request)
        : parts.handle(request, state, all),
  }),
  "the refusal of a list quotes it": (parts) => ({
    handle: async (request, state, all) =>
      request.text.startsWith("[{")
        ? parts.failure(422, `Not an object: ${request.text}`, request)
        : parts.handle(request, state, all),
  }),
  "secrets are returned percent-encoded": making((session, body) => ({
    ...session,
    self: `/v1/sessions?with=${allSecrets(body)
      .map((one) => [...Buffer.from(one)].map((byte) => `%${byte.toString(16)}`).join(""))
      .join()}`,
  })),
  "secrets are in capital letters": making((session, body) => ({
    ...session,
    hint: allSecrets(body).join().toUpperCase(),
  })),
  "a refusal quotes its input": (parts) => ({
    handle: async (request, state, all) => {
      const reply = await parts.handle(request, state, all);
      return reply.status === 422 ? { ...reply, body: { detail: [{ msg: "Invalid", input: request.text }] } } : reply;
    },
  }),
  "a refusal quotes the wrong secret": (parts) => ({
    handle: async (request, state, all) => {
      const reply = await parts.handle(request, state, all);
      return reply.status === 422
        ? {
            ...reply,
            body: { detail: [{ msg: "Invalid", input: (JSON.parse(request.text) as Value | null)?.["secrets"] }] },
          }
        : reply;
    },
  }),
  "a refusal quotes the wrong LLM key": checking("llm_api_key", (value) =>
    typeof value === "string" ? undefined : `${JSON.stringify(value)} is not a string`,
  ),
  "the parser's message is shown": (parts) => ({
    handle: async (request, state, all) => {
      try {
        if (request.text !== "") JSON.parse(request.text);
      } catch (error) {
        return parts.failure(400, (error as Error).message, request);
      }
      return parts.handle(request, state, all);
    },
  }),
  "malformed JSON is quoted": (parts) => ({
    failure: (status, detail, request) =>
      parts.failure(status, status === 400 ? `Cannot parse ${request.text}` : detail, request),
  }),
  "the wrong media type's body is quoted": (parts) => ({
    failure: (status, detail, request) =>
      parts.failure(status, status === 415 ? `Cannot read ${request.text}` : detail, request),
  }),
  "the right key is in the session": making((session) => ({ ...session, owner: key })),
  "the right key is in a header": succeeding((reply) => ({ ...reply, headers: { "X-Key": key } })),
  "the right key is in a refusal": refusing((reply) =>
    reply.status === 422 ? { ...reply, headers: { "X-Auth": `Bearer ${key}` } } : reply,
  ),
  "the wrong key is quoted": (parts) => ({
    failure: (status, detail, request) =>
      parts.failure(status, status === 401 ? `Unknown key ${token(request)}` : detail, request),
  }),
  "the key is in a cookie": succeeding((reply) => ({
    ...reply,
    headers: { "Set-Cookie": `key=${Buffer.from(key).toString("base64")}` },
  })),
  "the last session's secrets are in the next": making((session, body, state) => {
    const before = state.last["secret"];
    state.last["secret"] = allSecrets(body)[0] ?? before;
    return before === undefined ? session : { ...session, inherited: before };
  }),
  "the status line contains the secret": (parts, state) => ({
    create: (body, ...more) => {
      state.last["secret"] = allSecrets(body).find((one) => /^[\x20-\x7e]+$/.test(one));
      return parts.create(body, ...more);
    },
    write: (reply, response, request) => {
      response.statusMessage = String(state.last["secret"] ?? "OK");
      parts.write(reply, response, request);
    },
  }),
  "the key comes back in capitals in a refusal": refusing((reply) =>
    reply.status === 422 ? { ...reply, body: { detail: `for ${key.toUpperCase()}` } } : reply,
  ),
  "the last refusal's secret is in the next": (parts, state) => ({
    handle: async (request, now, all) => {
      const reply = await parts.handle(request, now, all);
      const before = state.last["leak"];
      if (reply.status === 422) state.last["leak"] = /"[A-Z_][A-Z0-9_]*":"([^"]+)"/.exec(request.text)?.[1];
      return reply.status === 422 && before !== undefined ? { ...reply, body: { detail: `after ${before}` } } : reply;
    },
  }),
  "the response for an unknown agent quotes the body": refusing((reply, request) =>
    reply.body !== null && isObject(reply.body) && reply.body["detail"] === "Agent not found"
      ? { ...reply, body: { detail: request.text } }
      : reply,
  ),
  "most of a wrong key comes back": refusing((reply, request) =>
    reply.status === 401 ? { ...reply, body: { detail: `not ${token(request).slice(0, -4)}` } } : reply,
  ),
};
