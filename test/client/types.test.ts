import type { Middleware } from "openapi-fetch";
import type * as undici from "undici-types";
import { describe, expectTypeOf, test } from "vitest";
import {
  type CreateSessionParams,
  createDariClient,
  DariApiError,
  type DariClientOptions,
  type DariConnectionError,
  type DariTimeoutError,
  type DocumentedErrorStatus,
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
  });

  test("of a create take undefined, and offer the known words of an open set", () => {
    const name = undefined as string | undefined;
    expectTypeOf({ name, metadata: undefined }).toExtend<CreateSessionParams>();
    expectTypeOf<"idle">().toExtend<Session["status"]>();
    expectTypeOf<string>().toExtend<Session["status"]>();
  });

  test("of the option fetch take the fetch of the runtime, that of undici, and a function around them", () => {
    type Fetch = NonNullable<DariClientOptions["fetch"]>;
    expectTypeOf<typeof globalThis.fetch>().toExtend<Fetch>();
    expectTypeOf<typeof undici.fetch>().toExtend<Fetch>();
    const around: Fetch = async (url, init) => fetch(url, init);
    const aroundUndici: Fetch = async (url, init) => (null as unknown as typeof undici).fetch(url, init);
    const typed: Fetch = async (url: string, init: RequestInit) => fetch(url, init);
    expectTypeOf([around, aroundUndici, typed]).toBeArray();
  });

  test("of the raw client are those of openapi-fetch", () => {
    const path = "/v1/agents/{agent_id}/sessions";
    const params = { path: { agent_id: "a" } };
    const call = () => client.raw.POST(path, { params, timeout: 1_000, headers: { Accept: null } });
    expectTypeOf<Awaited<ReturnType<typeof call>>["data"]>().toExtend<Session | undefined>();
    const read = () => client.raw.request("post", path, { params, body: {}, parseAs: "text" });
    expectTypeOf<Awaited<ReturnType<typeof read>>["data"]>().toEqualTypeOf<string | undefined>();
    const pass = (body: CreateSessionParams) => client.raw.POST(path, { params, body });
    expectTypeOf(pass).toBeFunction();
    expectTypeOf(client.raw.use).parameter(0).toEqualTypeOf<Middleware>();
    // @ts-expect-error: a number is no name
    () => client.raw.POST(path, { params, body: { name: 7 } });
    // @ts-expect-error: without the id of the agent
    () => client.raw.POST(path);
    // @ts-expect-error: a method that the path hasn't
    () => client.raw.GET(path, { params });
  });

  test("of an API error depend on its status if that is documented", () => {
    const read = (error: DariApiError) => {
      expectTypeOf(error.status).toEqualTypeOf<number>();
      expectTypeOf(error.body).toBeUnknown();
      if (!error.isDocumented()) return undefined;
      expectTypeOf(error.status).toEqualTypeOf<DocumentedErrorStatus>();
      return error.status === 422 ? error.body.detail : undefined;
    };
    expectTypeOf(read).toBeFunction();
  });

  test("of a caught error are narrowed by class or by name", () => {
    const read = () => {
      if (thrown instanceof DariApiError) {
        expectTypeOf(thrown.status).toEqualTypeOf<number>();
        return thrown.isDocumented() ? thrown.body.detail : thrown.detail;
      }
      if (!isDariError(thrown)) return undefined;
      expectTypeOf(thrown.outcome).toEqualTypeOf<Outcome>();
      if (thrown.name === "DariApiError") return thrown.detail;
      if (thrown.name === "DariInputError") return thrown.issues;
      if (thrown.name === "DariContractError") return thrown.status;
      if (thrown.name === "DariTimeoutError") expectTypeOf(thrown).toEqualTypeOf<DariTimeoutError>();
      if (thrown.name === "DariConnectionError") expectTypeOf(thrown).toExtend<DariConnectionError>();
      return thrown.cause;
    };
    expectTypeOf(read).toBeFunction();
  });
});
