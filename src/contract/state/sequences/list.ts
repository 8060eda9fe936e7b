/** Sequences of lists: their pages, and their filters. */
import type { Operation, Parameter } from "../../../openapi/operation.ts";
import { at, child } from "../../../openapi/pointer.ts";
import { objectsWithin } from "../../../openapi/resources/envelopes.ts";
import { roleOf } from "../../../openapi/resources/parameter-role.ts";
import type { Resource } from "../../../openapi/resources/resources.ts";
import type { Schema } from "../../../openapi/schema.ts";
import { short } from "../../check/words.ts";
import { filterIgnored } from "../../check/wrong-state/filter-ignored.ts";
import { listWrong } from "../../check/wrong-state/list-wrong.ts";
import type { GenerationContext } from "../../generate/context.ts";
import { fullestBody } from "../../generate/request/body.ts";
import { isSendable, keyOf } from "../../generate/request/serialization.ts";
import { otherValue } from "../../values/other-value.ts";
import { type Item, idOf } from "../items/item.ts";
import { otherBody } from "../items/request-values.ts";
import { membersWrong } from "../steps/comparison.ts";
import { idShown, type Sequence, violation } from "../steps/sequence.ts";
import type { StateViolation, Steps } from "../steps/steps.ts";
import { isChosenList, pagingOf, readList, type WholeList } from "../steps/whole-list.ts";

/** Items that are created for the pages of a list, and how many one page has. */
const onPages = 5;
const pageSize = 2;

const pagedList = ({ lists, sources }: Resource): Operation | undefined =>
  sources.length === 0 ? undefined : lists.find((list) => !isChosenList(list) && isPaged(list));

function isPaged(list: Operation): boolean {
  const { limit, cursor, offset, page } = pagingOf(list);
  return limit !== undefined && (cursor ?? offset ?? page) !== undefined;
}

/** The least page size that the description allows, from the usual one on. */
function sizeOf(list: Operation): number {
  const { limit } = pagingOf(list);
  return Math.max(pageSize, limit?.schema.limit("minimum") ?? 0);
}

export const pages: Sequence = {
  name: "pages",
  title: "a list by pages",
  operationOf: pagedList,
  run: async (steps, list) => {
    const size = sizeOf(list);
    const item = await steps.create();
    if (!item) return undefined;
    for (let count = 1; count < size + onPages - pageSize; count++) await steps.create();
    return steps.settled(async () => {
      const whole = await readList(steps, item, list);
      const paged = await readList(steps, item, list, size);
      return whole && paged ? pagesWrong(steps, item, { whole, paged, size }) : undefined;
    });
  },
};

function pagesWrong(
  steps: Steps,
  item: Item,
  { whole, paged, size }: { readonly whole: WholeList; readonly paged: WholeList; readonly size: number },
): StateViolation | undefined {
  const long = paged.pages.find(({ entries }) => entries.length > size);
  if (long)
    return violation(listWrong, long.exchange, {
      title: `a page has ${long.entries.length} items, and ${size} were asked for`,
      expected: `${size} items at most`,
      got: String(long.entries.length),
    });
  const listed = new Set(whole.entries.map((shown) => idShown(steps.resource, shown)));
  const items = steps.besides(item).filter((other) => listed.has(idOf(other)));
  return membersWrong(steps, items, paged, "by pages");
}

/** A query parameter with the name of a property that the entries of a list show. */
interface Filter {
  readonly parameter: Parameter;
  readonly place: string;
}

/** The filters of a list: parameters of one value, named like properties that clients write. */
function filtersOf(list: Operation, entry: Schema): Filter[] {
  return list.parameters.flatMap((parameter) => {
    // filter[status] of JSON:API asks for a status.
    const name = /^filter\[(\w+)\]$/.exec(parameter.name)?.[1] ?? parameter.name;
    const isValue =
      parameter.in === "query" && roleOf(parameter) === undefined && !parameter.schema.types.includes("array");
    const holder = objectsWithin(entry).find(({ schema }) => schema.properties.has(name));
    const schema = holder?.schema.properties.get(name);
    const isPlain = schema?.types.every((type) => !["array", "object"].includes(type)) === true;
    const isTime = /^(date|time)/.test(String(schema?.keyword("format") ?? parameter.schema.keyword("format") ?? ""));
    return holder && isValue && isPlain && !isTime ? [{ parameter, place: child(holder.place, name) }] : [];
  });
}

