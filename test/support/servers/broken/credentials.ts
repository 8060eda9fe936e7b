import type { Difference } from "../sessions.ts";
import { admitting, crash, key, refusing, token } from "./differences.ts";

/** Servers that let in whom they should not, or refuse otherwise. */
export const credentials: Record<string, Difference> = {
  "are not needed on a path with a slash at its end": (parts) => ({
    route: (request) => parts.route({ ...request, path: request.path.replace(/\/$/, "") }),
    authorize: (request) => (request.path.endsWith("/") ? undefined : parts.authorize(request)),
  }),
  "are not needed on a path in capital letters": (parts) => ({
    route: (request) =>
      parts.route({ ...request, path: request.path.replace(/^\/V1\/AGENTS(.*)SESSIONS$/, "/v1/agents$1sessions") }),
    authorize: (request) => (request.path.startsWith("/V1/") ? undefined : parts.authorize(request)),
  }),
  "are not needed": () => ({ authorize: () => undefined }),
  "are not needed without a body": admitting((request) => request.text === ""),
  "are not needed with a body": admitting((request) => request.text.length > 100),
  "may be missing": admitting((request) => request.headers.authorization === undefined),
  "may be empty": admitting((request) => /^Bearer\s*$/.test(request.headers.authorization ?? "-")),
  "may be an empty header": admitting((request) => request.headers.authorization === ""),
  "may be any": admitting((request) => /^Bearer ./.test(request.headers.authorization ?? "")),
  "may have any scheme": admitting((request) => request.headers.authorization?.split(" ").at(-1) === key),
  "may be Basic": admitting(
    (request) =>
      Buffer.from(request.headers.authorization?.replace(/^Basic /, "") ?? "", "base64").toString() === `${key}:`,
  ),
  "may have no scheme": admitting((request) => request.headers.authorization === key),
  "may have a scheme that ends in Bearer": admitting(
    (request) => /Bearer (\S+)/.exec(request.headers.authorization ?? "")?.[1] === key,
  ),
  "may be the password of Basic": admitting((request) =>
    Buffer.from(request.headers.authorization?.replace(/^Basic /, "") ?? "", "base64")
      .toString()
      .endsWith(`:${key}`),
  ),
  "may have no space after the scheme": admitting((request) => request.headers.authorization === `Bearer${key}`),
  "are compared by their start": admitting((request) => token(request).startsWith(key)),
  "are compared by what there is of them": admitting(
    (request) => token(request) !== "" && key.startsWith(token(request)),
  ),
  "are compared by their end": admitting((request) => token(request).endsWith(key)),
  "are compared by a part": admitting((request) => token(request).includes(key.slice(3, -3))),
  "are compared by their length": admitting((request) => token(request).length === key.length),
  "are compared without case": admitting((request) => token(request).toLowerCase() === key.toLowerCase()),
  "are compared by all but the last character": admitting(
    (request) => token(request).slice(0, -1) === key.slice(0, -1),
  ),
  "are compared by all but the first character": admitting((request) => token(request).slice(1) === key.slice(1)),
  "may be in the query": admitting((request) => [...request.query.values()].includes(key)),
  "may be in a cookie": admitting((request) => request.headers.cookie?.includes(key) ?? false),
  "may be in X-API-Key": admitting((request) => request.headers["x-api-key"] === key),
  "missing get 400": refusing((reply) => ({ ...reply, status: reply.status === 401 ? 400 : reply.status })),
  "missing get 404": refusing((reply) => ({ ...reply, status: reply.status === 401 ? 404 : reply.status })),
  "missing get 200": refusing((reply) => ({ ...reply, status: reply.status === 401 ? 200 : reply.status })),
  "missing get 500": (parts) => ({
    authorize: (request) => (request.headers.authorization === undefined ? crash() : parts.authorize(request)),
  }),
  "of another scheme get 500": (parts) => ({
    authorize: (request) => (/^Basic/.test(request.headers.authorization ?? "") ? crash() : parts.authorize(request)),
  }),
  "a wrong key locks the right one out": (parts, state) => ({
    authorize: (request) => {
      const status = parts.authorize(request);
      if (status !== undefined && request.headers.authorization?.startsWith("Bearer "))
        state.last["wrong"] = Number(state.last["wrong"] ?? 0) + 1;
      return Number(state.last["wrong"] ?? 0) > 5 ? 401 : status;
    },
  }),
  "detail is missing when the key is wrong": (parts) => ({
    failure: (status, detail, request) =>
      status === 401 && request.headers.authorization !== undefined
        ? { status, headers: {}, body: {} }
        : parts.failure(status, detail, request),
  }),
  "without a credential there are too many requests": (parts) => ({
    authorize: (request) => (request.headers.authorization === undefined ? 429 : parts.authorize(request)),
    failure: (status, detail, request) => ({
      ...parts.failure(status, detail, request),
      headers: status === 429 ? { "Retry-After": "0" } : {},
    }),
  }),
  "are said to be wrong when the body is": refusing((reply) =>
    reply.status === 422 ? { ...reply, status: 401 } : reply,
  ),
  "are said to be wrong when the JSON is": refusing((reply) =>
    reply.status === 400 ? { ...reply, status: 401 } : reply,
  ),
  "are said to be wrong when a secret's name is": (parts) => ({
    failure: (status, detail, request) =>
      parts.failure(String(detail).includes("names that match") ? 401 : status, detail, request),
  }),
};
