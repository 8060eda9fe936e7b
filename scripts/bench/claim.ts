import { isDariError } from "../../src/index.ts";

/** What a client says of a create. */
export type Claim = "created" | "not created" | "unknown";

/**
 * What an error claims. Ours says so itself; of the others only a `4xx` counts as the claim that nothing was created,
 * and everything else, benevolently, as an honest "unknown".
 */
export function claimOf(error: unknown): Claim {
  if (isDariError(error)) return error.outcome === "not-created" ? "not created" : "unknown";
  const { status, response } = Object(error);
  const code = Number(status ?? response?.status);
  return code >= 400 && code < 500 ? "not created" : "unknown";
}
