/** Correct servers that differ in what the API leaves open. */
import { gzipSync } from "node:zlib";
import { parsing } from "./broken/differences.ts";
import { frameworks } from "./correct-frameworks.ts";
import { group, type Named } from "./named.ts";
import { type Difference, isObject } from "./sessions.ts";

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Null stands for a property that was left out. */
const nullIsAbsent: Difference = (parts) => ({
  properties: Object.fromEntries(
    Object.entries(parts.properties).map(([name, check]) => [
      name,
      (value: unknown, all: Record<string, unknown>) => (value === null ? undefined : check(value, all)),
    ]),
  ),
});

const gzip = (body: unknown) => gzipSync(typeof body === "string" ? body : JSON.stringify(body));

const refusingStorageBindings =
  (status: number): Difference =>
  (parts) => ({
    handle: async (request, state, all) => {
      const reply = await parts.handle(request, state, all);
      return reply.status === 201 && (reply.body as Record<string, unknown>)["storage_binding_id"] !== null
        ? parts.failure(status, "No such storage binding", request)
        : reply;
    },
  });

/** Takes so many requests a second, and as many at once. */
export const rateLimited =
  (perSecond: number, headers: Record<string, string>): Difference =>
  (parts, { clock }) => {
    let left = perSecond;
    let refilledAt = clock.now();
    return {
      handle: async (request, now, all) => {
        left = Math.min(perSecond, left + ((clock.now() - refilledAt) / 1000) * perSecond);
        refilledAt = clock.now();
        if (left < 1) return { ...parts.failure(429, "Slow down", request), headers };
        left -= 1;
        return parts.handle(request, now, all);
      },
    };
  };

