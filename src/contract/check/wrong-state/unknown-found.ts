import type { Check } from "../check.ts";

export const unknownFound: Check<"unknown-found"> = {
  code: "DS157",
  name: "unknown-found",
  severity: "wrong state",
  meaning: "An id that names nothing, or an item that stands in another one, was found or changed.",
  reason: "The caller gets data of another parent, or works on something that doesn't exist.",
  fix: "Look up the item by all ids of its path, and respond 404 where there is none.",
};
