/** The servers by which the gate is proven, and the right verdict on each. */
import { describe, test } from "vitest";
import type { CheckName } from "../../src/contract/check/finding.ts";
import type { Report } from "../../src/contract/index.ts";
import { actsOnTheWire, reportOn, reportOnSessions } from "../support/gate.ts";
import { broken, incomplete } from "../support/servers/broken/index.ts";
import { correctCrud } from "../support/servers/crud/correct.ts";
import { brokenCrud } from "../support/servers/crud/faults.ts";
import { generated } from "../support/servers/crud/generated.ts";
import { rules } from "../support/servers/crud/rules.ts";
import { crud, crudKey } from "../support/servers/crud/server.ts";
import { styles } from "../support/servers/crud/styles.ts";
import { described, describedKey, describedServer, descriptionOf } from "../support/servers/described.ts";
import type { Named } from "../support/servers/named.ts";
import { brokenOrders, type OrderOptions, orderKey, orderServer, orders } from "../support/servers/orders.ts";
import { variations } from "../support/servers/variations.ts";
import { foundByOne } from "./found-by-one.ts";
import { isValidator } from "./validators.ts";

/** A server for which the whole gate is needed. */
export interface Server extends Pick<Named, "group" | "name" | "verdicts" | "maxFindings"> {
  readonly actsOnTheWire?: boolean;
  /** Checks of which one finds it. */
  readonly checks?: readonly CheckName[];
  readonly report: () => Promise<Report>;
}

/** Groups of servers in which one that only validates otherwise is seen by its validation alone. */
const groupsOfValidators = ["correct", "types", "maps", "secret names", "secret values", "JSON", "odd input and load"];

const [forTable, forGate]: Named[][] = [[], []];
for (const server of [...variations, ...incomplete, ...broken]) {
  const list = groupsOfValidators.includes(server.group) && isValidator(server) ? forTable : forGate;
  list?.push(server);
}

export const validators: readonly Named[] = forTable ?? [];

const onOrders = (options?: OrderOptions) => () =>
  reportOn(() => orderServer(options), { spec: orders, apiKey: orderKey });

export const servers: readonly Server[] = [
  ...(forGate ?? []).map((server) => ({
    ...server,
    actsOnTheWire: actsOnTheWire(server.difference),
    report: () => reportOnSessions(server.difference, { timeout: server.timeout }),
  })),
  { group: "correct", name: "another API", verdicts: ["passed"], report: onOrders() },
  ...Object.entries(described).map(
    ([name, operation]): Server => ({
      group: "correct",
      name,
      verdicts: ["passed"],
      report: () =>
        reportOn(() => describedServer(operation), { spec: descriptionOf(operation), apiKey: describedKey }),
    }),
  ),
  ...brokenOrders.map(
    ({ name, check, options }): Server => ({
      group: "another API",
      name,
      checks: [check],
      verdicts: ["failed"],
      report: onOrders(options),
    }),
  ),
  ...Object.entries(correctCrud).map(([name, options]): Server => {
    const { spec, handler } = crud(options);
    const report = () => reportOn(handler, { spec, apiKey: crudKey, runs: 5 });
    return { group: "items", name, verdicts: ["passed"], report };
  }),
  ...Object.entries({ ...styles, ...generated, ...rules }).map(([name, { spec, handler }]): Server => {
    const report = () => reportOn(handler, { spec, runs: 5 });
    return { group: "items", name, verdicts: ["passed"], report };
  }),
  ...brokenCrud.map(({ name, options, fault, checks }): Server => {
    const { spec, handler } = crud(options, fault);
    const report = () => reportOn(handler, { spec, apiKey: crudKey, only: "/state/" });
    return { group: "broken items", name, checks, verdicts: ["failed"], report };
  }),
];

/** The groups of servers by topic, each in a file of tests. The slow ones have the longest names: Vitest starts with large files. */
const topics = {
  correct: ["correct", "incomplete"],
  values: ["returns otherwise", "returns metadata otherwise", "the session"],
  access: ["credentials", "leaks", "routes"],
  behaviour: ["types", "JSON", "refuses what is valid", "between requests", "odd input and load"],
  "correct state": ["items"],
  "broken state": ["broken items"],
  responses: ["responses", "broken, with a limit", "one event", "another API"],
};

const forgotten = servers.find(({ group }) => !Object.values(topics).flat().includes(group));
if (forgotten) throw new Error(`No topic has the group "${forgotten.group}".`);

/** Tests that the gate's verdict on each server of a topic is the right one. */
export function prove(topic: keyof typeof topics): void {
  describe.concurrent(topic, () => {
    proveEach(servers.filter(({ group, actsOnTheWire }) => topics[topic].includes(group) && !actsOnTheWire));
  });
}

/** The same for the servers that are called over HTTP: a busy process would keep them from responding in time. */
export function proveOnTheWire(): void {
  describe.concurrent("on the wire", () => proveEach(servers.filter((server) => server.actsOnTheWire)));
}

function proveEach(some: readonly Server[]): void {
  test.for(some)("$group: $name", async ({ group, name, verdicts, maxFindings, checks, report }, { expect }) => {
    const { verdict, reason, findings } = await report();
    const found = findings.map(({ check, title, cases }) => `${check}: ${title} (${cases[0]})`);
    expect(verdicts, [verdict, reason, ...found].join("\n")).toContain(verdict);
    if (maxFindings !== undefined) expect(found.length, found.join("\n")).toBeLessThanOrEqual(maxFindings);
    if (checks !== undefined)
      expect(
        findings.some((finding) => checks.includes(finding.check as CheckName)),
        found.join("\n"),
      ).toBe(true);
    const alone = Object.entries(foundByOne).filter(([, server]) => server === `${group}: ${name}`);
    if (alone.length > 0)
      expect([...new Set(findings.map(({ check }) => check))]).toEqual(alone.map(([check]) => check));
  });
}
