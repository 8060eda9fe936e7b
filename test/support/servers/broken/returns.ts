import type { Difference } from "../sessions.ts";
import { making, taking } from "./differences.ts";

/** Servers that return something other than they were sent. */
export const returns: Record<string, Difference> = {
  "the name is trimmed": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].trim() } : body,
  ),
  "the name is in small letters": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].toLowerCase() } : body,
  ),
  "the name is normalized": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].normalize("NFC") } : body,
  ),
  "the name is cut at 50 characters": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].slice(0, 50) } : body,
  ),
  "the name is cut at 255 characters": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].slice(0, 255) } : body,
  ),
  "the name is escaped for HTML": taking((body) =>
    typeof body["name"] === "string"
      ? { ...body, name: body["name"].replaceAll("&", "&amp;").replaceAll("<", "&lt;") }
      : body,
  ),
  "an empty name becomes null": making((session) => ({ ...session, name: session["name"] || null })),
  "a numeric name becomes a number": making((session) => ({
    ...session,
    name: /^\d+$/.test(String(session["name"])) ? Number(session["name"]) : session["name"],
  })),
  "the name is dropped": making((session) => ({ ...session, name: null })),
  "a missing name becomes empty": making((session) => ({ ...session, name: session["name"] ?? "" })),
  "the name loses what is outside Latin-1": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll(/[\u0100-\uffff]/g, "?") } : body,
  ),
  "the name loses half of its pairs": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll(/[\ud800-\udfff]/g, "\ufffd") } : body,
  ),
  "white space in the name is collapsed": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll(/\s+/g, " ") } : body,
  ),
  "the name is put into a template": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: "x".replace("x", body["name"]) } : body,
  ),
  "a name that says None or undefined is none": making((session) => ({
    ...session,
    name: /^(None|undefined)$/.test(String(session["name"])) ? null : session["name"],
  })),
  "the name loses variation selectors": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll("\ufe0f", "") } : body,
  ),
  "the name loses marks of direction": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll("\u200f", "") } : body,
  ),
  "the name loses its extension": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].replace(/\.[a-z]+$/, "") } : body,
  ),
  "percent escapes in the name are decoded": taking((body) =>
    typeof body["name"] === "string" && /%[0-9a-f]{2}/i.test(body["name"])
      ? { ...body, name: decodeURIComponent(body["name"]) }
      : body,
  ),
  "the storage binding is dropped": making((session) => ({ ...session, storage_binding_id: null })),
  "a missing storage binding becomes empty": making((session) => ({
    ...session,
    storage_binding_id: session["storage_binding_id"] ?? "",
  })),
  "internet access is always false": making((session) => ({ ...session, internet_access: false })),
  "internet access is always true": making((session) => ({ ...session, internet_access: true })),
  "internet access is as it was last time": making((session, body, state) => {
    state.last["internet"] = body["internet_access"] ?? state.last["internet"] ?? false;
    return { ...session, internet_access: state.last["internet"] };
  }),
  "internet access depends on secrets": making((session, body) => ({
    ...session,
    internet_access: body["internet_access"] ?? "secrets" in body,
  })),
  "internet access is thrown like a coin": making((session, body) => ({
    ...session,
    internet_access: body["internet_access"] ?? Math.random() < 0.5,
  })),
  "internet access is text": making((session) => ({
    ...session,
    internet_access: String(session["internet_access"]),
  })),
  "the agent is another": making((session) => ({ ...session, agent_id: "agt_456" })),
  "the body overrides what the server decides": making((session, body) => {
    const { secrets: _, llm_api_key: __, ...rest } = body;
    return { ...session, ...rest };
  }),
  "line ends in the name are unified": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll("\r\n", "\n") } : body,
  ),
  "quotes in the name are doubled": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll("'", "''") } : body,
  ),
  "zero-width characters are removed": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].replaceAll(/[\u200b-\u200f]/g, "") } : body,
  ),
  "the name is normalized for compatibility": taking((body) =>
    typeof body["name"] === "string" ? { ...body, name: body["name"].normalize("NFKC") } : body,
  ),
  "a name that says null is none": making((session) => ({
    ...session,
    name: session["name"] === "null" ? null : session["name"],
  })),
};