const servers: Record<string, Difference> = {
  "the plain one": () => ({}),
  "success is 200": (parts) => ({ success: (session, state) => ({ ...parts.success(session, state), status: 200 }) }),
  "success is 202 with the session": (parts) => ({
    success: (session, state) => ({ ...parts.success(session, state), status: 202 }),
  }),
  "every refusal is 400": (parts) => ({
    failure: (status, detail, request) =>
      parts.failure(status === 422 || status === 415 ? 400 : status, detail, request),
  }),
  "every refusal is 422": (parts) => ({
    failure: (status, detail, request) =>
      parts.failure(status === 400 || status === 415 ? 422 : status, detail, request),
  }),
  "a refusal is 409": (parts) => ({
    failure: (status, detail, request) => parts.failure(status === 422 ? 409 : status, detail, request),
  }),
  "a wrong key is 403": (parts) => ({
    authorize: (request) => (request.headers.authorization === undefined ? 401 : parts.authorize(request) && 403),
  }),
  "detail is a list of problems": (parts) => ({
    failure: (status, detail, request) =>
      parts.failure(status, [{ loc: ["body"], msg: detail, type: "value_error" }], request),
  }),
  "detail is null": (parts) => ({ failure: (status, _, request) => parts.failure(status, null, request) }),
  "errors carry more than detail": () => ({
    failure: (status, detail) => ({
      status,
      headers: { "X-Request-Id": Math.random().toString(36) },
      body: { detail, code: "invalid", request_id: Math.random().toString(36) },
    }),
  }),
  "null is taken for what is left out": nullIsAbsent,
  "a null body is no body": (parts) => ({
    validate: (body, all) => (body === null ? undefined : parts.validate(body, all)),
    create: (body, ...more) => parts.create(body ?? {}, ...more),
  }),
  "unknown properties are refused": (parts) => ({
    validate: (body, all) =>
      isObject(body) && Object.keys(body).some((name) => !Object.hasOwn(all.properties, name))
        ? "unknown property"
        : parts.validate(body, all),
  }),
  "unknown properties come back": (parts) => ({
    create: (body, agent, state, all) => ({
      ...body,
      ...parts.create(body, agent, state, all),
      secrets: undefined,
      llm_api_key: undefined,
    }),
  }),
  "sessions carry further properties": (parts) => ({
    create: (...all) => ({
      ...parts.create(...all),
      llm_id: null,
      object: "session",
      links: { self: "/v1/sessions/1" },
      updated_at: null,
    }),
  }),
  "long text is refused": (parts) => ({
    validate: (body, all) =>
      JSON.stringify(body).length > 3000 || (isObject(body) && String(body["name"]).length > 255)
        ? "too long"
        : parts.validate(body, all),
  }),
  "names are 100 characters at most": (parts) => ({
    properties: {
      ...parts.properties,
      name: (value) => (typeof value === "string" && value.length <= 100 ? undefined : "too long"),
    },
  }),
  "64 entries at most": (parts) => ({
    validate: (body, all) =>
      isObject(body) && Object.keys((body["metadata"] as object) ?? {}).length > 64
        ? "too many"
        : parts.validate(body, all),
  }),
  "an unknown storage binding is 404": refusingStorageBindings(404),
  "a foreign storage binding is 403": refusingStorageBindings(403),
  "query parameters are refused": (parts) => ({
    handle: async (request, state, all) =>
      request.query.size > 0 ? parts.failure(400, "No query parameters", request) : parts.handle(request, state, all),
  }),
  "NUL and halves of pairs are refused": (parts) => ({
    validate: (body, all) =>
      /\\u0000|\\ud800/i.test(JSON.stringify(body)) ? "text can't be stored" : parts.validate(body, all),
  }),
  "blank text is refused": (parts) => ({
    properties: {
      ...parts.properties,
      name: (value) => (typeof value === "string" && (value === "" || value.trim() !== "") ? undefined : "blank"),
    },
  }),
  "a comma too many is taken in JSON": parsing((text) => JSON.parse(text.replaceAll(/,\s*([}\]])/g, "$1"))),
  "single quotes are taken in JSON": parsing((text) => JSON.parse(text.replaceAll("'", '"'))),
  "comments are taken in JSON": parsing((text) => JSON.parse(text.replaceAll(/\/\*.*?\*\//gs, ""))),
  "a line feed within text is taken in JSON": parsing((text) => JSON.parse(text.replaceAll("\n", "\\n"))),
  "an escape that is none is taken in JSON": parsing((text) => JSON.parse(text.replaceAll(/\\(?!["\\/bfnrtu])/g, ""))),
  "names without quotes are taken in JSON": parsing((text) =>
    JSON.parse(text.replaceAll(/([{,]\s*)(\w+)(\s*:)/g, '$1"$2"$3')),
  ),
  "NaN is taken in JSON": parsing((text) => JSON.parse(text.replaceAll(":NaN", ":null"))),
  "a body above 64 KiB is refused with 413": (parts) => ({
    handle: async (request, state, all) =>
      request.text.length > 65_536 ? parts.failure(413, "Too large", request) : parts.handle(request, state, all),
  }),
  "a byte order mark is ignored": (parts) => ({ parse: (text) => parts.parse(text.replace(/^\ufeff/, "")) }),
  "white space is no body": (parts) => ({
    handle: async (request, state, all) => parts.handle({ ...request, text: request.text.trim() }, state, all),
  }),
  "a body without a media type is refused": (parts) => ({ takes: (type) => type !== undefined && parts.takes(type) }),
  "media types are compared by their letters": (parts) => ({
    takes: (type) => type === undefined || type.startsWith("application/json") || parts.takes(type),
  }),
  "an empty body with a media type is refused": (parts) => ({
    handle: async (request, state, all) =>
      request.text === "" && request.headers["content-type"] !== undefined
        ? parts.failure(400, "Body can't be empty", request)
        : parts.handle(request, state, all),
  }),
  "only Bearer with a capital letter is a scheme": (parts) => ({
    authorize: (request) => (request.headers.authorization?.startsWith("Bearer ") ? parts.authorize(request) : 401),
  }),
  "created_at has an offset": () => ({
    now: ({ clock }) => new Date(clock.now() + 7_200_000).toISOString().replace("Z", "+02:00"),
  }),
  "created_at is in small letters": () => ({ now: ({ clock }) => new Date(clock.now()).toISOString().toLowerCase() }),
  "created_at has microseconds": () => ({
    now: ({ clock }) => new Date(clock.now()).toISOString().replace("Z", "123Z"),
  }),
  "the clock is two minutes off": (_parts, { clock }) => ({
    now: () => new Date(clock.now() + 120_000).toISOString(),
    finish: (reply) => ({
      ...reply,
      headers: { ...reply.headers, Date: new Date(clock.now() + 120_000).toUTCString() },
    }),
  }),
  "there is no Date header and the clock is off": (parts) => ({
    now: ({ clock }) => new Date(clock.now() - 120_000).toISOString(),
    write: (reply, response, request) => {
      response.sendDate = false;
      parts.write(reply, response, request);
    },
  }),
  "sessions start running": (parts) => ({ create: (...all) => ({ ...parts.create(...all), status: "running" }) }),
  "sessions start provisioning": (parts) => ({
    create: (...all) => ({ ...parts.create(...all), status: "provisioning" }),
  }),
  "the manifest allows the internet": (parts) => ({
    create: (body, ...all) => parts.create({ internet_access: true, ...body }, ...all),
  }),
  "the manifest comes to allow the internet": (parts, state) => ({
    create: (body, ...all) => parts.create({ internet_access: state.sessions.length > 60, ...body }, ...all),
  }),
  "the media type has a charset": () => ({
    finish: (reply) => ({
      ...reply,
      headers: { ...reply.headers, "Content-Type": "application/json; charset=utf-8" },
    }),
  }),
  "JSON is pretty and escaped": () => ({
    finish: (reply) => ({
      ...reply,
      body: JSON.stringify(reply.body, null, 2).replaceAll(
        /[^\x20-\x7e\n]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
      ),
    }),
  }),
  "keys come in another order": (parts) => ({
    success: (session, state) => ({
      ...parts.success(session, state),
      body: Object.fromEntries(Object.entries(session).reverse()),
    }),
  }),
  "connections are closed": (parts) => ({
    write: (reply, response, request) =>
      parts.write({ ...reply, headers: { ...reply.headers, Connection: "close" } }, response, request),
  }),
  "connections end without notice": (parts) => ({
    write: (reply, response, request) => {
      const { socket } = response;
      response.once("finish", () => socket?.destroySoon());
      parts.write(reply, response, request);
    },
  }),
  "sessions are listed too": (parts) => ({
    handle: async (request, state, all) =>
      request.method === "GET" && parts.route(request) && parts.authorize(request) === undefined
        ? { status: 200, headers: {}, body: { sessions: state.sessions } }
        : parts.handle(request, state, all),
  }),
  "unknown paths have an HTML page": (parts) => ({
    finish: (reply, request) =>
      parts.route(request) === undefined
        ? { ...reply, headers: { "Content-Type": "text/html" }, body: "<h1>Not Found</h1>" }
        : reply,
  }),
  "other methods are 501": (parts) => ({
    failure: (status, detail, request) => parts.failure(status === 405 ? 501 : status, detail, request),
  }),
  "the key is asked for before the path": (parts) => ({
    handle: async (request, state, all) =>
      parts.authorize(request) === 401 ? parts.failure(401, "no key", request) : parts.handle(request, state, all),
  }),
  "it takes a while": () => ({ settle: () => sleep(5) }),
  "wrong bodies are refused before wrong keys": (parts) => ({
    handle: async (request, state, all) => {
      const reply = await parts.handle(
        { ...request, headers: { ...request.headers, authorization: "Bearer dari-Test-Key-0123456789" } },
        { ...state, sessions: [] },
        all,
      );
      return reply.status === 422 || reply.status === 400 ? reply : parts.handle(request, state, all);
    },
  }),
  "one request in 40 is too many": (parts, state) => ({
    handle: async (request, now, all) => {
      state.last["n"] = Number(state.last["n"] ?? 0) + 1;
      return Number(state.last["n"]) % 40 === 0
        ? { ...parts.failure(429, "Slow down", request), headers: { "Retry-After": "0" } }
        : parts.handle(request, now, all);
    },
  }),
  "responses are compressed": () => ({
    finish: (reply) => ({
      ...reply,
      headers: { ...reply.headers, "Content-Encoding": "gzip" },
      body: gzip(reply.body),
    }),
  }),
  "a refusal quotes what is no secret": (parts) => ({
    failure: (status, detail, request) =>
      parts.failure(
        status,
        [{ msg: detail, input: /secret|llm|testsecret/.test(request.text) ? null : request.text, path: request.path }],
        request,
      ),
  }),
  "only 200 requests a second are taken": (parts, state) => ({
    handle: async (request, now, all) => {
      const second = Math.floor(now.clock.now() / 1000);
      state.last["taken"] = state.last["second"] === second ? Number(state.last["taken"]) + 1 : 1;
      state.last["second"] = second;
      return Number(state.last["taken"]) > 200
        ? { ...parts.failure(429, "Slow down", request), headers: { "Retry-After": "1" } }
        : parts.handle(request, now, all);
    },
  }),
  "20 requests a second are taken, and the others get no Retry-After": rateLimited(20, {}),
  "50 requests a second are taken, and Retry-After is rounded down": rateLimited(50, { "Retry-After": "0" }),
  "metadata is modest in number and length": (parts) => ({
    properties: {
      ...parts.properties,
      metadata: (value, all) => {
        const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
        const long = entries.some(([key, one]) => key.length > 64 || String(one).length > 512);
        return parts.properties["metadata"]?.(value, all) ?? (entries.length > 16 || long ? "too much" : undefined);
      },
    },
  }),
  "a doubled or a last slash is redirected": (parts) => ({
    handle: async (request, state, all) => {
      const path = request.path.replaceAll(/\/+/g, "/").replace(/\/$/, "");
      return path === request.path
        ? parts.handle(request, state, all)
        : { status: 308, headers: { Location: path }, body: "" };
    },
  }),
  "a refusal names the last characters of the key": (parts) => ({
    failure: (status, detail, request) =>
      parts.failure(
        status,
        status === 401 ? `key ending in ${(request.headers.authorization ?? "").slice(-4)}` : detail,
        request,
      ),
  }),
  "connections end after 5 requests": (parts, state) => ({
    write: (reply, response, request) => {
      state.last["n"] = Number(state.last["n"] ?? 0) + 1;
      parts.write(
        Number(state.last["n"]) % 5 === 0 ? { ...reply, headers: { ...reply.headers, Connection: "close" } } : reply,
        response,
        request,
      );
    },
  }),
  "an unknown agent is 403": (parts) => ({
    failure: (status, detail, request) => parts.failure(detail === "Agent not found" ? 403 : status, detail, request),
  }),
  "other methods are 404": (parts) => ({
    failure: (status, detail, request) => parts.failure(status === 405 ? 404 : status, detail, request),
  }),
  "ids are numbers in text": (parts) => ({ id: (state) => parts.id(state).replace(/^sess_(\d+)_.*$/, "$1") }),
  "double slashes are redirected": (parts) => ({
    handle: async (request, state, all) =>
      request.path.includes("//")
        ? { status: 308, headers: { Location: request.path.replaceAll(/\/+/g, "/") }, body: "" }
        : parts.handle(request, state, all),
  }),
  "cookies are set": () => ({
    finish: (reply) => ({
      ...reply,
      headers: { ...reply.headers, "Set-Cookie": "sid=1; HttpOnly", ETag: 'W/"1"', Vary: "Accept" },
    }),
  }),
  "it is away for a moment": (parts, state) => ({
    handle: async (request, now, all) => {
      state.last["n"] = Number(state.last["n"] ?? 0) + 1;
      return Number(state.last["n"]) === 60
        ? {
            ...parts.failure(503, "Back soon", request),
            headers: { "Retry-After": new Date(now.clock.now() + 1000).toUTCString() },
          }
        : parts.handle(request, now, all);
    },
  }),
};

/** All correct variations. */
export const variations: readonly Named[] = group("correct", { ...servers, ...frameworks });
