/** Sequences of writes that must change nothing. */
import { isDeepStrictEqual } from "node:util";
import { hasResponse, type Operation } from "../../../openapi/operation.ts";
import { at, isObject, putAt } from "../../../openapi/pointer.ts";
import { refusedButChanged } from "../../check/wrong-state/refused-but-changed.ts";
import { CANARY, type GenerationContext } from "../../generate/context.ts";
import { fullestBody, smallestBody } from "../../generate/request/body.ts";
import { ownPlaces } from "../items/body-values.ts";
import type { Item } from "../items/item.ts";
import { otherBody, requestValues } from "../items/request-values.ts";
import { hasItems, statusOf, succeeded } from "../items/response-values.ts";
import { readWrong } from "../steps/comparison.ts";
import type { Sequence } from "../steps/sequence.ts";
import type { Steps } from "../steps/steps.ts";
import { readList } from "../steps/whole-list.ts";
import type { Written } from "../steps/written-values.ts";
import { changesOf } from "./change.ts";
import { createOf } from "./create.ts";

/** Bodies with one invalid property, at most. */
const mostInvalid = 3;

/** A body with valid new values and one that is not valid, and the constraint that this one violates. */
interface InvalidBody {
  readonly title: string;
  readonly pointer: string;
  readonly body: object;
}

/** Bodies with one invalid value each: a server that stores one property after the other keeps some of the others. */
function invalidBodies(context: GenerationContext): InvalidBody[] {
  const values = requestValues(context);
  const valid = values?.in(otherBody(context, fullestBody(context)));
  if (!values || !valid) return [];
  const wrong: [string, unknown][] = [
    ["an object", { [CANARY]: CANARY }],
    ["an array", [[CANARY]]],
  ];
  const properties = [...values.properties].filter(([name]) => name in valid).reverse();
  return properties.slice(0, mostInvalid).flatMap(([name, { typePointer: pointer }]) => {
    const { [name]: _, ...others } = valid;
    const found = wrong.find(([, value]) => !values.bodyOf({ ...others, [name]: value }));
    if (!found) return [];
    return [{ title: `${name}: ${found[0]}`, pointer, body: values.wrap({ ...others, [name]: found[1] }) }];
  });
}

export const refused: Sequence = {
  name: "refused",
  title: "a refused write, and a read",
  operationOf: (resource) =>
    resource.read && hasItems(resource) ? (changesOf(resource)[0] ?? createOf(resource)) : createOf(resource),
  run: async (steps) => {
    const item = await steps.create();
    if (!item) return undefined;
    let written = steps.written(item.created);
    for (const operation of changesOf(steps.resource)) {
      const stale = await staleVersion(steps, item, operation);
      if (stale) written = stale.written;
      for (const invalid of [...invalidBodies(steps.contextOf(operation)), ...(stale ? [stale] : [])]) {
        const exchange = await steps.send(item, operation, { ...invalid, expects: "refused" });
        if (statusOf(exchange) < 400 || statusOf(exchange) >= 500) continue;
        const when = `after a ${operation.method} that was refused with ${statusOf(exchange)}`;
        const found = await readWrong(steps, item, written, when);
        if (found) return { ...found, check: refusedButChanged };
      }
    }
    await createRefused(steps, item);
    return undefined;
  },
};

/** A write with a version from before another write, where each write must name the version that it changes. */
async function staleVersion(
  steps: Steps,
  item: Item,
  operation: Operation,
): Promise<(InvalidBody & { readonly written: Written }) | undefined> {
  const context = steps.contextOf(operation);
  const { version = "" } = ownPlaces(context, steps.resource);
  const isDocumented = [409, 412].some((status) => hasResponse(operation, status));
  const body = fullestBody(context);
  if (version === "" || !isDocumented || at(smallestBody(context), version) === undefined || !isObject(body))
    return undefined;
  const first = await steps.send(item, operation, { title: "a write with its version", body });
  const second = await steps.send(item, operation, {
    title: "a write with the next version",
    body: otherBody(context, body),
  });
  const [before, now] = [first, second].map(({ sent }) => at(sent?.body, version));
  if (!succeeded(first) || !succeeded(second) || isDeepStrictEqual(before, now)) return undefined;
  const stale = structuredClone(body);
  putAt(stale, version, before);
  const { pointer } = operation;
  return { title: "a version from before another write", pointer, body: stale, written: steps.written(second) };
}

/** Sends creates that must be refused, and reads the lists: the check of each response finds what they show of them. */
async function createRefused(steps: Steps, item: Item): Promise<void> {
  const create = steps.resource.sources.find(({ isChosen }) => !isChosen)?.operation;
  if (!create) return;
  for (const invalid of invalidBodies(steps.contextOf(create)))
    await steps.send(item, create, { ...invalid, expects: "refused" });
  for (const list of steps.resource.lists) await readList(steps, item, list);
}
