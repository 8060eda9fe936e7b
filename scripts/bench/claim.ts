/** What clients say of creates, against the ledger of the server. */
import { isDariError } from "../../src/index.ts";

/** What a client says of a create. */
export type Claim = "created" | "not created" | "unknown";

/**
 * What a client claims of a create. Ours says so itself; of the others only a `4xx` counts as the claim that nothing was
 * created, and every other error, benevolently, as an honest "unknown".
 */
export async function claimOf(created: Promise<{ id?: unknown } | undefined>): Promise<Claim> {
  try {
    return (await created)?.id === undefined ? "unknown" : "created";
  } catch (error) {
    if (isDariError(error)) return error.outcome === "not-created" ? "not created" : "unknown";
    const { status, response } = Object(error);
    const code = Number(status ?? response?.status);
    return code >= 400 && code < 500 ? "not created" : "unknown";
  }
}

/** How many sessions there are of each task. */
export type Ledger = ReadonlyMap<string, number>;

/** What became of the creates of a client. */
export interface Count {
  /** Sessions beyond one for a task. */
  readonly duplicates: number;
  /** Tasks of which the client says that a session was created, or that none was, and the ledger says otherwise. */
  readonly wrong: number;
}

/** Compares what a client claims of each task with the ledger. */
export function countOf(claims: ReadonlyMap<string, string>, ledger: Ledger): Count {
  const isWrong = ([task, claim]: [string, string]) =>
    (claim === "created" && !ledger.has(task)) || (claim === "not created" && ledger.has(task));
  return {
    duplicates: [...ledger.values()].reduce((extra, sessions) => extra + sessions - 1, 0),
    wrong: [...claims].filter(isWrong).length,
  };
}
