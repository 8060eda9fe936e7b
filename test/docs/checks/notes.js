const json = { "Content-Type": "application/json" };
const notes = new Map();
let last = 0;

/** Responds to a request with a status code, header fields and a body. */
export async function respond(request) {
  const { status, headers = json, body } = handle(request);
  return { status, headers, body: body === undefined ? "" : JSON.stringify(body) };
}

const refusal = (status) => ({ status, body: { detail: `Refused with ${status}` } });
const tagOf = (note) => `"${note.id}-${note.version}"`;
const shown = ({ version, ...note }) => note;
const success = (status, note) => ({ status, headers: { ...json, ETag: tagOf(note) }, body: shown(note) });

function handle({ method, path, query, headers, text }) {
  const [, id] = /^\/notes(?:\/([1-9]\d{0,8}))?$/.exec(path) ?? [];
  if (path === "/notes" && method === "GET") return list(query);
  if (path === "/notes" && method === "POST") return create(parse(text));
  if (!/^\/notes\/[^/]+$/.test(path)) return refusal(404);
  if (!["GET", "PATCH", "DELETE"].includes(method)) return refusal(405);
  if (id === undefined) return refusal(422);
  const note = notes.get(Number(id));
  if (!note) return refusal(method === "PATCH" && !isValid(parse(text)) ? 422 : 404);
  if (method === "GET") return success(200, note);
  if (method === "PATCH") return update(note, parse(text), headers["if-match"]);
  notes.delete(note.id);
  return { status: 204, headers: {} };
}

function list(query) {
  const all = [...notes.values()].filter((note) => !query.has("pinned") || String(note.pinned) === query.get("pinned"));
  const [limit, offset] = [Number(query.get("limit") ?? 20), Number(query.get("offset") ?? 0)];
  const isValidQuery =
    ["true", "false", null].includes(query.get("pinned")) && limit >= 1 && limit <= 50 && offset >= 0;
  if (!isValidQuery || !Number.isInteger(limit) || !Number.isInteger(offset)) return refusal(422);
  return { status: 200, body: all.slice(offset, offset + limit).map(shown) };
}

function create(body) {
  if (!isValid(body) || body.text === undefined) return refusal(422);
  const { text, pinned = false } = body;
  last += 1;
  notes.set(last, { id: last, author: "api", version: 1, text, pinned });
  return success(201, notes.get(last));
}

function update(note, body, tag) {
  if (!isValid(body)) return refusal(422);
  if (tag !== undefined && tag !== tagOf(note)) return refusal(412);
  note.version += 1;
  note.text = body.text ?? note.text;
  note.pinned = body.pinned ?? note.pinned;
  return success(200, note);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isValid(body) {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return false;
  if (body.text !== undefined && typeof body.text !== "string") return false;
  return body.pinned === undefined || typeof body.pinned === "boolean";
}
