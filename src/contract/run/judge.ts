/** Applies the checks to an exchange. */
import { answered, checks } from "../check/checks.ts";
import type { Limit } from "../options.ts";
import type { Found, Results } from "../report/collect.ts";
import type { Exchange } from "../transport/exchange.ts";
import type { Exchanger } from "./history.ts";

/** What the checks find in an exchange, but what the server is known not to do. */
export function judge(
  exchange: Exchange,
  exchanger: Exchanger,
  results: Results,
  limits: readonly Limit[] | undefined,
): Found[] {
  const { answer } = exchange;
  if (!("status" in answer)) {
    return [
      {
        check: answered.name,
        exchange,
        pointer: exchange.case.pointer,
        expected: "an answer within the time limit",
        got: answer.words,
      },
    ];
  }
  const known = exchanger.known();
  const found: Found[] = [];
  for (const check of checks) {
    const finding = check.judge(exchange, answer, known);
    if (!finding) continue;
    const limit = limits?.find((limit) => limit.check === check.name && exchange.case.id.includes(limit.cases ?? ""));
    if (limit === undefined) found.push({ ...finding, check: check.name, exchange });
    else results.note(limit.reason, `${check.name} of ${exchange.case.id}`);
  }
  exchanger.keepShown(exchange, answer);
  return found;
}
