/** Lists the cases of a run without sending them. */
import type { Omission } from "../openapi/pointer.ts";
import { casesOf } from "./generate/case-list.ts";
import { contextOf } from "./generate/context.ts";
import type { TestCase } from "./generate/test-case.ts";
import { type ListOptions, resolveListOptions } from "./options.ts";
import { plannedSequences } from "./state/every-sequence.ts";

/** Cases, and what of the description is left out. */
export interface CaseList {
  readonly cases: readonly TestCase[];
  readonly omissions: readonly Omission[];
}

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

/** The cases of one operation after the other; last the sequences, and what is left out of the description itself. */
export function* listByOperation(options: ListOptions): Generator<CaseList> {
  const resolved = resolveListOptions(options);
  const { description, inputs, only } = resolved;
  for (const operation of description.operations) {
    const context = contextOf(description, operation, inputs);
    yield { cases: casesOf(context, resolved), omissions: context.omissions };
  }
  const sequences = plannedSequences(description.resources, only);
  yield { cases: sequences.map(({ testCase }) => testCase), omissions: description.omissions };
}
