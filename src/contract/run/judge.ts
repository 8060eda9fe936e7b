/** Applies the checks to an exchange. */
import { checks } from "../check/checks.ts";
import type { CheckName } from "../check/codes.ts";
import type { Check, Finding } from "../check/finding.ts";
import type { Limit } from "../options.ts";
import type { Results } from "../report/collect.ts";
import type { Exchange } from "../transport/exchange.ts";
import type { Exchanger } from "./history.ts";

/** What the checks find in an exchange, but what the server is known not to do. */
export function judge(
  exchange: Exchange,
  exchanger: Exchanger,
  results: Results,
  limits: readonly Limit[] | undefined,
): Finding[] {
  const { answer } = exchange;
  if (!("status" in answer)) {
    return [
      {
        check: "no-response",
        exchange,
        title: `${exchange.case.title} got no response`,
        pointer: exchange.case.pointer,
        expected: "a response within the timeout",
        got: answer.words,
      },
    ];
  }
  const known = exchanger.known();
  const found: Finding[] = [];
  for (const [name, check] of Object.entries(checks) as [CheckName, Check][]) {
    const violation = check(exchange, answer, known);
    if (!violation) continue;
    const limit = limits?.find((limit) => limit.check === name && exchange.case.id.includes(limit.cases ?? ""));
    if (limit === undefined) found.push({ ...violation, check: name, exchange });
    else results.skipCheck(name, exchange.case, limit.reason);
  }
  exchanger.keepShown(exchange, answer);
  return found;
}
