/** Servers that break the contract, each by one named difference from the correct one. */

import { group, type Named } from "../named.ts";
import { credentials } from "./credentials.ts";
import { input } from "./input.ts";
import { json } from "./json.ts";
import { leaks } from "./leaks.ts";
import { brokenLimits, limits, oneEvent } from "./limits.ts";
import { maps } from "./maps.ts";
import { metadata } from "./metadata.ts";
import { refusals } from "./refusals.ts";
import { endless, responses } from "./responses.ts";
import { returns } from "./returns.ts";
import { routes } from "./routes.ts";
import { secretNames, secretValues } from "./secrets.ts";
import { session } from "./session.ts";
import { state } from "./state.ts";
import { types } from "./types.ts";

/** All broken servers. */
export const broken: readonly Named[] = [
  ...group("types", types),
  ...group("maps", maps),
  ...group("secret names", secretNames),
  ...group("secret values", secretValues),
  ...group("refuses what is valid", refusals, { maxFindings: 2 }),
  ...group("returns otherwise", returns),
  ...group("returns metadata otherwise", metadata),
  ...group("the session", session),
  ...group("responses", responses, { maxFindings: 6 }),
  ...group("responses", endless, { maxFindings: 6, timeout: 1000 }),
  ...group("credentials", credentials),
  ...group("leaks", leaks),
  ...group("between requests", state),
  ...group("JSON", json),
  ...group("odd input and load", input),
  ...group("routes", routes),
  ...group("broken, with a limit", brokenLimits, { verdicts: ["failed", "incomplete"] }),
  ...group("one event", oneEvent, { maxFindings: 1 }),
];

/** Correct servers that keep the gate from sending all its test cases. */
export const incomplete: readonly Named[] = group("incomplete", limits, { verdicts: ["incomplete"] });
