import type { Check } from "../check.ts";
import { isRedirect, isRightRefusal, outcomeOf } from "../documented-response.ts";

export const credentialNotChecked: Check<"credential-not-checked"> = {
  code: "DS103",
  name: "credential-not-checked",
  severity: "security",
  meaning: "A request without a credential, or with a wrong one, got another status code than 401 or 403.",
  reason: "A wrong credential that is accepted lets strangers in. Another refusal hides from callers what to correct.",
  fix: "Check the credential before anything else, compare all of it, and read it from the documented place alone.",
  find: (exchange, response, context) => {
    const { expects, title, pointer, operation, template } = exchange.testCase;
    const { status } = response;
    if (expects !== "unauthorized" || status >= 500) return undefined;
    if (isRightRefusal(exchange, response) || isRedirect(exchange, response)) return undefined;
    // RFC 6750: a malformed request, such as one of another scheme, gets 400. So may a query parameter that is unknown.
    const fault = template.presented?.fault;
    if (status === 400 && (fault === "malformed" || fault === "misplaced")) return undefined;
    // What another request has deleted can't be found.
    if (status === 404 && operation.method === "DELETE") return undefined;
    const outcome = outcomeOf(exchange, response, context);
    return {
      title: `${title} ${outcome} with ${status}`,
      pointer,
      expected: "401 or 403",
      got: String(status),
      // A server that needs no credential accepts every wrong one, too.
      rootCause: [`${pointer} ${outcome} missing`, `${pointer} ${outcome} ${fault}`],
    };
  },
};
