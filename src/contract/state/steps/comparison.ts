/** Whether the state of an item is what was written to it: in its read, in lists, and in the response to the write. */
import { listWrong } from "../../check/wrong-state/list-wrong.ts";
import { otherStateChanged } from "../../check/wrong-state/other-state-changed.ts";
import { writeNotStored } from "../../check/wrong-state/write-not-stored.ts";
import type { Exchange } from "../../transport/exchange.ts";
import { type Item, idInLocation, idOf } from "../items/item.ts";
import { propertiesShown, shownBy, statusOf, succeeded } from "../items/response-values.ts";
import { changedValue, idShown, violation, wrongStatus } from "./sequence.ts";
import type { StateViolation, Steps } from "./steps.ts";
import { pagingOf, readList, type WholeList } from "./whole-list.ts";
import type { Written } from "./written-values.ts";

/** Milliseconds by which the time of creation may differ from that of the create: some stores keep whole seconds. */
const precision = 1000;

/** Whether the response to a write shows what was written; nothing is said of one that shows nothing. */
export function responseWrong(
  steps: Steps,
  item: Item,
  exchange: Exchange,
  written: Written,
): StateViolation | undefined {
  const shown = shownBy(exchange);
  const changed = steps.changed(written, shown);
  if (changed)
    return changedValue(writeNotStored, exchange, changed, `in the response to ${exchange.testCase.operation.id}`);
  const id = idShown(steps.resource, shown);
  return id === undefined || id === idOf(item) ? undefined : otherItem(exchange, item, id);
}

/** Whether the `Location` of a create names another item than its body. */
export async function locationWrong(steps: Steps, item: Item): Promise<StateViolation | undefined> {
  const located = idInLocation(item.created.result, steps.resource);
  if (located === undefined || located === idOf(item)) return undefined;
  const values = new Map([...item.values, [steps.resource.path, located]]);
  const exchange = await steps.read({ ...item, values }, "a read of the Location of a create");
  // An item may have two names.
  const isSame = !exchange || (succeeded(exchange) && idShown(steps.resource, shownBy(exchange)) === idOf(item));
  return isSame
    ? undefined
    : violation(otherStateChanged, item.created, {
        title: "Location names another item than the body",
        expected: idOf(item),
        got: located,
      });
}

/** Whether a read shows what was written last, and what else is kept. A server may take a moment until it does. */
export function readWrong(
  steps: Steps,
  item: Item,
  written: Written,
  when: string,
  kept: Written = new Map(),
): Promise<StateViolation | undefined> {
  return steps.settled(async () => {
    const exchange = await steps.read(item, `a read ${when}`);
    if (!exchange) return undefined;
    if (statusOf(exchange) >= 400 && statusOf(exchange) < 500)
      return wrongStatus(
        writeNotStored,
        exchange,
        `a read ${when} responded with ${statusOf(exchange)}`,
        "2xx: the item was created, and not deleted",
      );
    if (!succeeded(exchange)) return undefined;
    const shown = shownBy(exchange);
    const changed = steps.changed(written, shown);
    if (changed) return changedValue(writeNotStored, exchange, changed, when);
    const others = new Map([...kept].filter(([name]) => !written.has(name)));
    const lost = steps.changed(others, shown);
    if (lost) return changedValue(otherStateChanged, exchange, lost, `${when}, which was not about it`);
    const id = idShown(steps.resource, shown);
    if (id !== undefined && id !== idOf(item)) return otherItem(exchange, item, id);
    return timeWrong(steps, item, exchange, when);
  });
}

function otherItem(exchange: Exchange, item: Item, id: string): StateViolation {
  return violation(otherStateChanged, exchange, {
    title: "the response shows the id of another item",
    expected: idOf(item),
    got: id,
  });
}

