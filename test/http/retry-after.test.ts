import { describe, expect, test } from "vitest";
import { retryAfter } from "../../src/http/retry-after.ts";

const now = Date.parse("2026-03-31T18:40:00Z");

describe("Retry-After", () => {
  test.for([
    ["0", 0],
    ["30", 30_000],
    ["1.25", 1_250],
    ["Tue, 31 Mar 2026 18:40:10 GMT", 10_000],
    ["Tuesday, 31-Mar-26 18:40:10 GMT", 10_000],
    ["Tue Mar 31 18:40:10 2026", 10_000],
    ["Wed Apr  1 18:40:00 2026", 86_400_000],
  ] as const)("%s is a delay of %d ms", ([value, delay]) => {
    expect(retryAfter(value, null, now)).toBe(delay);
  });

  test.for([
    ...[null, undefined, "", "-5", "1.5.2", "soon", "30 seconds", "30, 30", "Infinity", "1e3"],
    ...["2026-03-31T18:40:10Z", "Tue, 31 Mar 2026 18:40:10", "5 GMT", "Tue, 99 Foo 2026 18:40:10 GMT"],
    // Dates that have passed, and now.
    ...["Tue, 31 Mar 2026 18:39:00 GMT", "Tue, 31 Mar 2026 18:40:00 GMT"],
  ])("%s says nothing", (value) => {
    expect(retryAfter(value, null, now)).toBeUndefined();
  });

  test("as a date counts from the Date of the response, whatever the local clock says", () => {
    const until = "Tue, 31 Mar 2026 18:40:10 GMT";
    const hourFast = now + 3_600_000;
    expect(retryAfter(until, "Tue, 31 Mar 2026 18:40:00 GMT", hourFast)).toBe(10_000);
    expect(retryAfter(until, "yesterday", now)).toBe(10_000);
    expect(retryAfter("30", "Tue, 31 Mar 2026 18:40:00 GMT", hourFast)).toBe(30_000);
  });
});
