import type { Check } from "../check.ts";

export const otherStateChanged: Check<"other-state-changed"> = {
  code: "DS152",
  name: "other-state-changed",
  severity: "wrong state",
  meaning:
    "A write, or a DELETE, changed what it was not about: another property, another item, or the id or the time of creation.",
  reason: "Data is lost that the request did not even name.",
  fix: "Change the properties that the request has and the item that its path names, and nothing else.",
};
