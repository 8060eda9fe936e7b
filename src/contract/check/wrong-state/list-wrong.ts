import type { Check } from "../check.ts";

export const listWrong: Check<"list-wrong"> = {
  code: "DS156",
  name: "list-wrong",
  severity: "wrong state",
  meaning: "A list misses an item that a read shows, has one twice, or its pages together are not the whole list.",
  reason: "A client that goes through a list overlooks data, or handles it twice.",
  fix: "Sort by a unique key, let each page begin where the one before ended, and apply limit and offset once.",
};
