// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are lines of code.
/** For each check one line of a correct server, and what may stand there in one that the check finds. */
import type { CheckName } from "../../../src/contract/check/finding.ts";

/** A line of server.js or notes.js, and the line in its place that a check finds. */
export interface CheckExample {
  readonly mended: string;
  readonly broken: string;
  /** The cases that show it, as `--only` takes them. */
  readonly only: string;
  /** The server that has the line. @default "server" */
  readonly server?: "notes";
  /** What else it takes to see it. */
  readonly note?: string;
}

const authorized = "const isAuthorized = (headers) => headers.authorization === `Bearer ${key}`;";
const unauthorized = '  if (!isAuthorized(headers)) return refusal(401, "The API key is missing or wrong");';
const unknownAgent = '  if (!agents.has(agentId)) return refusal(404, "Agent not found");';
const invalid = "  if (problem !== undefined) return refusal(422, problem);";
const success =
  "  return { status: 201, headers: { ...json, Location: `/v1/sessions/${session.id}` }, body: session };";
const written =
  '    return { status, headers: { ...headers, "X-Request-Id": `req_${requests}` }, body: JSON.stringify(body) };';
const ownText = '    if (name in body && typeof body[name] !== "string") return `${name}: must be text`;';
const mapValues =
  '    for (const value of Object.values(body[name])) if (typeof value !== "string") return `${name}: must hold text`;';

