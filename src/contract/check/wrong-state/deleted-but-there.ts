import type { Check } from "../check.ts";

export const deletedButThere: Check<"deleted-but-there"> = {
  code: "DS155",
  name: "deleted-but-there",
  severity: "wrong state",
  meaning: "An item is still read, listed or changed after a successful DELETE.",
  reason: "The caller relies on the data being gone.",
  fix: "Delete the item from all that reads use: the store, indexes and caches. Respond 404 or 410 from then on.",
};
