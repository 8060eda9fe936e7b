import { type Refusal, undocumentedRefusals } from "../../../openapi/operation.ts";
import { child } from "../../../openapi/pointer.ts";
import type { TestCase } from "../../generate/test-case.ts";
import type { Check } from "../check.ts";
import { documented, isOutside } from "../documented-response.ts";

export const statusUndocumented: Check<"status-undocumented"> = {
  code: "DS141",
  name: "status-undocumented",
  severity: "shape",
  meaning: "The status code is not documented for this operation.",
  reason: "Generated clients have no type for the response.",
  fix: "Respond with a documented status code, or document this one.",
  find: (exchange, response) => {
    const { operation } = exchange.testCase;
    if (isOutside(exchange, response) || documented(exchange, response)) return undefined;
    // The fault is the description's, which is reported as such.
    if (operation.responses.length === 0) return undefined;
    const isRefusal = response.status >= 400 && response.status < 500;
    if (isRefusal && undocumentedRefusals(operation).includes(refusalOf(exchange.testCase))) return undefined;
    return {
      title: `the status code ${response.status} is not documented`,
      pointer: child(operation.pointer, "responses"),
      expected: operation.responses.map((response) => response.status).join(", "),
      got: String(response.status),
    };
  },
};

/** The refusal that a test case calls for, or may get. */
function refusalOf({ expects }: TestCase): Refusal {
  if (expects === "unauthorized") return "401";
  return expects === "not-found" ? "404" : "4XX";
}
