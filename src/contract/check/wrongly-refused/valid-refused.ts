import { isObject } from "../../../openapi/pointer.ts";
import type { Check } from "../check.ts";
import { isAboutCredential, isAboutState, isSuccess, kindOfResponse } from "../documented-response.ts";

export const validRefused: Check<"valid-refused"> = {
  code: "DS131",
  name: "valid-refused",
  severity: "wrongly refused",
  meaning:
    "A valid request was refused: the status code is neither 2xx nor 5xx, nor a documented 409, 410, 412 or 428.",
  reason: "A client that follows the description doesn't work.",
  fix: "Accept what the description allows, or add the missing constraint to the description.",
  find: (exchange, response) => {
    const { expects, title, pointer, operation } = exchange.testCase;
    const { status } = response;
    if (expects !== "accepted" || isSuccess(operation, status) || status >= 500 || isAboutCredential(status))
      return undefined;
    if (isAboutState(operation, status)) return undefined;
    return {
      title: `${title} was refused with ${status}`,
      pointer,
      expected: "2xx: the request is valid",
      got: String(status),
      cause: kindOfResponse(exchange, response),
      properties: isObject(exchange.sent?.body) ? Object.keys(exchange.sent.body) : [],
    };
  },
};