export const examples: Readonly<Record<CheckName, CheckExample>> = {
  "secret-returned": {
    mended: invalid,
    broken: "  if (problem !== undefined) return refusal(422, `${problem}: ${text}`);",
    only: "/refused/secrets",
  },
  "credential-returned": {
    mended: unauthorized,
    broken: "  if (!isAuthorized(headers)) return refusal(401, `Not valid: ${headers.authorization}`);",
    only: "/unauthorized/",
  },
  "credential-not-checked": {
    mended: authorized,
    broken: "const isAuthorized = (headers) => headers.authorization?.startsWith(`Bearer ${key}`);",
    only: "/unauthorized/",
  },
  "requests-mixed": {
    mended: "    metadata: body.metadata ?? noMetadata,",
    broken: "    metadata: Object.assign(noMetadata, body.metadata),",
    only: "/accepted/metadata",
  },
  "server-value-overridden": {
    mended: '    status: "idle",',
    broken: '    status: body.status ?? "idle",',
    only: "properties-of-the-response",
  },
  "value-changed": {
    mended: "    name: body.name ?? null,",
    broken: "    name: body.name?.trim() ?? null,",
    only: "/accepted/name",
  },
  "value-invented": {
    mended: "    storage_binding_id: body.storage_binding_id ?? null,",
    broken: '    storage_binding_id: body.storage_binding_id ?? "sb_default",',
    only: "/accepted/name",
  },
  "value-unstable": {
    mended: '    version_id: "ver_7",',
    broken: "    version_id: `ver_${requests % 3}`,",
    only: "/accepted/name",
  },
  "refused-but-stored": {
    mended: invalid,
    broken: "  if (problem !== undefined) return { status: 422, body: create(agentId, body) };",
    only: "/refused/secrets",
  },
  "id-repeated": {
    mended: "    id: `sess_${crypto.randomUUID()}`,",
    broken: "    id: `sess_${Math.floor(Date.now() / 60_000)}`,",
    only: "/accepted/name",
  },
  "time-wrong": {
    mended: "    created_at: new Date().toISOString(),",
    broken: "    created_at: new Date(Date.now() + 2 * 3_600_000).toISOString(), // the time in Helsinki",
    only: "/accepted/name",
  },
  "invalid-accepted": {
    mended: '    if (!/^[A-Z_][A-Z0-9_]*$/.test(name)) return "secrets: a name has a character that is not allowed";',
    broken: '    if (!/[A-Z_][A-Z0-9_]*/.test(name)) return "secrets: a name has a character that is not allowed";',
    only: "/refused/secrets",
  },
  "undocumented-operation": {
    mended: '  if (method !== "POST") return refusal(405, "Method not allowed");',
    broken: '  if (method === "GET") return refusal(405, "Method not allowed");',
    only: "/no-route/",
  },
  "reference-not-checked": {
    mended: unknownAgent,
    broken: '  if (!agents.has(agentId)) return refusal(422, "Agent not found");',
    only: "/not-found/",
  },
  "valid-refused": {
    mended: ownText,
    broken:
      '    if (name in body && (typeof body[name] !== "string" || body[name].length > 50)) return `${name}: must be text`;',
    only: "/accepted/name",
  },
  "server-error": {
    mended: mapValues,
    broken:
      "    for (const value of Object.values(body[name])) if (!value.isWellFormed()) return `${name}: must hold text`;",
    only: "/refused/metadata",
  },
  "no-response": {
    mended: '  const body = text === "" ? {} : parse(text);',
    broken: '  const body = text === "" ? await new Promise(() => {}) : parse(text);',
    only: "without-a-body",
  },
  "response-unstable": {
    mended: invalid,
    broken: '  if (problem !== undefined || requests % 2 === 0) return refusal(422, problem ?? "Try again");',
    only: "/accepted/a-request-without-a-body",
  },
  "credential-refused": {
    mended: unknownAgent,
    broken: '  if (!agents.has(agentId)) return refusal(401, "Agent not found");',
    only: "/not-found/",
  },
  "status-undocumented": {
    mended: invalid,
    broken: '  if (problem !== undefined) return { status: 302, headers: { Location: "/help" } };',
    only: "/refused/secrets",
  },
  "media-type-undocumented": {
    mended: 'const json = { "Content-Type": "application/json" };',
    broken: 'const json = { "Content-Type": "text/plain" };',
    only: "/refused/secrets",
  },
  "body-not-json": {
    mended: written,
    broken: "    return { status, headers, body: String(body.detail ?? body) };",
    only: "/refused/secrets",
  },
  "body-invalid": {
    mended: "    internet_access: body.internet_access ?? false,",
    broken: "    internet_access: body.internet_access ?? null,",
    only: "/accepted/name",
  },
  "header-invalid": {
    mended: success,
    broken: "  return { status: 201, body: session };",
    only: "/accepted/name",
    note: "The description documents a required header `Location` of this response.",
  },
  "write-not-stored": {
    mended: "  note.text = body.text ?? note.text;",
    broken: "  note.text = body.text || note.text;",
    only: "/state/updated",
    server: "notes",
  },
  "other-state-changed": {
    mended: "  note.pinned = body.pinned ?? note.pinned;",
    broken: "  note.pinned = body.pinned ?? false;",
    only: "/state/updated",
    server: "notes",
  },
  "refused-but-changed": {
    mended: "  if (!isValid(body)) return refusal(422);",
    broken: "  if (!isValid(Object.assign(note, body))) return refusal(422);",
    only: "/state/refused",
    server: "notes",
  },
  "read-only-written": {
    mended: '  notes.set(last, { id: last, author: "api", version: 1, text, pinned });',
    broken: '  notes.set(last, { author: "api", version: 1, pinned, ...body, id: last });',
    only: "/state/read-only",
    server: "notes",
  },
  "deleted-but-there": {
    mended: "  notes.delete(note.id);",
    broken: "  notes.delete(id);",
    only: "/state/deleted",
    server: "notes",
    note: "`id` is the text of the path, and the notes are kept by number.",
  },
  "list-wrong": {
    mended: "  return { status: 200, body: all.slice(offset, offset + limit).map(shown) };",
    broken: "  return { status: 200, body: all.slice(offset, limit).map(shown) };",
    only: "/state/pages",
    server: "notes",
  },
  "unknown-found": {
    mended: "  const note = notes.get(Number(id));",
    broken: '  const note = notes.get(Number(id)) ?? { id: Number(id), author: "api", version: 1 };',
    only: "/state/unknown-id",
    server: "notes",
  },
  "filter-ignored": {
    mended:
      '  const all = [...notes.values()].filter((note) => !query.has("pinned") || String(note.pinned) === query.get("pinned"));',
    broken: '  const all = [...notes.values()].filter((note) => query.get("pinned") !== "true" || note.pinned);',
    only: "/state/filters",
    server: "notes",
  },
  "precondition-ignored": {
    mended: "  if (tag !== undefined && tag !== tagOf(note)) return refusal(412);",
    broken: '  if (tag === "") return refusal(412);',
    only: "/state/if-match",
    server: "notes",
  },
};
