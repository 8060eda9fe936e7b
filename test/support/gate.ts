/** Runs the gate against a server in this process, without waiting for anything that it waits for. */
import { type ContractOptions, type Report, runContract } from "../../src/contract/index.ts";
import { type ResolvedOptions, resolveOptions } from "../../src/contract/options.ts";
import { reportOf } from "../../src/contract/report/collect.ts";
import { run } from "../../src/contract/run/run.ts";
import type { Clock } from "../../src/contract/transport/transport.ts";
import { fastClock, type Handler, inProcess } from "./servers/handler.ts";
import { apiKey, correct, type Difference, sessionServer, startServer } from "./servers/sessions.ts";
import { createSessionOnly as spec } from "./spec.ts";

type Options = Omit<ContractOptions, "baseUrl">;

/** Milliseconds for a request over HTTP: a busy machine may take its time. */
const timeout = 30_000;

/** Options that were resolved before: compiling the schemas of a description takes longer than sending its requests. */
const resolvedBefore = new Map<string, ResolvedOptions>();

function resolve(options: Options): ResolvedOptions {
  const key = JSON.stringify(options);
  const resolved = resolvedBefore.get(key) ?? resolveOptions({ baseUrl: "http://127.0.0.1", ...options });
  resolvedBefore.set(key, resolved);
  return resolved;
}

/** The report on a server that is called in this process. */
export async function reportOn(server: (clock: Clock) => Handler, options: Options): Promise<Report> {
  const clock = fastClock();
  const resolved = resolve(options);
  return reportOf(await run(resolved, inProcess(server(clock), clock), clock), resolved);
}

/** Whether a server has another way of putting replies on the wire than the correct one. */
export function actsOnTheWire(difference: Difference): boolean {
  return sessionServer(difference).parts.write !== correct.write;
}

/** The report on a server of sessions. It is called over HTTP if it acts on the wire. */
export async function reportOnSessions(difference: Difference, options: Partial<Options> = {}): Promise<Report> {
  const given = { spec, apiKey, ...options };
  if (!actsOnTheWire(difference)) return reportOn((clock) => sessionServer(difference, clock).handler, given);
  const server = await startServer(difference);
  try {
    return await runContract({ ...given, timeout: given.timeout ?? timeout, baseUrl: server.url });
  } finally {
    await server.stop();
  }
}
