import spec from "../../../../generated/openapi.json" with { type: "json" };
import type { Difference } from "../sessions.ts";
import { making, succeeding } from "./differences.ts";

/** Servers whose sessions are not what the description says. */
export const session: Record<string, Difference> = {
  ...Object.fromEntries(
    spec.components.schemas.Session.required.map((name): [string, Difference] => [
      `has no ${name}`,
      making(({ [name]: _, ...rest }) => rest),
    ]),
  ),
  "leaves out what is null": making((session) =>
    Object.fromEntries(Object.entries(session).filter(([, value]) => value !== null)),
  ),
  "has a numeric id": making((session, _, state) => ({ ...session, id: state.count })),
  "has an empty id": making((session) => ({ ...session, id: "" })),
  "has always the same id": making((session) => ({ ...session, id: "sess_1" })),
  "repeats an id now and then": making((session, _, state) => ({
    ...session,
    id: state.count % 40 === 0 ? "sess_40" : session["id"],
  })),
  "has its id from the name": making((session, body) => ({
    ...session,
    id: body["name"] === "null" || body["name"] === undefined ? session["id"] : `sess_${String(body["name"]).length}`,
  })),
  "has no version": making((session) => ({ ...session, version_id: null })),
  "has a numeric version": making((session) => ({ ...session, version_id: 9 })),
  "has no status": making((session) => ({ ...session, status: null })),
  "has a numeric status": making((session) => ({ ...session, status: 0 })),
  "has an object for a status": making((session) => ({ ...session, status: { state: "idle" } })),
  "has a last message that is false": making((session) => ({ ...session, last_message_id: false })),
  "has an empty last message": making((session) => ({ ...session, last_message_id: "" })),
  "has a last status that is a list": making((session) => ({ ...session, last_message_status: [] })),
  "has null for internet access": making((session, body) => ({
    ...session,
    internet_access: body["internet_access"] ?? null,
  })),
  "was created in seconds": making((session) => ({ ...session, created_at: Math.floor(Date.now() / 1000) })),
  "was created in milliseconds as text": making((session) => ({ ...session, created_at: String(Date.now()) })),
  "was created without a zone": () => ({ now: () => new Date().toISOString().slice(0, 19) }),
  "was created on a day": () => ({ now: () => new Date().toISOString().slice(0, 10) }),
  "was created after a space": () => ({ now: () => new Date().toISOString().replace("T", " ") }),
  "was created at an offset without a colon": () => ({ now: () => new Date().toISOString().replace("Z", "+0000") }),
  "was created at an offset of hours": () => ({ now: () => new Date().toISOString().replace("Z", "+00") }),
  "was created in words": () => ({ now: () => new Date().toUTCString() }),
  "was created an hour ago": () => ({ now: () => new Date(Date.now() - 3_600_000).toISOString() }),
  "was created tomorrow": () => ({ now: () => new Date(Date.now() + 86_400_000).toISOString() }),
  "was created in 1970": () => ({ now: () => "1970-01-01T00:00:00Z" }),
  "was created in another century": () => ({ now: () => "2026-03-31T18:40:00Z" }),
  "was created when the server started": () => {
    const started = new Date().toISOString();
    return { now: () => started };
  },
  "is in an envelope": succeeding((reply) => ({ ...reply, body: { data: reply.body } })),
  "is in a list": succeeding((reply) => ({ ...reply, body: [reply.body] })),
  "is in camel case": succeeding((reply) => ({
    ...reply,
    body: Object.fromEntries(
      Object.entries(reply.body as object).map(([name, value]) => [
        name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
    ),
  })),
  "the id is the second": making((session) => ({ ...session, id: `sess_${Math.floor(Date.now() / 1000)}` })),
  "the id is a hash of the body": making((session, body) => ({
    ...session,
    id: `sess_${Buffer.from(JSON.stringify(body["metadata"] ?? {}))
      .toString("hex")
      .slice(0, 40)}`,
  })),
  "alternates between two versions": making((session, _, state) => ({
    ...session,
    version_id: `ver_${state.count % 2}`,
  })),
  "comes from one of two machines that differ in version": making((session) => ({
    ...session,
    version_id: Math.random() < 0.5 ? "ver_9" : "ver_10",
  })),
  "has a new version each time": making((session, _, state) => ({ ...session, version_id: `ver_${state.count}` })),
  ...Object.fromEntries(
    ["id", "agent_id", "version_id", "status", "last_message_id", "last_message_status", "created_at"].map(
      (name): [string, Difference] => [
        `takes ${name} from the request`,
        making((session, body) => (typeof body[name] === "string" ? { ...session, [name]: body[name] } : session)),
      ],
    ),
  ),
};