const filteredList = ({ lists, sources }: Resource): Operation | undefined =>
  sources.length > 0 ? lists.find((list) => !isChosenList(list) && hasFilter(list)) : undefined;

export const filters: Sequence = {
  name: "filters",
  title: "a list with each filter",
  operationOf: filteredList,
  run: async (steps, list) => {
    const create = steps.resource.sources[0]?.operation;
    const item = await steps.create();
    if (!create || !item) return undefined;
    const context = steps.contextOf(create);
    await steps.create(otherBody(context, fullestBody(context)));
    const whole = await readList(steps, item, list);
    const entry = whole && entryOf(steps, item, whole);
    for (const filter of entry?.schema ? filtersOf(list, entry.schema) : []) {
      const value = at(entry?.body, filter.place);
      if (!mayAskFor(steps.contextOf(list), filter.parameter, value)) continue;
      const other = otherValue(steps.contextOf(list).inputs, filter.parameter.schema, value);
      const found =
        (await filterWrong(steps, item, { list, filter, value, isOwn: true })) ??
        (await filterWrong(steps, item, { list, filter, value: other, isOwn: false }));
      if (found) return found;
    }
    return undefined;
  },
};

/** Whether a filter may ask for the value of a property: text that stands for a boolean asks for something of its own. */
function mayAskFor({ inputs }: GenerationContext, { schema }: Parameter, value: unknown): boolean {
  return value === undefined || value === null || inputs.validator.accepts(schema, value);
}

const entryOf = (steps: Steps, item: Item, { entries }: WholeList) =>
  entries.find((shown) => idShown(steps.resource, shown) === idOf(item));

const hasFilter = ({ parameters }: Operation) =>
  parameters.some((parameter) => parameter.in === "query" && roleOf(parameter) === undefined);

interface FilterStep {
  readonly list: Operation;
  readonly filter: Filter;
  /** The value that is asked for, and whether it is that of the item. */
  readonly value: unknown;
  readonly isOwn: boolean;
}

/** Whether a list shows other values than the one that it was asked for, or leaves out the item that has it. */
function filterWrong(
  steps: Steps,
  item: Item,
  { list, filter: { parameter, place }, value, isOwn }: FilterStep,
): Promise<StateViolation | undefined> {
  return steps.settled(async () => {
    if (value === undefined || value === null || value === "" || !isSendable(parameter, value)) return undefined;
    const filtered = await readList(steps, item, list, undefined, { [keyOf(parameter)]: value });
    const wrong = filtered?.entries.find((shown) => !isLike(value, at(shown.body, place)));
    if (filtered && wrong)
      return violation(filterIgnored, filtered.exchange, {
        title: `${parameter.name}: a list that asks for ${short(value)} shows another value`,
        expected: `${parameter.name}: ${short(value)} alone`,
        got: short(at(wrong.body, place)),
      });
    const isMissing = isOwn && filtered?.isWhole && !entryOf(steps, item, filtered);
    // The server may have given the item another value since, such as the next state of a job.
    const whole = isMissing ? await readList(steps, item, list) : undefined;
    const now = whole && entryOf(steps, item, whole);
    return filtered && now && at(now.body, place) === value
      ? violation(filterIgnored, filtered.exchange, {
          title: `${parameter.name}: a list that asks for ${short(value)} leaves out an item with this value`,
          expected: `the item ${idOf(item)}`,
          got: "a list without it",
        })
      : undefined;
  });
}

/** Whether a value passes a filter: text may be searched for. */
function isLike(asked: unknown, shown: unknown): boolean {
  if (shown === undefined) return true;
  if (typeof asked !== "string" || typeof shown !== "string") return String(asked) === String(shown);
  return shown.toLowerCase().includes(asked.toLowerCase());
}
