/** Sequences of DELETE. */
import { isDeepStrictEqual } from "node:util";
import { isObject } from "../../../openapi/pointer.ts";
import { mayCreate, type Resource } from "../../../openapi/resources/resources.ts";
import { deletedButThere } from "../../check/wrong-state/deleted-but-there.ts";
import { smallestBody } from "../../generate/request/body.ts";
import type { Exchange } from "../../transport/exchange.ts";
import { type Item, idOf } from "../items/item.ts";
import { propertiesShown, statusOf, succeeded } from "../items/response-values.ts";
import { listsWrong, neighboursWrong } from "../steps/comparison.ts";
import { idShown, type Sequence, violation } from "../steps/sequence.ts";
import type { StateViolation, Steps } from "../steps/steps.ts";
import { readList } from "../steps/whole-list.ts";

/** Names of properties, and values of others, by which a read says that an item is deleted, though it is still shown. */
const saysDeleted = /delet|remov|archiv|trash|cancel|discard|inactive|disabled|closed|^false$/i;
const mayHaveState = /status|state|active|enabled/i;

export const removed: Sequence = {
  name: "deleted",
  title: "a DELETE, a read, a second DELETE, and a list",
  operationOf: ({ remove, read, lists, sources }: Resource) =>
    (read || lists.length > 0) && sources.length > 0 ? remove : undefined,
  run: async (steps, remove) => {
    const { replace, update } = steps.resource;
    const { item, neighbours } = await steps.createWithNeighbours();
    const [neighbour] = neighbours;
    if (!item) return undefined;
    const before = await steps.read(item, "a read before a DELETE");
    if (!succeeded(await steps.send(item, remove, { title: "a DELETE" }))) return undefined;
    let isShownAsDeleted = false;
    const there = await steps.settled(async () => {
      const exchange = await steps.read(item, "a read after a DELETE");
      isShownAsDeleted = exchange !== undefined && before !== undefined && isMarked(before, exchange);
      return exchange && succeeded(exchange) && !isShownAsDeleted ? found(exchange, "a read") : undefined;
    });
    if (there) return there;
    const again = await steps.send(item, remove, { title: "a second DELETE" });
    const changes = replace && mayCreate(replace) ? [update] : [replace, update];
    for (const operation of isShownAsDeleted ? [] : changes) {
      if (!operation || (operation.body && smallestBody(steps.contextOf(operation)) === undefined)) continue;
      const body = smallestBody(steps.contextOf(operation));
      const exchange = await steps.send(item, operation, { title: `a ${operation.method} after a DELETE`, body });
      if (succeeded(exchange) && statusOf(exchange) !== 201) return found(exchange, `a ${operation.method}`);
    }
    const listed = isShownAsDeleted ? undefined : await stillListed(steps, item, neighbour);
    if (listed || !neighbour || statusOf(again) >= 500) return listed;
    const written = steps.written(neighbour.created);
    return (
      (await neighboursWrong(steps, neighbours, "after a DELETE of another item")) ??
      (await listsWrong(steps, neighbour, written, "after a DELETE of another item"))
    );
  },
};

/** Whether a read after a DELETE shows that the item is deleted: servers may keep what they delete. */
function isMarked(before: Exchange, after: Exchange): boolean {
  const first = Object.fromEntries(propertiesShown(before));
  return propertiesShown(after).some(([name, value]) => {
    const says = saysDeleted.test(name) || (mayHaveState.test(name) && saysDeleted.test(String(value)));
    return says && !isDeepStrictEqual(value, first[name]);
  });
}

async function stillListed(steps: Steps, item: Item, neighbour: Item | undefined): Promise<StateViolation | undefined> {
  for (const operation of steps.resource.lists) {
    const there = await steps.settled(async () => {
      const list = await readList(steps, neighbour ?? item, operation);
      const entry = list?.entries.find((shown) => idShown(steps.resource, shown) === idOf(item));
      const isDeleted =
        isObject(entry?.body) && Object.keys(entry.body).some((name) => /delet|remov|archiv/i.test(name));
      return list && entry && !isDeleted ? found(list.exchange, "a list") : undefined;
    });
    if (there) return there;
  }
  return undefined;
}

function found(exchange: Exchange, where: string): StateViolation {
  return violation(deletedButThere, exchange, {
    title: `${where} still has an item after its DELETE succeeded`,
    expected: where === "a list" ? "the list without it" : "404 or 410",
    got: where === "a list" ? "the list with it" : String(statusOf(exchange)),
  });
}
