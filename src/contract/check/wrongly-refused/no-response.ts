import { tooLarge } from "../../transport/exchange.ts";
import type { Check } from "../check.ts";

export const noResponse: Check<"no-response"> = {
  code: "DS133",
  name: "no-response",
  severity: "wrongly refused",
  meaning: "No complete response arrived within the timeout.",
  reason: "The caller waits, and can't know whether anything was created.",
  fix: "Look for a crash, an endless loop or a promise that is never settled. A slow server may need `--timeout`.",
  findWithout: ({ testCase: { title, pointer } }, { code, message, reason }) => {
    if (code === tooLarge) return undefined;
    return {
      title: `${title} got no ${reason === "incomplete" ? "complete response" : "response"}`,
      pointer,
      expected: "a complete response within the timeout",
      got: message,
      // A server that crashes closes connections first, and refuses them then.
      rootCause: [reason],
    };
  },
};
