import { describe, expect, test } from "vitest";
import { validateSession } from "../../src/validate.ts";
import { session } from "./server.ts";

describe("validateSession", () => {
  test("finds nothing wrong with a session, or with more than is documented", () => {
    expect(validateSession(session)).toEqual([]);
    expect(validateSession({ ...session, llm_id: "x", status: "hibernating" })).toEqual([]);
  });

  test.for([
    [{ ...session, id: "" }, "id", "must NOT have fewer than 1 characters"],
    [{ ...session, name: 7 }, "name", "must be string,null"],
    [{ ...session, created_at: "yesterday" }, "created_at", 'must match format "date-time"'],
    [{ ...session, created_at: "2026-02-31T00:00:00Z" }, "created_at", 'must match format "date-time"'],
    [{ ...session, metadata: { kind: 1 } }, "metadata.kind", "must be string"],
    [{ ...session, id: undefined }, "id", "must have required property 'id'"],
    [null, "", "must be object"],
  ])("names the field and the rule that %j breaks", ([value, field, message]) => {
    expect(validateSession(value)).toEqual([{ field, message }]);
  });

  test("names all that is wrong", () => {
    expect(validateSession({})).toHaveLength(Object.keys(session).length);
  });
});
