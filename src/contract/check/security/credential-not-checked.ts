import type { Check } from "../check.ts";

export const credentialNotChecked: Check<"credential-not-checked"> = {
  code: "DS103",
  name: "credential-not-checked",
  severity: "security",
  meaning: "A request without a credential, or with a wrong one, got another status code than 401 or 403.",
  reason: "A wrong credential that is accepted lets strangers in. Another refusal hides from callers what to correct.",
  fix: "Check the credential before anything else, compare all of it, and read it from the documented place alone.",
  find: ({ testCase }, { status }) => {
    const { expects, title, pointer, operation, template } = testCase;
    if (expects !== "unauthorized" || status === 401 || status === 403 || status >= 500) return undefined;
    // RFC 6750: a malformed request, such as one of another scheme, gets 400. So may a query parameter that is unknown.
    const fault = template.presented?.fault;
    if (status === 400 && (fault === "malformed" || fault === "misplaced")) return undefined;
    // What another request has deleted can't be found.
    if (status === 404 && operation.method === "DELETE") return undefined;
    const outcome = status < 400 ? "was accepted" : "was refused as something else,";
    return {
      title: `${title} ${outcome} with ${status}`,
      pointer,
      expected: "401 or 403",
      got: String(status),
      cause: `${pointer} ${outcome} ${fault}`,
      // A server that needs no credential accepts every wrong one, too.
      impliedBy: `${pointer} ${outcome} missing`,
    };
  },
};
