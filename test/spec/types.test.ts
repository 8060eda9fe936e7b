import { describe, expectTypeOf, test } from "vitest";
import type { CreateSessionParams, Session } from "../../src/index.ts";

describe("the types of a session", () => {
  test("suggest the known statuses and take any other word", () => {
    type AnyOther = string & {};
    expectTypeOf<Session["status"]>().toEqualTypeOf<
      "idle" | "running" | "active" | "completed" | "failed" | "expired" | AnyOther
    >();
    expectTypeOf<Session["last_message_status"]>().toEqualTypeOf<
      "queued" | "running" | "waiting_for_tool" | "completed" | "failed" | AnyOther | null
    >();
    expectTypeOf<"hibernating">().toExtend<Session["status"]>();
  });

  test("say which properties can be null", () => {
    expectTypeOf<Session["name"]>().toEqualTypeOf<string | null>();
    expectTypeOf<Session["storage_binding_id"]>().toEqualTypeOf<string | null>();
    expectTypeOf<Session["last_message_id"]>().toEqualTypeOf<string | null>();
    expectTypeOf<null>().toExtend<Session["last_message_status"]>();
    expectTypeOf<Session["id"]>().toEqualTypeOf<string>();
  });

  test("have no secret", () => {
    expectTypeOf<Session>().not.toHaveProperty("secrets");
    expectTypeOf<Session>().not.toHaveProperty("llm_api_key");
  });
});

describe("the types of a new session", () => {
  test("take no field, some, or undefined ones", () => {
    expectTypeOf<Record<never, never>>().toExtend<CreateSessionParams>();
    expectTypeOf<{ name: undefined; internet_access: true }>().toExtend<CreateSessionParams>();
  });

  test("refuse a misspelt field and a value of the wrong type", () => {
    // @ts-expect-error: the field is internet_access
    const misspelt: CreateSessionParams = { internet_acces: true };
    // @ts-expect-error: metadata holds strings
    const wrong: CreateSessionParams = { metadata: { task_index: 17 } };
    expectTypeOf([misspelt, wrong]).toBeArray();
  });
});
