/** The servers that `npm run contract:prove` tests, and the verdict on one. */
import { type Report, runContract, type Verdict } from "../../src/contract/index.ts";
import { broken, incomplete } from "../../test/support/servers/broken/index.ts";
import { described, describedKey, descriptionOf, startDescribed } from "../../test/support/servers/described.ts";
import type { Named } from "../../test/support/servers/named.ts";
import { brokenOrders, orderKey, orders, startOrders } from "../../test/support/servers/orders.ts";
import { apiKey, type Running, startServer } from "../../test/support/servers/sessions.ts";
import { variations } from "../../test/support/servers/variations.ts";
import { createSessionOnly as spec } from "../../test/support/spec.ts";

/** Milliseconds for each request: servers that never respond are many. */
const timeout = 2000;

/** A server, its description, and the verdict that is right. */
export interface Server {
  readonly name: string;
  readonly group: string;
  readonly verdicts: readonly Verdict[];
  readonly maxFindings?: number | undefined;
  readonly spec: unknown;
  readonly apiKey: string;
  readonly start: () => Promise<Running>;
}

/** The verdict on a server. */
export interface Tested {
  readonly name: string;
  readonly group: string;
  readonly verdict: Verdict;
  readonly checks: readonly string[];
  /** The first finding, or why there is no verdict. */
  readonly first: string;
  readonly requests: number;
  readonly milliseconds: number;
  /** What is wrong with the verdict. */
  readonly problem?: string | undefined;
}

const ofSessions = ({ name, group, verdicts, maxFindings, difference }: Named): Server => ({
  name,
  group,
  verdicts,
  maxFindings,
  spec,
  apiKey,
  start: () => startServer(difference),
});

const ofOrders = { spec: orders, apiKey: orderKey };

export const servers: readonly Server[] = [
  ...variations.map(ofSessions),
  { name: "another API", group: "correct", verdicts: ["passed"], ...ofOrders, start: () => startOrders() },
  ...Object.entries(described).map(
    ([name, operation]): Server => ({
      name,
      group: "correct",
      verdicts: ["passed"],
      spec: descriptionOf(operation),
      apiKey: describedKey,
      start: () => startDescribed(operation),
    }),
  ),
  ...incomplete.map(ofSessions),
  ...broken.map(ofSessions),
  ...brokenOrders.map(
    ({ name, options }): Server => ({
      name,
      group: "another API",
      verdicts: ["failed"],
      ...ofOrders,
      start: () => startOrders(options),
    }),
  ),
];

/** Runs the gate against a server. */
export async function testServer(server: Server): Promise<Tested> {
  const { name, group, spec, apiKey, start } = server;
  const running = await start();
  try {
    const report = await runContract({ spec, apiKey, baseUrl: running.url, timeout });
    const { verdict, findings, requests, milliseconds } = report;
    const [finding] = findings;
    const first = finding
      ? `${finding.check}: ${finding.title}: expected ${finding.expected}, got ${finding.got} (${finding.cases[0]})`
      : (report.reason ?? "");
    const checks = [...new Set(findings.map(({ check }) => check))];
    return { name, group, verdict, checks, first, requests, milliseconds, problem: problemOf(server, report) };
  } finally {
    await running.stop();
  }
}

function problemOf({ verdicts, maxFindings = Number.POSITIVE_INFINITY }: Server, report: Report): string | undefined {
  const { verdict, findings } = report;
  if (!verdicts.includes(verdict)) return `${verdict} instead of ${verdicts.join(" or ")}`;
  if (findings.length <= maxFindings) return undefined;
  return `${findings.length} findings instead of ${maxFindings}: ${findings.map(({ title }) => title).join("; ")}`;
}
