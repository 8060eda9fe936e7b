import { undocumentedRefusals } from "../../../openapi/operation.ts";
import type { Check } from "../check.ts";
import { acceptsRequest, isRedirect } from "../documented-response.ts";
import { constraintAt, short } from "../words.ts";

export const invalidAccepted: Check<"invalid-accepted"> = {
  code: "DS121",
  name: "invalid-accepted",
  severity: "wrongly accepted",
  meaning:
    "An invalid request was not refused, though the description has a response that refuses: the status code is below 400.",
  reason: "A caller's mistake goes unnoticed, and data that violates the description is stored.",
  fix: "Validate the request against the constraint that the finding names, and refuse it with 4xx.",
  explains: ["body-invalid"],
  find: (exchange, response, context) => {
    const { expects, operation, title, pointer } = exchange.testCase;
    const { status } = response;
    if (expects !== "refused" || status >= 400 || isRedirect(exchange, response)) return undefined;
    // Without a documented refusal, the description leaves open what becomes of invalid requests.
    if (undocumentedRefusals(operation).includes("4XX")) return undefined;
    const expected = "4xx: the request violates this constraint alone";
    if (!acceptsRequest(exchange, response, context))
      return {
        title: `an invalid request got ${status} without the body of a success (${title})`,
        pointer,
        expected,
        got: `${status} ${short(exchange.json?.value)}`,
        rootCause: [`${status} without a success`],
      };
    const constraint = constraintAt(context.validator.document, pointer);
    return {
      title: `${title} was accepted with ${status}${constraint === undefined ? "" : ` (${constraint})`}`,
      pointer,
      expected,
      got: String(status),
    };
  },
};
