import { describe, expectTypeOf, test } from "vitest";
import {
  type CreateSessionParams,
  createDariClient,
  DariApiError,
  type DariConnectionError,
  type DariEvent,
  type DariTimeoutError,
  isDariError,
  type Outcome,
  type Session,
} from "../../src/index.ts";

/** The functions below are compiled by `tsc` and never called. */
const client = createDariClient({ apiKey: "k" });
const thrown = null as unknown;

describe("the types", () => {
  test("of a create take what the description takes, and nothing else", () => {
    expectTypeOf(client.sessions.create).parameter(1).toEqualTypeOf<CreateSessionParams | undefined>();
    expectTypeOf(client.sessions.create).returns.resolves.toEqualTypeOf<Session>();
    // @ts-expect-error: an unknown field
    () => client.sessions.create("agt_123", { metdata: {} });
    // @ts-expect-error: a number is no metadata value
    () => client.sessions.create("agt_123", { metadata: { task_index: 17 } });
    // @ts-expect-error: an option of the client
    () => client.sessions.create("agt_123", {}, { apiKey: "k" });
    // @ts-expect-error: middlewares would be a second way to see what happens
    () => client.raw.use({ onRequest: () => undefined });
  });

  test("of the raw client are those of openapi-fetch, without the options that it refuses", () => {
    const path = "/v1/agents/{agent_id}/sessions";
    const params = { path: { agent_id: "a" } };
    const call = () => client.raw.POST(path, { params, timeout: 1_000, headers: { Accept: null } });
    expectTypeOf<Awaited<ReturnType<typeof call>>["data"]>().toExtend<Session | undefined>();
    const read = () => client.raw.request("POST", path, { params, body: {}, parseAs: "text" });
    expectTypeOf<Awaited<ReturnType<typeof read>>["data"]>().toEqualTypeOf<string | undefined>();
    const pass = (body: CreateSessionParams) => client.raw.POST(path, { params, body });
    expectTypeOf(pass).toBeFunction();
    // @ts-expect-error: an address of its own
    () => client.raw.POST(path, { params, baseUrl: "https://elsewhere.example" });
    // @ts-expect-error: a transport of its own
    () => client.raw.POST(path, { params, fetch });
    // @ts-expect-error: an option of fetch
    () => client.raw.POST(path, { params, redirect: "follow" });
    // @ts-expect-error: an unknown field
    () => client.raw.POST(path, { params, body: { metdata: {} } });
    // @ts-expect-error: without the id of the agent
    () => client.raw.POST(path);
    // @ts-expect-error: a method that the path hasn't
    () => client.raw.request("GET", path, { params });
  });

  test("of an API error depend on its status", () => {
    const read = (error: DariApiError) => {
      if (error.status === 422) {
        expectTypeOf(error.body).toEqualTypeOf<{ detail: unknown }>();
      } else if (error.status === 502) {
        expectTypeOf(error.body).toBeUnknown();
      }
      // @ts-expect-error: without a status, nothing is known of the body
      return error.body.detail;
    };
    expectTypeOf(read).toBeFunction();
  });

  test("of a caught error are narrowed by class or by name", () => {
    const read = () => {
      if (thrown instanceof DariApiError && thrown.status === 404) return thrown.body.detail;
      if (!isDariError(thrown)) return;
      expectTypeOf(thrown.outcome).toEqualTypeOf<Outcome>();
      if (thrown.name === "DariApiError" && thrown.status === 401) return thrown.body.detail;
      if (thrown.name === "DariInputError") return thrown.issues;
      if (thrown.name === "DariContractError") return thrown.status;
      if (thrown.name === "DariTimeoutError") expectTypeOf(thrown).toEqualTypeOf<DariTimeoutError>();
      if (thrown.name === "DariConnectionError") expectTypeOf(thrown).toExtend<DariConnectionError>();
      return thrown.cause;
    };
    expectTypeOf(read).toBeFunction();
  });

  test("of an event are narrowed by its type", () => {
    const read = (event: DariEvent) => (event.type === "answer" ? event.status : undefined);
    expectTypeOf(read).returns.toEqualTypeOf<number | undefined>();
  });
});
