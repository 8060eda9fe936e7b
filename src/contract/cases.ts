/** Lists the cases of a run without sending them. */
import { type CaseList, casesByOperation } from "./generate/case-list.ts";
import { type ListOptions, resolveListOptions } from "./options.ts";
import { plannedSequences } from "./state/every-sequence.ts";

/**
 * The cases that a run with these options would send.
 *
 * @throws {OptionError} if an option can't be used
 * @throws {SpecError} if the description can't be used
 */
export function listCases(options: ListOptions): CaseList {
  const lists = [...listByOperation(options)];
  return { cases: lists.flatMap(({ cases }) => cases), omissions: lists.flatMap(({ omissions }) => omissions) };
}

/** The cases of one operation after the other; last, without a case, what is left out of the description itself. */
export function* listByOperation(options: ListOptions): Generator<CaseList> {
  const resolved = resolveListOptions(options);
  yield* casesByOperation(resolved);
  const sequences = plannedSequences(resolved.description.resources, resolved.only);
  yield { cases: sequences.map(({ testCase }) => testCase), omissions: [] };
}
