import { describe, expect, test } from "vitest";
import { validators } from "./servers.ts";
import { wronglyJudged } from "./validators.ts";

describe.for(["passed", "failed"])("a validator of a server on which the verdict is: %s", (verdict) => {
  test.for(validators.filter(({ verdicts: [right] }) => right === verdict))("$group: $name", ({ difference }) => {
    const { accepted, refused, failed } = wronglyJudged(difference);
    if (verdict === "passed") expect({ accepted, refused, failed }).toEqual({ accepted: [], refused: [], failed: [] });
    else {
      expect([...accepted, ...refused, ...failed]).not.toEqual([]);
      // What it accepts too much can only be told from what it must accept if it refuses none of that.
      if (accepted.length > 0) expect(refused).toEqual([]);
    }
  });
});
