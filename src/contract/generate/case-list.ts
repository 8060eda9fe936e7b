/** The test cases of an operation. */

import { fewOfEach } from "../../lists.ts";
import { ambiguousCases } from "./ambiguous.ts";
import { authCases } from "./auth.ts";
import { type GenerationContext, orOmission } from "./context.ts";
import { largeBodyCases } from "./large-bodies.ts";
import { mediaTypeCases } from "./media-types.ts";
import { negativeCases } from "./negative.ts";
import { parameterCases } from "./parameters.ts";
import { positiveCases } from "./positive.ts";
import { randomCases } from "./random.ts";
import { buildCases } from "./request/builder.ts";
import { routeCases } from "./routes.ts";
import type { TestCase } from "./test-case.ts";

/** Cases of one operation at most: a description with hundreds of constraints would make too many. */
const mostCases = 2000;

interface CaseOptions {
  /** How many random ones. */
  readonly runs: number;
  /** Only those whose id, title or pointer contains this text. */
  readonly only?: string | undefined;
}

/**
 * The cases of an operation that are asked for, positive ones first; the same seed gives the same cases. None, and the
 * reason among the omissions, where they can't be made.
 */
export function casesOf(context: GenerationContext, { runs, only }: CaseOptions): TestCase[] {
  const cases = orOmission(context, () => allCasesOf(context, runs));
  if (only === undefined) return cases;
  return cases.filter(({ id, pointer, title }) => [id, pointer, title].some((text) => text.includes(only)));
}

function allCasesOf(context: GenerationContext, runs: number): TestCase[] {
  const differences = [
    ...positiveCases(context),
    ...mediaTypeCases(context),
    ...ambiguousCases(context),
    ...largeBodyCases(context),
    ...parameterCases(context),
    ...negativeCases(context),
    ...authCases(context),
    ...routeCases(context),
    ...randomCases(context, runs),
  ];
  const kept = fewOfEach(differences, mostCases, ({ pointer }) => pointer);
  if (kept.length < differences.length) {
    const { id, pointer } = context.operation;
    const reason = `${id}: ${differences.length - kept.length} of ${differences.length} cases are left out`;
    context.omissions.push({ pointer, reason });
  }
  return kept.flatMap((difference) => buildCases(context, difference));
}
