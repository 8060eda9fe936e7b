import type { Check } from "../check.ts";
import { isAboutCredential, isRedirect, isRightRefusal, outcomeOf } from "../documented-response.ts";

export const referenceNotChecked: Check<"reference-not-checked"> = {
  code: "DS123",
  name: "reference-not-checked",
  severity: "wrongly accepted",
  meaning:
    "A path parameter that must name something that exists (`x-reference`) named nothing, and the status code was neither 404 nor 403.",
  reason: "Data is stored for something that doesn't exist, or the caller is told another reason than the true one.",
  fix: "Look up what the parameter names before anything else is done. Respond 404, or 403 to give nothing away.",
  find: (exchange, response, context) => {
    const { expects, title, pointer } = exchange.testCase;
    const { status } = response;
    if (expects !== "not-found" || status >= 500 || isAboutCredential(status)) return undefined;
    if (isRightRefusal(exchange, response) || isRedirect(exchange, response)) return undefined;
    return {
      title: `${title} ${outcomeOf(exchange, response, context)} with ${status}`,
      pointer,
      expected: "404, or 403 to give nothing away",
      got: String(status),
    };
  },
};
