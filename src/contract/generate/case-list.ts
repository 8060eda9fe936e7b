/** The test cases of an operation, and of a description. */
import type { ContractOptions } from "../options.ts";
import { readDescription } from "../spec/load.ts";
import type { Omission } from "../spec/validator.ts";
import { ambiguousCases } from "./ambiguous.ts";
import { authCases } from "./auth.ts";
import { contextOf, type GenerationContext, type GenerationOptions, orOmission } from "./context.ts";
import { mediaTypeCases } from "./media-types.ts";
import { negativeCases } from "./negative.ts";
import { parameterCases } from "./parameters.ts";
import { positiveCases } from "./positive.ts";
import { randomCases } from "./random.ts";
import { fullestBody } from "./request/body.ts";
import { buildCases } from "./request/builder.ts";
import { routeCases } from "./routes.ts";
import type { TestCase } from "./test-case.ts";

/** Cases of one operation at most: a description with hundreds of constraints would make too many. */
const mostCases = 2000;

/** All cases of an operation, positive ones first; the same seed gives the same cases. */
export function testCasesOf(context: GenerationContext, runs = 30): TestCase[] {
  const differences = [
    ...positiveCases(context),
    ...mediaTypeCases(context),
    ...ambiguousCases(context),
    ...parameterCases(context),
    ...negativeCases(context),
    ...authCases(context),
    ...routeCases(context),
    ...randomCases(context, runs),
  ];
  const cases = differences.flatMap((difference) => buildCases(context, difference));
  return cases.length <= mostCases ? cases : fewer(context, cases);
}

/** So many cases that every constraint keeps some. */
function fewer(context: GenerationContext, cases: readonly TestCase[]): TestCase[] {
  const byPointer = new Map<string, TestCase[]>();
  for (const testCase of cases) byPointer.set(testCase.pointer, [...(byPointer.get(testCase.pointer) ?? []), testCase]);
  const each = Math.max(1, Math.floor(mostCases / byPointer.size));
  const kept = [...byPointer.values()].flatMap((some) => some.slice(0, each));
  const reason = `${context.operation.id}: ${cases.length - kept.length} of ${cases.length} cases are left out`;
  context.omissions.push({ pointer: context.operation.pointer, reason });
  return kept;
}

/** One request for each reference in the body, such as the id of something that must exist, without the others. */
export function referenceCases(context: GenerationContext): { name: string; testCase: TestCase }[] {
  const { body } = context.operation;
  const full = fullestBody(context);
  if (!body || typeof full !== "object" || full === null) return [];
  const references = [...body.schema.properties].filter(([, schema]) => schema.isReference);
  const isOther = (key: string, name: string) => key !== name && references.some(([other]) => other === key);
  return references.flatMap(([name, { pointer }]) => {
    const kept = Object.fromEntries(Object.entries(full).filter(([key]) => !isOther(key, name)));
    const built = buildCases(context, { expects: "ambiguous", title: `the reference ${name}`, pointer, body: kept });
    return built.map((testCase) => ({ name, testCase }));
  });
}

/** The cases of a description, and what is left out of it. */
export interface CaseList {
  readonly cases: readonly TestCase[];
  readonly omissions: readonly Omission[];
}

/** Options of {@link listCases}. */
export interface ListOptions extends GenerationOptions {
  readonly spec: unknown;
  readonly runs?: number | undefined;
  readonly keys?: ContractOptions["keys"];
  /** Only the cases whose id, title or pointer contains this text. */
  readonly only?: string | undefined;
}

/** The cases that a run would send, without sending them. */
export function listCases(options: ListOptions): CaseList {
  const description = readDescription(options.spec, Object.keys(options.keys ?? {}));
  const omissions: Omission[] = [];
  const cases = description.operations.flatMap((operation) => {
    const context = contextOf(description, operation, options);
    const made = casesOrOmission(context, options.runs);
    omissions.push(...context.omissions);
    return made.filter((testCase) => isWanted(testCase, options.only));
  });
  return { cases, omissions: [...description.omissions(), ...omissions] };
}

/** The cases of an operation; none, and the reason among the omissions, where they can't be made. */
export function casesOrOmission(context: GenerationContext, runs?: number): TestCase[] {
  return orOmission(context, () => testCasesOf(context, runs));
}

/** Whether a case is among those that were asked for. */
export function isWanted({ id, pointer, title }: TestCase, only: string | undefined): boolean {
  return only === undefined || id.includes(only) || pointer.includes(only) || title.includes(only);
}
