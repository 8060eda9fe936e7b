/** Correct servers that do what frameworks, routers and proxies do by default. */
import path from "node:path";
import type { Received, Reply } from "./handler.ts";
import { type Difference, decoded, isObject, type Parts } from "./sessions.ts";

/** A response of a router or a proxy, which knows nothing of the API. */
const page = (status: number, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { "Content-Type": "text/html", ...headers },
  body: `<h1>${status}</h1>`,
});

/** Responds before the API does, where there is a reply. */
const before =
  (respond: (request: Received, parts: Parts) => Reply | undefined): Difference =>
  (parts) => ({
    handle: async (request, state, all) => respond(request, all) ?? parts.handle(request, state, all),
  });

const isRoute = (plain: string) => /^\/v1\/agents\/[^/]+\/sessions$/.test(plain);

/** Refuses bodies in which a test finds something. */
const refusing =
  (test: (body: Record<string, unknown>) => boolean): Difference =>
  (parts) => ({
    validate: (body, all) => (isObject(body) && test(body) ? "not allowed" : parts.validate(body, all)),
  });

const mapOf = (value: unknown) => (isObject(value) ? value : {});
const isUnsafeKey = (key: string) => ["__proto__", "constructor", "prototype"].includes(key);

/** Takes so many requests a second, and responds to the others by a page. */
const limitedByProxy =
  (perSecond: number, status: number): Difference =>
  (parts, state) => ({
    handle: async (request, now, all) => {
      const second = Math.floor(now.clock.now() / 1000);
      state.last["taken"] = state.last["second"] === second ? Number(state.last["taken"]) + 1 : 1;
      state.last["second"] = second;
      return Number(state.last["taken"]) > perSecond ? page(status) : parts.handle(request, now, all);
    },
  });

export const frameworks: Record<string, Difference> = {
  "an encoded slash is a slash, and paths are cleaned by a redirect": before((request) => {
    const plain = decoded(request.path) ?? request.path;
    const cleaned = path.posix.normalize(plain);
    if (cleaned !== plain) return { status: 301, headers: { Location: encodeURI(cleaned) }, body: "" };
    return isRoute(plain) ? undefined : page(404);
  }),
  "an encoded slash is a slash, and the router has a page for unknown paths": before((request) =>
    isRoute(decoded(request.path) ?? request.path) ? undefined : page(404),
  ),
  "paths with an encoded slash are refused by the proxy": before((request) =>
    /%2f|%5c|\/\.\.?(\/|$)/i.test(request.path) ? page(400) : undefined,
  ),
  "a body of any media type is read as JSON": () => ({ takes: () => true }),
  "text/plain is read as JSON": (parts) => ({ takes: (type) => type?.startsWith("text/plain") || parts.takes(type) }),
  "forms are read as JSON": (parts) => ({ takes: (type) => type?.includes("form") || parts.takes(type) }),
  "XML is read as JSON": (parts) => ({ takes: (type) => type?.includes("xml") || parts.takes(type) }),
  "unsafe keys in JSON are refused": (parts) => ({
    parse: (text) =>
      JSON.parse(text, (key, value) => {
        if (isUnsafeKey(key)) throw new SyntaxError("unsafe key");
        return value;
      }),
    validate: (body, all) => parts.validate(body, all),
  }),
  "unsafe keys in metadata are refused": refusing((body) => Object.keys(mapOf(body["metadata"])).some(isUnsafeKey)),
  "an empty name is refused": refusing((body) => body["name"] === ""),
  "an empty LLM key is refused": refusing((body) => body["llm_api_key"] === ""),
  "an empty metadata key is refused": refusing((body) => Object.hasOwn(mapOf(body["metadata"]), "")),
  "an empty metadata value is refused": refusing((body) => Object.values(mapOf(body["metadata"])).includes("")),
  "whatever is empty is refused": refusing(
    (body) =>
      body["name"] === "" ||
      body["llm_api_key"] === "" ||
      Object.entries(mapOf(body["metadata"])).some((entry) => entry.includes("")),
  ),
  "another scheme gets 400": (parts) => ({
    authorize: ({ headers, ...request }) =>
      headers.authorization === undefined || /^Bearer /i.test(headers.authorization)
        ? parts.authorize({ ...request, headers })
        : 400,
  }),
  "a malformed credential gets 400": (parts) => ({
    authorize: ({ headers, ...request }) =>
      headers.authorization === undefined || /^Bearer \S+$/i.test(headers.authorization)
        ? parts.authorize({ ...request, headers })
        : 400,
  }),
  "a proxy refuses long bodies, paths and header fields": before((request) => {
    if (request.path.length > 200) return page(414);
    if (Object.values(request.headers).some((value) => String(value).length > 500)) return page(431);
    return request.text.length > 3500 ? page(413) : undefined;
  }),
  "a proxy takes 150 requests a second, and responds to more with 503": limitedByProxy(150, 503),
  "a proxy takes 150 requests a second, and responds to more with 429": limitedByProxy(150, 429),
  "a new version is activated meanwhile": (parts, state) => ({
    create: (...all) => ({ ...parts.create(...all), version_id: state.sessions.length > 60 ? "ver_10" : "ver_9" }),
  }),
};
