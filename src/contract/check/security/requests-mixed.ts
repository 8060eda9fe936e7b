import type { Check } from "../check.ts";
import { valueOfAnother } from "../foreign-value.ts";

export const requestsMixed: Check<"requests-mixed"> = {
  code: "DS104",
  name: "requests-mixed",
  severity: "security",
  meaning: "A response contains a value that only another request carried.",
  reason: "Data of one caller is shown to another.",
  fix: "Look for state that requests share: module variables, caches without a complete key, default objects that are changed.",
  find: (exchange, _response, context) => valueOfAnother("accepted", exchange, context),
};
