import { successSchemas } from "../../../openapi/operation.ts";
import type { Check } from "../check.ts";
import { isRedirect } from "../documented-response.ts";

export const undocumentedOperation: Check<"undocumented-operation"> = {
  code: "DS122",
  name: "undocumented-operation",
  severity: "wrongly accepted",
  meaning: "A path or a method that the description doesn't have responds like an operation of it.",
  reason: "An operation that nobody documented is one that nobody tests, secures or versions.",
  fix: "Route the documented paths and methods alone. Respond 404 or 405 to all others.",
  find: (exchange, response, { validator }) => {
    const { testCase, json } = exchange;
    const { expects, title, pointer, operation, template } = testCase;
    const { status } = response;
    if (expects !== "no-route" || status >= 400 || isRedirect(exchange, response)) return undefined;
    // GET may be an operation that the description leaves out; what it must not do is what this operation does.
    const isLikeSuccess = successSchemas(operation).some((schema) => json && validator.accepts(schema, json.value));
    if (template.method === "GET" && !isLikeSuccess) return undefined;
    return {
      title: `${title} responded with ${status}`,
      pointer,
      expected: "4xx: the description has no such operation",
      got: String(status),
    };
  },
};
