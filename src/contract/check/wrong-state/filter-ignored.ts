import type { Check } from "../check.ts";

export const filterIgnored: Check<"filter-ignored"> = {
  code: "DS158",
  name: "filter-ignored",
  severity: "wrong state",
  meaning:
    "A list with a filter named like a property shows other values of it, or leaves out an item that has this value.",
  reason: "The caller takes the list for what it asked for.",
  fix: "Apply each documented filter, also for `false` and `0`, before pages are cut.",
};
