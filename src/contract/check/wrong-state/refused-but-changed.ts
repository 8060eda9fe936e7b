import type { Check } from "../check.ts";

export const refusedButChanged: Check<"refused-but-changed"> = {
  code: "DS153",
  name: "refused-but-changed",
  severity: "wrong state",
  meaning: "A refused PUT, PATCH or DELETE changed the item all the same.",
  reason: "The caller was told that nothing happened.",
  fix: "Validate the whole request before anything is changed, or change it in one transaction.",
};
