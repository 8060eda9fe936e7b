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
  "a comma too many is taken": parsing((text) => JSON.parse(text.replaceAll(/,\s*([}\]])/g, "$1"))),
  "single quotes are taken": parsing((text) => JSON.parse(text.replaceAll("'", '"'))),
  "comments are taken": parsing((text) => JSON.parse(text.replaceAll(/\/\*.*?\*\//gs, ""))),
  "a line feed within text is taken": parsing((text) => JSON.parse(text.replaceAll("\n", "\\n"))),
  "an escape that is none is taken": parsing((text) => JSON.parse(text.replaceAll(/\\(?!["\\/bfnrtu])/g, ""))),
  "True, False and None are taken": parsing((text) =>
    JSON.parse(text.replaceAll(/:(True|False|None)/g, (word) => word.toLowerCase().replace("none", "null"))),
  ),
  "only the first line is read": parsing((text) => JSON.parse(text.split("\n")[0] ?? "")),
  "names without quotes are taken": parsing((text) => JSON.parse(text.replaceAll(/([{,]\s*)(\w+)(\s*:)/g, '$1"$2"$3'))),
  "form data announced as JSON is taken": parsing((text) => {
    if (!/^\w+=/.test(text)) throw new SyntaxError("not a form");
    return Object.fromEntries(new URLSearchParams(text));
  }),
};
