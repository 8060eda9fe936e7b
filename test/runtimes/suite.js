/**
 * What the client does in every runtime, in plain JavaScript: runtimes.test.ts runs it in each of them, against the
 * server of server.ts, whose agents are named after what it does.
 */
import { createDariClient, DariApiError, DariTimeoutError, isDariError } from "dari-sessions";

const apiKey = "sk-runtime-sentinel";

function equal(actual, expected) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`got ${a}, expected ${b}`);
}

async function failureOf(promise) {
  const session = await promise.catch((error) => ({ error }));
  if (!("error" in session)) throw new Error("it was expected to fail");
  return session.error;
}

/** The behaviours, by name; each gets a client and what is special about the runtime. */
const behaviours = {
  "creates a session and sends what it was given": async (client, { echo }) => {
    const params = { name: "Prüfung 試験", metadata: { kind: "x" }, secrets: { TOKEN: "s" }, internet_access: false };
    equal((await client.sessions.create("echo", params)).id, "sess_123");
    const { body, authorization, contentType } = await echo();
    equal([JSON.parse(body), authorization, contentType], [params, `Bearer ${apiKey}`, "application/json"]);
  },
  "sends no body without params": async (client, { echo }) => {
    await client.sessions.create("echo");
    const { body, contentType } = await echo();
    equal([body, contentType], ["", null]);
  },
  "says who it is, where that is allowed": async (client, { echo, browser }) => {
    await client.sessions.create("echo");
    equal(/^dari-sessions\/\d+\.\d+\.\d+ \S+/.test((await echo()).userAgent), !browser);
  },
  "reads a session in chunks": async (client) => equal((await client.sessions.create("chunked")).id, "sess_123"),
  "raises an API error for a refusal": async (client) => {
    const error = await failureOf(client.sessions.create("missing"));
    equal([error instanceof DariApiError, isDariError(error), error.outcome], [true, true, "not-created"]);
    equal([error.name, error.status, error.detail], ["DariApiError", 404, "Agent not found"]);
  },
  "raises an API error for an empty 502": async (client) => {
    const error = await failureOf(client.sessions.create("empty-502"));
    equal([error.status, error.body, error.outcome], [502, undefined, "unknown"]);
  },
  "takes a reason phrase outside ASCII": async (client) => {
    const error = await failureOf(client.sessions.create("accented"));
    equal([error.name, error.status, error.outcome], ["DariApiError", 404, "not-created"]);
  },
  "doesn't take the page of a gateway for a refusal": async (client) => {
    const error = await failureOf(client.sessions.create("forbidden"));
    equal([error.status, error.outcome, error.message.includes(": Access denied. A gateway")], [403, "unknown", true]);
  },
  "doesn't retry after 503 with Retry-After": async (client) => {
    const error = await failureOf(client.sessions.create("late"));
    equal([error.status, error.outcome, error.attempts], [503, "unknown", 1]);
  },
  "aborts many calls by one signal": async (client) => {
    const controller = new AbortController();
    const { signal } = controller;
    const calls = Array.from({ length: 25 }, () => failureOf(client.sessions.create("stall", {}, { signal })));
    setTimeout(() => controller.abort("enough"), 50);
    equal([...new Set(await Promise.all(calls))], ["enough"]);
  },
  "retries after 429": async (client) => equal((await client.sessions.create("busy-once")).id, "sess_123"),
  "says, where the runtime tells, that nobody listened": async (_, { closed, certain, clientOf }) => {
    const error = await failureOf(clientOf({ baseUrl: closed, maxRetries: 1 }).sessions.create("agt_123"));
    const known = certain ? ["not-created", 2] : ["unknown", 1];
    equal([error.name, error.outcome, error.attempts], ["DariConnectionError", ...known]);
  },
  "doesn't retry after a reset": async (client, { browser }) => {
    const error = await failureOf(client.sessions.create("reset"));
    // A browser itself may send a request again on a fresh connection; what it tells is the same.
    equal([error.name, error.outcome, browser || error.attempts === 1], ["DariConnectionError", "unknown", true]);
  },
  "notices a response that breaks off": async (client) => {
    const error = await failureOf(client.sessions.create("cut"));
    equal([error.name, error.outcome], ["DariConnectionError", "unknown"]);
  },
  "ends a stall before the head in time": async (_, { clientOf }) => {
    const error = await failureOf(clientOf({ attemptTimeout: 100 }).sessions.create("stall"));
    equal([error instanceof DariTimeoutError, error.outcome], [true, "unknown"]);
  },
  "ends a stall in the body in time": async (_, { clientOf }) => {
    const error = await failureOf(clientOf({ timeout: 100 }).sessions.create("stall-body"));
    equal([error instanceof DariTimeoutError, error.outcome], [true, "unknown"]);
  },
  "aborts with the caller's reason": async (client) => {
    const controller = new AbortController();
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 50);
    equal((await failureOf(client.sessions.create("stall", {}, { signal: controller.signal }))) === reason, true);
  },
  "doesn't follow a redirect": async (client, { browser, echo }) => {
    await client.sessions.create("echo", { name: "before" });
    const error = await failureOf(client.sessions.create("redirect", { secrets: { TOKEN: "s" } }));
    equal([error.name, error.status], browser ? ["DariConnectionError", undefined] : ["DariApiError", 307]);
    equal((await echo()).body, '{"name":"before"}');
  },
  "raises a contract error for a page": async (client) => {
    const error = await failureOf(client.sessions.create("page"));
    equal([error.name, error.outcome, error.status], ["DariContractError", "unknown", 200]);
  },
  "keeps the id of a session in another charset": async (client) => {
    equal((await client.sessions.create("latin-1")).id, "sess_123");
  },
  "doesn't read a body without end": async (client) => {
    const error = await failureOf(client.sessions.create("endless"));
    equal([error.name, error.message.includes("longer than 1000000 characters")], ["DariContractError", true]);
  },
  "refuses wrong input, all at once": async (client) => {
    const error = await failureOf(client.sessions.create("", { name: 1, secrets: { TOKEN: "" } }));
    equal(
      [error.name, error.issues.map(({ field }) => field)],
      ["DariInputError", ["agent_id", "name", "secrets entry 1"]],
    );
  },
  "calls a key function": async (_, { clientOf, echo }) => {
    await clientOf({ apiKey: async () => "rotated" }).sessions.create("echo");
    equal((await echo()).authorization, "Bearer rotated");
  },
  "keeps secrets out of errors": async (client) => {
    const error = await failureOf(client.sessions.create("mirror", { llm_api_key: "sk-llm-sentinel" }));
    equal([error.status, /sentinel/.test(`${error} ${error.stack} ${JSON.stringify(error)}`)], [422, false]);
  },
  "serves the raw client": async (client) => {
    const params = { path: { agent_id: "echo" } };
    const { data, response } = await client.raw.POST("/v1/agents/{agent_id}/sessions", { params, body: {} });
    equal([data.id, response.status], ["sess_123", 201]);
  },
};

/**
 * Runs every behaviour and resolves to the failures.
 *
 * @param {{ url: string, closed: string, certain: boolean, browser: boolean, run: string }} runtime
 * @returns {Promise<{ passed: number, failed: { name: string, message: string }[] }>}
 */
export async function runSuite({ url, ...runtime }) {
  const baseUrl = `${url}/${runtime.run}`;
  const clientOf = (options) =>
    createDariClient({ apiKey, baseUrl, timeout: 5_000, dangerouslyAllowBrowser: runtime.browser, ...options });
  const echo = async () => (await fetch(`${baseUrl}/last`)).json();
  const failed = [];
  for (const [name, behave] of Object.entries(behaviours)) {
    try {
      await behave(clientOf({}), { ...runtime, clientOf, echo });
    } catch (error) {
      failed.push({ name, message: String(error?.stack ?? error) });
    }
  }
  return { passed: Object.keys(behaviours).length - failed.length, failed };
}
