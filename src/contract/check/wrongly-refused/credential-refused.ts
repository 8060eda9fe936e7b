import type { Check } from "../check.ts";
import { isAboutCredential } from "../documented-response.ts";

export const credentialRefused: Check<"credential-refused"> = {
  code: "DS135",
  name: "credential-refused",
  severity: "wrongly refused",
  meaning: "A request with the right credential got 401 or 407.",
  reason: "401 says that the credential is missing or wrong. A client asks for a new one, which changes nothing.",
  fix: "Refuse an invalid request with 400 or 422, and an unknown path with 404.",
  find: ({ testCase: { expects, title, operation } }, { status }) => {
    const [scheme] = operation.security;
    if (!isAboutCredential(status) || expects === "unauthorized" || expects === "no-route") return undefined;
    return {
      title: `the right credential was refused with ${status}: ${title}`,
      pointer: scheme?.pointer ?? operation.pointer,
      expected: expects === "accepted" ? "2xx: the request is valid" : "another 4xx than 401: the credential is right",
      got: String(status),
    };
  },
};
