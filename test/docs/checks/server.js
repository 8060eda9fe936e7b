const key = "the-key-of-an-account";
const agents = new Set(["agt_123"]);
const json = { "Content-Type": "application/json" };
const noMetadata = {};
let requests = 0;

/** Responds to a request with a status code, header fields and a body. */
export async function respond(request) {
  try {
    const { status, headers = json, body } = await handle(request);
    return { status, headers: { ...headers, "X-Request-Id": `req_${requests}` }, body: JSON.stringify(body) };
  } catch {
    return { status: 500, headers: json, body: '{"detail":"Internal error"}' };
  }
}

const isAuthorized = (headers) => headers.authorization === `Bearer ${key}`;
const refusal = (status, detail) => ({ status, body: { detail } });

async function handle({ method, path, headers, text }) {
  requests += 1;
  const agentId = /^\/v1\/agents\/([^/]+)\/sessions$/.exec(path)?.[1];
  if (agentId === undefined) return refusal(404, "Not found");
  if (method !== "POST") return refusal(405, "Method not allowed");
  if (!isAuthorized(headers)) return refusal(401, "The API key is missing or wrong");
  if (!agents.has(agentId)) return refusal(404, "Agent not found");
  const body = text === "" ? {} : parse(text);
  const problem = problemOf(body);
  if (problem !== undefined) return refusal(422, problem);
  const session = create(agentId, body);
  return { status: 201, headers: { ...json, Location: `/v1/sessions/${session.id}` }, body: session };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** What is wrong with a body; `undefined` if it is valid. */
function problemOf(body) {
  if (!isObject(body)) return "body: must be an object";
  for (const name of ["name", "storage_binding_id", "llm_api_key"])
    if (name in body && typeof body[name] !== "string") return `${name}: must be text`;
  if (!["boolean", "undefined"].includes(typeof body.internet_access)) return "internet_access: must be a boolean";
  for (const name of ["metadata", "secrets"]) {
    if (!(name in body)) continue;
    if (!isObject(body[name])) return `${name}: must be an object`;
    for (const value of Object.values(body[name])) if (typeof value !== "string") return `${name}: must hold text`;
  }
  for (const [name, value] of Object.entries(body.secrets ?? {})) {
    if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) return "secrets: a name has a character that is not allowed";
    if (value === "") return "secrets: a value is empty";
  }
  return undefined;
}

/** A new session: only what is listed here is returned. */
function create(agentId, body) {
  return {
    id: `sess_${crypto.randomUUID()}`,
    name: body.name ?? null,
    agent_id: agentId,
    version_id: "ver_7",
    storage_binding_id: body.storage_binding_id ?? null,
    internet_access: body.internet_access ?? false,
    status: "idle",
    last_message_id: null,
    last_message_status: null,
    created_at: new Date().toISOString(),
    metadata: body.metadata ?? noMetadata,
  };
}
