import type { Check } from "../check.ts";

export const writeNotStored: Check<"write-not-stored"> = {
  code: "DS151",
  name: "write-not-stored",
  severity: "wrong state",
  meaning: "A read or a list after a successful create, PUT or PATCH does not show what was written.",
  reason: "The caller was told that its data is stored, and it is not.",
  fix: "Store every property that is accepted, `false`, `0`, empty text and `null` included, before responding. Respond with what is stored.",
};
