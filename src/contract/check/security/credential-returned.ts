import { SecretText } from "../../transport/secret-search.ts";
import type { Check } from "../check.ts";
import { placeOf } from "../words.ts";

export const credentialReturned: Check<"credential-returned"> = {
  code: "DS102",
  name: "credential-returned",
  severity: "security",
  meaning: "A response contains the API key, or another credential that the request carried.",
  reason: "Whoever reads the response, in a log for example, can act as the caller.",
  fix: "Return no request header. Check what error pages and debug modes print.",
  find: (exchange, response, { canaries }) => {
    const pointer = exchange.testCase.operation.security[0]?.pointer ?? exchange.testCase.operation.pointer;
    const presented = exchange.presented.map((text) => new SecretText(text));
    const holdsPresented = (text: string) => presented.some((credential) => credential.isWhollyIn(text));
    const found = exchange.texts.some(holdsPresented);
    if (!found && (canaries.hasKey([exchange.requestText]) || !canaries.hasKey(exchange.texts))) return undefined;
    const got = found ? "the credential of this request" : "the API key";
    const holdsCredential = found ? holdsPresented : (text: string) => canaries.hasKey([text]);
    const title = `${placeOf(holdsCredential, exchange, response)} of a ${response.status} response contains ${got}`;
    return { title, pointer, expected: "no credential", got };
  },
};
