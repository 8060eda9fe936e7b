import { describe, expect, test } from "vitest";
import type { DariEvent } from "../../src/index.ts";
import { answer, clientOf, created, failureOf, inTurn, listen, session } from "./server.ts";

describe("onEvent", () => {
  test("is told of each attempt, answer and retry of a call", async () => {
    const events: DariEvent[] = [];
    const server = await listen(inTurn(answer(429, "{}", { "Retry-After": "0" }), created));
    const client = clientOf(server, { onEvent: (event) => events.push(event) });
    await client.sessions.create("agt_123");
    const url = `${server.url}/v1/agents/agt_123/sessions`;
    const common = { call: events[0]?.call, method: "POST", url };
    expect(events).toEqual([
      { ...common, attempt: 1, type: "attempt" },
      {
        ...common,
        attempt: 1,
        type: "answer",
        status: 429,
        headers: expect.any(Headers),
        duration: expect.any(Number),
      },
      { ...common, attempt: 1, type: "retry", delay: 0 },
      { ...common, attempt: 2, type: "attempt" },
      {
        ...common,
        attempt: 2,
        type: "answer",
        status: 201,
        headers: expect.any(Headers),
        duration: expect.any(Number),
      },
    ]);
    await client.sessions.create("agt_123");
    expect(events.at(-1)?.call).not.toBe(common.call);
  });

  test("is told of a failure with its error", async () => {
    const events: DariEvent[] = [];
    const server = await listen((response) => void response.destroy());
    const error = await failureOf(clientOf(server, { onEvent: (event) => events.push(event) }).sessions.create("a"));
    expect(events.map(({ type }) => type)).toEqual(["attempt", "failure"]);
    expect(events[1]).toMatchObject({ error, duration: expect.any(Number) });
  });

  test.for([
    () => {
      throw new Error("The logger is broken.");
    },
    async () => Promise.reject(new Error("The logger is broken.")),
  ])("can't break a call, nor the process: %s", async (onEvent) => {
    expect(await clientOf(await listen(), { onEvent }).sessions.create("agt_123")).toEqual(session);
  });
});
