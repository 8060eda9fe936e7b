import type { Check } from "../check.ts";

export const responseUnstable: Check<"response-unstable"> = {
  code: "DS134",
  name: "response-unstable",
  severity: "wrongly refused",
  meaning: "The same request, sent twice, got status codes of two classes, such as 201 and 400.",
  reason: "A caller can't predict whether a request works.",
  fix: "Look for state that the first request left behind, and for processes that differ in version.",
  explains: ["valid-refused"],
  find: ({ testCase: { title, pointer }, before }, { status }) => {
    if (!before || Math.floor(before.status / 100) === Math.floor(status / 100)) return undefined;
    return {
      title: `${title} got ${before.status} the first time and ${status} the second time`,
      pointer,
      expected: `${before.status}, as the same request got before`,
      got: String(status),
    };
  },
};
