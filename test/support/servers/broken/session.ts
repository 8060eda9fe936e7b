import type { Difference } from "../sessions.ts";
import { making, succeeding } from "./differences.ts";

/** Servers whose sessions are not what the description says. */
export const session: Record<string, Difference> = {
  "has no id": making(({ id: _, ...rest }) => rest),
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
  "has an object for a status": making((session) => ({ ...session, status: { state: "idle" } })),
  "has a last message that is false": making((session) => ({ ...session, last_message_id: false })),
  "has an empty last message": making((session) => ({ ...session, last_message_id: "" })),
  "has a last status that is a list": making((session) => ({ ...session, last_message_status: [] })),
  "has null for internet access": making((session, body) => ({
    ...session,
    internet_access: body["internet_access"] ?? null,
  })),
  "was created in seconds": making((session, _, { clock }) => ({
    ...session,
    created_at: Math.floor(clock.now() / 1000),
  })),
  "was created on a day": () => ({ now: ({ clock }) => new Date(clock.now()).toISOString().slice(0, 10) }),
  "was created in words": () => ({ now: ({ clock }) => new Date(clock.now()).toUTCString() }),
  "was created an hour ago": () => ({ now: ({ clock }) => new Date(clock.now() - 3_600_000).toISOString() }),
  "was created when the server started": (_, { clock }) => {
    const started = new Date(clock.now()).toISOString();
    return { now: () => started };
  },
  "is in camel case": succeeding((reply) => ({
    ...reply,
    body: Object.fromEntries(
      Object.entries(reply.body as object).map(([name, value]) => [
        name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
    ),
  })),
  "the id is the second": making((session, _, { clock }) => ({
    ...session,
    id: `sess_${Math.floor(clock.now() / 1000)}`,
  })),
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
    ["id", "status"].map((name): [string, Difference] => [
      `takes ${name} from the request`,
      making((session, body) => (typeof body[name] === "string" ? { ...session, [name]: body[name] } : session)),
    ]),
  ),
};
