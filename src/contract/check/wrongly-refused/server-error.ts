import type { Check } from "../check.ts";
import { kindOfResponse } from "../documented-response.ts";
import { subjectOf } from "../words.ts";

export const serverError: Check<"server-error"> = {
  code: "DS132",
  name: "server-error",
  severity: "wrongly refused",
  meaning: "The server responded with 5xx.",
  reason: "An unhandled error can be triggered from outside. The caller can't know what happened.",
  fix: "Find the exception in the server's log. Refuse invalid input with 4xx before it is used.",
  find: (exchange, response) => {
    const { expects, pointer } = exchange.testCase;
    const { status } = response;
    if (status < 500 || (expects === "no-route" && status === 501)) return undefined;
    return {
      title: `${subjectOf(exchange)} made the server fail with ${status}`,
      pointer,
      expected: "a status code below 500",
      got: String(status),
      rootCause: [kindOfResponse(exchange, response)],
    };
  },
};
