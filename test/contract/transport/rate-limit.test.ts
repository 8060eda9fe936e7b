import { describe, expect, test } from "vitest";
import type { HttpResponse } from "../../../src/contract/transport/exchange.ts";
import { firstPace, type Pace, paceAfter } from "../../../src/contract/transport/rate-limit.ts";

const now = 100_000;
const pace = firstPace(8);

/** A response of a limit that comes now. */
function limiting(asked: string | undefined, sentAt = now - 10): HttpResponse {
  const headers = asked === undefined ? {} : { "retry-after": asked };
  return { kind: "response", status: 429, headers, head: "", text: "", sentAt, doneAt: now };
}

describe("after a response of a limit", () => {
  test.for<[string, Partial<Pace>, HttpResponse, Partial<Pace>]>([
    ["a run waits as long as it says", {}, limiting("2"), { resumeAt: now + 2000, waited: 2000, isOver: false }],
    ["a run waits a second if it doesn't say", {}, limiting(undefined), { resumeAt: now + 1000, waited: 1000 }],
    ["half as many requests are sent at a time", {}, limiting("0"), { concurrency: 4 }],
    ["at least one is", { concurrency: 1 }, limiting("0"), { concurrency: 1 }],
    [
      "what was sent before the pause counts once",
      { resumeAt: now + 500 },
      limiting("1"),
      { concurrency: 8, waited: 500 },
    ],
    ["a longer pause stays", { resumeAt: now + 5000 }, limiting("1"), { resumeAt: now + 5000, waited: 0 }],
    ["more than a minute in all is too long", { waited: 59_500 }, limiting("1"), { isOver: true }],
    ["so is an hour at once", {}, limiting("3600"), { isOver: true, limit: "429, Retry-After: 3600" }],
    ["a run that is over stays so", { waited: 60_001 }, limiting("0"), { isOver: true }],
  ])("%s", ([, before, response, after]) => {
    expect(paceAfter({ ...pace, ...before }, response, now)).toMatchObject(after);
  });
});
