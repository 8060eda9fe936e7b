import type { Difference } from "../sessions.ts";
import { refusing, succeeding } from "./differences.ts";

/** Servers whose responses are not what the description says, whatever the session is. */
export const responses: Record<string, Difference> = {
  "has no body": succeeding((reply) => ({ ...reply, status: 204, body: "" })),
  "is HTML": succeeding((reply) => ({ ...reply, headers: { "Content-Type": "text/html" }, body: "<p>Created</p>" })),
  "says it is text": succeeding((reply) => ({ ...reply, headers: { "Content-Type": "text/plain" } })),
  "says it is HTML": succeeding((reply) => ({ ...reply, headers: { "Content-Type": "text/html; charset=utf-8" } })),
  "is JSON twice": succeeding((reply) => ({ ...reply, body: JSON.stringify(JSON.stringify(reply.body)) })),
  "has a name twice": succeeding((reply) => ({
    ...reply,
    body: JSON.stringify(reply.body).replace("{", '{"name":null,'),
  })),
  "is cut off": succeeding((reply) => ({ ...reply, body: JSON.stringify(reply.body).slice(0, -1) })),
  "is in Latin-1": succeeding((reply) => ({ ...reply, body: Buffer.from(JSON.stringify(reply.body), "latin1") })),
  "is a redirect": succeeding((reply) => ({ ...reply, status: 303, headers: { Location: "/v1/sessions/1" } })),
  "is 200 with an error": succeeding((reply) => ({
    ...reply,
    status: 200,
    body: { detail: "Something went wrong" },
  })),
  "is an error with a session": succeeding((reply) => ({ ...reply, status: 400 })),
  "refusals are 200": refusing((reply) => ({ ...reply, status: reply.status === 422 ? 200 : reply.status })),
  "refusals are 500": refusing((reply) => ({ ...reply, status: reply.status === 422 ? 500 : reply.status })),
  "refusals are redirects": refusing((reply) => ({
    ...reply,
    status: reply.status === 422 ? 302 : reply.status,
    headers: { Location: "/" },
  })),
  "refusals have no detail": refusing((reply) => ({ ...reply, body: { error: "no" } })),
  "refusals are a plain string": refusing((reply) => ({ ...reply, body: JSON.stringify("no") })),
  "refusals are HTML": refusing((reply) => ({
    ...reply,
    headers: { "Content-Type": "text/html" },
    body: "<h1>No</h1>",
  })),
  "refusals have no body": refusing((reply) => ({ ...reply, body: "" })),
  "refusals are problem details": refusing((reply) => ({
    ...reply,
    headers: { "Content-Type": "application/problem+json" },
  })),
  "only 401 has no detail": refusing((reply) => (reply.status === 401 ? { ...reply, body: { message: "no" } } : reply)),
  "only malformed JSON has a page": refusing((reply) =>
    reply.status === 400
      ? { ...reply, headers: { "Content-Type": "text/html" }, body: "<pre>SyntaxError</pre>" }
      : reply,
  ),
  "the first response of all is cut short": (parts) => ({
    success: (session, state) =>
      state.count === 1
        ? { ...parts.success(session, state), body: { id: session["id"] } }
        : parts.success(session, state),
  }),
  "it promises more bytes than it sends": (parts) => ({
    write: (reply, response, request) => {
      if (reply.status !== 201) return parts.write(reply, response, request);
      const text = JSON.stringify(reply.body);
      response.writeHead(201, {
        "Content-Type": "application/json",
        "Content-Length": String(Buffer.byteLength(text) + 5),
      });
      response.write(text, () => response.destroy());
    },
  }),
  "without an Accept header it is HTML": () => ({
    finish: (reply, request) =>
      request.headers.accept === undefined ? { ...reply, headers: { "Content-Type": "text/html" } } : reply,
  }),
};

/** Servers whose responses never end: each request takes as long as it may. */
export const endless: Record<string, Difference> = {
  "it never ends what it sends": () => ({
    write: (reply, response) => {
      response.writeHead(reply.status, { "Content-Type": "application/json" });
      response.write(JSON.stringify(reply.body));
    },
  }),
};
