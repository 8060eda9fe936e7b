/** Looks for the smallest random request that fails, with fast-check. */
import fc from "fast-check";
import type { Finding } from "../check/finding.ts";
import type { GenerationContext } from "../generate/context.ts";
import { randomCase, randomRequests } from "../generate/random.ts";
import { buildCases } from "../generate/request/builder.ts";
import type { Parts } from "./scheduler.ts";

const maxMilliseconds = 10_000;

/** Shrinks the first failing random case whose check finds nothing else; the smaller requests' findings are added. */
export async function shrink(
  context: GenerationContext,
  seed: number,
  { sender, transport, checker, outcomes, budget }: Omit<Parts, "onProgress" | "maxFailures">,
): Promise<void> {
  const indexOf = ({ exchange: { testCase } }: Finding) => testCase.randomIndex;
  const known = new Set(
    outcomes.findings.filter((finding) => indexOf(finding) === undefined).map(({ check }) => check),
  );
  const failing = outcomes.findings.find(
    (one) => indexOf(one) !== undefined && one.check !== "no-response" && !known.has(one.check),
  );
  const index = failing && indexOf(failing);
  const requests = randomRequests(context);
  if (index === undefined || !requests) return;
  const property = fc.asyncProperty(requests, async (value) => {
    const [testCase] = buildCases(context, randomCase(context, value, index));
    if (!testCase || !budget.take(testCase)) return fc.pre(false);
    const exchange = await sender.send(testCase);
    fc.pre(!transport.isLimit(exchange.result));
    const findings = checker.findings(exchange);
    outcomes.findings.push(...findings);
    return findings.length === 0;
  });
  await fc.check(property, {
    seed,
    path: String(index),
    numRuns: 1,
    interruptAfterTimeLimit: maxMilliseconds,
  });
}
