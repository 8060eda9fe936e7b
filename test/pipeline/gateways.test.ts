import { describe, expect, onTestFinished, test } from "vitest";
import { claimOf } from "../../scripts/bench/claim.ts";
import { failures, startFailingServer } from "../../scripts/bench/failing-server.ts";
import { gateways, reasonToSkip, startGateway } from "../../scripts/bench/gateways.ts";
import { createDariClient } from "../../src/index.ts";

describe.for(gateways)("behind $name, the client", (gateway) => {
  /** A client behind the gateway, and the server before it. */
  async function start() {
    const server = await startFailingServer();
    onTestFinished(server.stop);
    const { url, stop } = await startGateway(gateway, server.port);
    onTestFinished(stop);
    return { server, sessions: createDariClient({ apiKey: "k", baseUrl: url, timeout: 30_000 }).sessions };
  }

  test("creates one session, and says nothing wrong of it, however the server fails after it", async ({ skip }) => {
    skip(reasonToSkip(gateway) !== undefined, reasonToSkip(gateway));
    const { server, sessions } = await start();
    const create = async (agent: string) => {
      const params = { metadata: { task: agent } };
      const claim = await claimOf(sessions.create(agent, params));
      return [agent, claim === "not created", server.ledger.get(agent)];
    };
    const agents = Object.keys(failures);
    expect(await Promise.all(agents.map(create))).toEqual(agents.map((agent) => [agent, false, 1]));
    expect((await sessions.create("responds-well", { metadata: { task: "last" } })).id).toBe("sess_last");
  });

  test("passes on what the server says before it has created anything", async ({ skip }) => {
    skip(reasonToSkip(gateway) !== undefined, reasonToSkip(gateway));
    const { server, sessions } = await start();
    await expect(sessions.create("refuses")).rejects.toMatchObject({
      status: 422,
      outcome: "not-created",
      attempts: 1,
    });
    await expect(sessions.create("asks-to-wait")).rejects.toMatchObject({ outcome: "not-created", attempts: 3 });
    expect(server.ledger.size).toBe(0);
  });
});
