import { expect, test } from "vitest";
import { parse } from "yaml";
import { reportOn } from "../../support/gate.ts";
import { apiKey, type Difference, sessionServer } from "../../support/servers/sessions.ts";
import { storing } from "../../support/servers/stored-sessions.ts";
import { operations } from "../../support/session-operations.ts";
import { createSessionOnly } from "../../support/spec.ts";

/** The description of creating a session, and of listing, reading and deleting sessions by a path of their own. */
const spec = { ...createSessionOnly, paths: { ...parse(operations).paths, ...createSessionOnly.paths } };

const report = (difference: Difference) =>
  reportOn((clock) => sessionServer(difference, clock).handler, { spec, apiKey, known: { agent_id: "agt_123" } });

test("sessions that are created for an agent are read, listed and deleted without it", async () => {
  const { findings, verdict, skipped, created, cases } = await report(storing());
  expect(findings.map(({ title, exchange }) => `${title} ${exchange.curl}`)).toEqual([]);
  expect([verdict, skipped, created]).toEqual(["passed", [], []]);
  expect(cases.filter(({ id }) => id.includes("/state/")).length).toBeGreaterThan(5);
});
