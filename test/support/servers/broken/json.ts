import type { Difference } from "../sessions.ts";
import { crash, hang, parsing } from "./differences.ts";

/** Servers that read what is no JSON, or fail on it. */
export const json: Record<string, Difference> = {
  "malformed JSON gets 500": (parts) => ({
    handle: async (request, state, all) => {
      if (request.text !== "") {
        try {
          JSON.parse(request.text);
        } catch {
          crash();
        }
      }
      return parts.handle(request, state, all);
    },
  }),
  "a comment in JSON gets 500": (parts) => ({
    handle: async (request, state, all) => (request.text.includes("/*") ? crash() : parts.handle(request, state, all)),
  }),
  "malformed JSON gets no response": (parts) => ({
    handle: async (request, state, all) => {
      if (request.text !== "") {
        try {
          JSON.parse(request.text);
        } catch {
          return hang();
        }
      }
      return parts.handle(request, state, all);
    },
  }),
  "malformed JSON is no body": () => ({
    parse: (text) => {
      try {
        return JSON.parse(text);
      } catch {
        return {};
      }
    },
  }),
  "truncated JSON is mended": () => ({
    parse: (text) => {
      try {
        return JSON.parse(text);
      } catch {
        return JSON.parse(`${text}}`);
      }
    },
  }),
  "what follows the JSON is ignored": () => ({
    parse: (text) => {
      for (let end = text.length; end > 1; end--) {
        try {
          return JSON.parse(text.slice(0, end));
        } catch {}
      }
      return JSON.parse(text);
    },
  }),
  "True, False and None are taken": parsing((text) =>
    JSON.parse(text.replaceAll(/:(True|False|None)/g, (word) => word.toLowerCase().replace("none", "null"))),
  ),
  "only the first line is read": parsing((text) => JSON.parse(text.split("\n")[0] ?? "")),
  "form data announced as JSON is taken": parsing((text) => {
    if (!/^\w+=/.test(text)) throw new SyntaxError("not a form");
    return Object.fromEntries(new URLSearchParams(text));
  }),
};
