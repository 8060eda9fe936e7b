/** Looks for the smallest random request that fails, with fast-check. */
import fc from "fast-check";
import { partition } from "../../lists.ts";
import type { Check } from "../check/check.ts";
import { noResponse } from "../check/wrongly-refused/no-response.ts";
import type { GenerationContext } from "../generate/context.ts";
import { randomCase, randomRequests, seedOf } from "../generate/random.ts";
import { buildCases } from "../generate/request/builder.ts";
import { withinLimit } from "./create-limit.ts";
import type { Outcomes } from "./result.ts";
import type { Sender } from "./sender.ts";

/** Smaller requests that are tried. */
const maxRequests = 500;

/**
 * Shrinks the first failing random case of an operation, of those that fail a check that no other case fails; the smaller
 * requests' findings are added.
 */
export async function shrink(context: GenerationContext, sender: Sender, outcomes: Outcomes): Promise<void> {
  const findings = outcomes.findings.filter(({ exchange }) => exchange.testCase.operation === context.operation);
  const [random, others] = partition(findings, ({ exchange }) => exchange.testCase.randomIndex !== undefined);
  const known = new Set<Check>([noResponse, ...others.map(({ check }) => check)]);
  const index = random.find(({ check }) => !known.has(check))?.exchange.testCase.randomIndex;
  const requests = randomRequests(context);
  if (index === undefined || !requests) return;
  let sent = 0;
  const property = fc.asyncProperty(requests, async (value) => {
    const [testCase] = buildCases(context, randomCase(context, value, index));
    if (!testCase || sent++ >= maxRequests || sender.pace.isOver) return fc.pre(false);
    const exchange = await withinLimit(sender.send(testCase));
    if (!exchange || sender.isRateLimited(exchange)) return fc.pre(false);
    const found = outcomes.check(exchange);
    outcomes.findings.push(...found);
    return found.length === 0;
  });
  await fc.check(property, { seed: seedOf(context), path: String(index), numRuns: 1 });
}