/** A time of creation that is not that of the response to the create, or of the read before. */
function timeWrong(steps: Steps, item: Item, exchange: Exchange, when: string): StateViolation | undefined {
  const now = timesOfCreation(exchange);
  const earlier: [Exchange, precision: number][] = [
    [item.created, precision],
    [steps.firstRead(item, exchange), 1],
  ];
  for (const [before, precision] of earlier) {
    for (const [name, time] of Object.entries(timesOfCreation(before))) {
      const shown = now[name] ?? time;
      if (Math.abs(shown - time) >= precision)
        return violation(otherStateChanged, exchange, {
          title: `${name}: the time of creation changed ${when}`,
          expected: new Date(time).toISOString(),
          got: new Date(shown).toISOString(),
        });
    }
  }
  return undefined;
}

/** Names of properties that hold the time at which an item was created. */
const created = /^(created|inserted|creation)(_?(at|on|date|time|timestamp))?$/i;

/** The times of creation that a response shows, in milliseconds, by the name of their property. */
function timesOfCreation(exchange: Exchange): Record<string, number> {
  const times = propertiesShown(exchange)
    .filter(([name, value]) => created.test(name) && typeof value === "string")
    .map(([name, value]): [string, number] => [name, Date.parse(String(value))]);
  return Object.fromEntries(times.filter(([, time]) => !Number.isNaN(time)));
}

/** Whether other items are still as they were created. */
export async function neighboursWrong(
  steps: Steps,
  neighbours: readonly Item[],
  when: string,
): Promise<StateViolation | undefined> {
  for (const neighbour of neighbours) {
    const found = await readWrong(steps, neighbour, steps.written(neighbour.created), when);
    if (found) return { ...found, check: otherStateChanged };
  }
  return undefined;
}

/** Whether the lists have an item, once and as it was written. */
export async function listsWrong(
  steps: Steps,
  item: Item,
  written: Written,
  when: string,
): Promise<StateViolation | undefined> {
  for (const operation of steps.resource.lists) {
    const found = await steps.settled(async () => {
      const list = await readList(steps, item, operation);
      if (!list) return undefined;
      const wrong = showsIds(steps, list) ? membersWrong(steps, steps.besides(item), list, when) : undefined;
      const entry = list.entries.find((shown) => idShown(steps.resource, shown) === idOf(item));
      if (wrong || !entry) return wrong;
      const changed = steps.changed(written, entry, true);
      return changed && changedValue(writeNotStored, list.exchange, changed, `in a list ${when}`);
    });
    if (found) return found;
  }
  return undefined;
}

/** Whether a list misses one of the items that it must have, or has one twice. */
export function membersWrong(
  steps: Steps,
  items: readonly Item[],
  list: WholeList,
  when: string,
): StateViolation | undefined {
  const ids = list.entries.map((shown) => idShown(steps.resource, shown));
  const countOf = (item: Item) => ids.filter((id) => id === idOf(item)).length;
  const wrong = (title: string, expected: string, got: string) =>
    violation(listWrong, list.exchange, { title: `${title} ${when}`, expected, got });
  if (items.some((item) => countOf(item) > 1))
    return wrong("a list has an item twice", "each item once", "two entries with one id");
  const total = totalIn(list.exchange);
  if (total !== undefined && total < new Set(ids).size)
    return wrong("a list says that it has fewer items than it shows", `${ids.length} at least`, String(total));
  return list.isWhole && items.some((item) => countOf(item) === 0)
    ? wrong("a list misses an item", "an item that was created, and not deleted", "the whole list without it")
    : undefined;
}

/** How many items a list with pages says that there are in all; without pages, a total may be a sum. */
function totalIn(exchange: Exchange): number | undefined {
  if (Object.keys(pagingOf(exchange.testCase.operation)).length === 0) return undefined;
  const [, total] =
    propertiesShown(exchange).find(([name]) => /^total(_?(count|items|elements|results|records))?$/i.test(name)) ?? [];
  return typeof total === "number" ? total : undefined;
}

/** Whether the entries of a list show ids at all. */
function showsIds(steps: Steps, { entries }: WholeList): boolean {
  return entries.every((shown) => idShown(steps.resource, shown) !== undefined);
}
