import type { Difference } from "../sessions.ts";
import { making, mapStrings, taking } from "./differences.ts";

/** Changes the values of metadata in the session. */
const rewriting = (name: string, change: (text: string) => string): Record<string, Difference> => ({
  [name]: making((session) => ({ ...session, metadata: mapStrings(session["metadata"], change) })),
});

/** Servers that return other metadata than they were sent. */
export const metadata: Record<string, Difference> = {
  "metadata is dropped": making((session) => ({ ...session, metadata: {} })),
  "empty metadata becomes null": making((session) => ({
    ...session,
    metadata: Object.keys(session["metadata"] as object).length > 0 ? session["metadata"] : null,
  })),
  "metadata values are trimmed": taking((body) => ({
    ...body,
    ...(body["metadata"] !== undefined && { metadata: mapStrings(body["metadata"], (text) => text.trim()) }),
  })),
  "metadata values are in small letters": taking((body) => ({
    ...body,
    ...(body["metadata"] !== undefined && { metadata: mapStrings(body["metadata"], (text) => text.toLowerCase()) }),
  })),
  "metadata values are read as JSON": making((session) => ({
    ...session,
    metadata: Object.fromEntries(
      Object.entries(session["metadata"] as object).map(([name, one]) => [
        name,
        /^(\d+|true|null)$/.test(one) ? JSON.parse(one) : one,
      ]),
    ),
  })),
  "metadata keys are in small letters": making((session) => ({
    ...session,
    metadata: Object.fromEntries(
      Object.entries(session["metadata"] as object).map(([name, one]) => [name.toLowerCase(), one]),
    ),
  })),
  "metadata keys are in camel case": making((session) => ({
    ...session,
    metadata: Object.fromEntries(
      Object.entries(session["metadata"] as object).map(([name, one]) => [
        name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
        one,
      ]),
    ),
  })),
  "the metadata key __proto__ is lost": making((session) => ({
    ...session,
    metadata: Object.assign({}, session["metadata"]),
  })),
  "the metadata key constructor is lost": making((session) => ({
    ...session,
    metadata: Object.fromEntries(
      Object.entries(session["metadata"] as object).filter(([name]) => name !== "constructor"),
    ),
  })),
  "empty metadata values are lost": making((session) => ({
    ...session,
    metadata: Object.fromEntries(Object.entries(session["metadata"] as object).filter(([, one]) => one !== "")),
  })),
  "only 8 metadata entries are kept": making((session) => ({
    ...session,
    metadata: Object.fromEntries(Object.entries(session["metadata"] as object).slice(0, 8)),
  })),
  "only the first metadata entry is kept": making((session) => ({
    ...session,
    metadata: Object.fromEntries(Object.entries(session["metadata"] as object).slice(0, 1)),
  })),
  "metadata gets an entry of the server": making((session) => ({
    ...session,
    metadata: { ...(session["metadata"] as object), source: "api" },
  })),
  "metadata is text": making((session) => ({ ...session, metadata: JSON.stringify(session["metadata"]) })),
  "metadata with numbers for keys is a list": making((session) => {
    const all = Object.entries(session["metadata"] as object);
    const numbered = all.length > 0 && all.every(([name], index) => name === String(index));
    return { ...session, metadata: numbered ? all.map(([, one]) => one) : session["metadata"] };
  }),
  "metadata keys that are normalized alike are one": making((session) => {
    const kept = new Map(Object.entries(session["metadata"] as object).map((entry) => [entry[0].normalize(), entry]));
    return { ...session, metadata: Object.fromEntries(kept.values()) };
  }),
  "metadata keys are cut at =": making((session) => ({
    ...session,
    metadata: Object.fromEntries(
      Object.entries(session["metadata"] as object).map(([name, one]) => [name.split("=")[0], one]),
    ),
  })),
  "numeric metadata keys are lost": making((session) => ({
    ...session,
    metadata: Object.fromEntries(Object.entries(session["metadata"] as object).filter(([name]) => !/^\d+$/.test(name))),
  })),
  ...rewriting("numbers in metadata lose their leading zeros", (text) => text.replace(/^0+(?=\d+$)/, "")),
  ...rewriting("numbers in metadata are written anew", (text) =>
    /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? String(Number(text)) : text,
  ),
  ...rewriting("long numbers in metadata lose their precision", (text) =>
    /^\d{17,}$/.test(text) ? Number(text).toLocaleString("en", { useGrouping: false }) : text,
  ),
};
