import type { Check } from "../check.ts";

export const readOnlyWritten: Check<"read-only-written"> = {
  code: "DS154",
  name: "read-only-written",
  severity: "wrong state",
  meaning: "A read shows the value that a request sent for a `readOnly` property.",
  reason: "A caller can set what it must not: an id, an owner, a balance (mass assignment).",
  fix: "Take the writable properties alone from a request, and ignore or refuse the others.",
};
