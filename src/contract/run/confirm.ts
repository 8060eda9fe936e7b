/** Sends the requests that a report shows once more, alone: a request is not to blame for what others left behind. */
import type { CheckContext } from "../check/check.ts";
import { type Finding, violationOf } from "../check/finding.ts";
import { groupByCause } from "../check/groups.ts";
import type { Exchange } from "../transport/exchange.ts";
import { withinLimit } from "./create-limit.ts";
import type { Outcomes } from "./result.ts";
import type { Sender } from "./sender.ts";

/** How many requests of a group of findings are tried until one shows the finding alone. */
const maxTried = 3;

/**
 * Sends the shown request of each group of findings on a connection of its own. Where the response is another one, and
 * shows nothing wrong, the finding says so, and its case has not failed: the next request of the group is tried.
 */
export async function confirm(outcomes: Outcomes, sender: Sender, context: CheckContext): Promise<void> {
  // What several requests show together is not shown by one.
  const findings = outcomes.findings.filter(({ check }) => check.severity !== "wrong state");
  for (const group of groupByCause(findings)) {
    const others = new Map<Finding, string>();
    for (const finding of group.slice(0, maxTried)) {
      const alone = await withinLimit(responseAlone(finding, sender, context));
      if (alone === undefined) break;
      others.set(finding, alone);
    }
    const [first] = others.values();
    if (first === undefined) continue;
    const isShownByNone = others.size === Math.min(group.length, maxTried);
    for (const finding of isShownByNone ? group : others.keys())
      outcomes.notShownAlone(finding, others.get(finding) ?? first);
  }
}

/** What the request of a finding gets alone; `undefined` if that shows the finding, too, or can't be found out. */
async function responseAlone(finding: Finding, sender: Sender, context: CheckContext): Promise<string | undefined> {
  const { testCase, before } = finding.exchange;
  // What was deleted can't be deleted again.
  if (testCase.template.method === "DELETE") return undefined;
  const again = await sender.send(testCase, { before, isAlone: true });
  const { result } = again;
  if (shows(finding, again, context)) return undefined;
  if (result.kind === "no-response") return result.message;
  return sender.isRateLimited(again) ? undefined : String(result.status);
}

/** Whether a request that is sent alone gets a response like the first, or one that is wrong in the same way. */
function shows({ check, exchange }: Finding, again: Exchange, context: CheckContext): boolean {
  const first = exchange.result;
  const second = again.result;
  // What the form of a response violates, the check sees in this one, too.
  const isSameStatus = first.kind === "response" && second.kind === "response" && first.status === second.status;
  if (isSameStatus && check.severity !== "shape") return true;
  if (first.kind === "no-response" && second.kind === "no-response") return true;
  return violationOf(check, again, context) !== undefined;
}
