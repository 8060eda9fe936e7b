import { describe, expect, test } from "vitest";
import { retryAfter as retryAfterOfClient } from "../../../src/client/retry.ts";
import { retryAfter } from "../../../src/contract/transport/rate-limit.ts";

const now = Date.UTC(2026, 2, 31, 18, 40, 0);

describe("Retry-After means the same to the gate and to the client when it", () => {
  test.for<[string, string | undefined, number | undefined]>([
    ["is missing", undefined, undefined],
    ["is a number of seconds", "120", 120_000],
    ["is zero", "0", 0],
    ["is an HTTP date", "Tue, 31 Mar 2026 18:41:00 GMT", 60_000],
    ["is an HTTP date of the past", "Tue, 31 Mar 2026 18:00:00 GMT", 0],
    ["is empty", "", undefined],
    ["is negative", "-1", undefined],
    ["is a fraction", "1.5", 1500],
    ["is no number", "1.5.2", undefined],
    ["is a date in another form", "2026-03-31T18:41:00Z", undefined],
  ])("%s", ([, value, wait]) => {
    expect(retryAfter(value, now)).toBe(wait);
    expect(retryAfterOfClient(value ?? null, now)).toBe(wait);
  });
});
