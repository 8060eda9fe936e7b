/** Sequences of creates. */

import type { Operation } from "../../../openapi/operation.ts";
import type { Resource } from "../../../openapi/resources/resources.ts";
import { otherStateChanged } from "../../check/wrong-state/other-state-changed.ts";
import type { GenerationContext } from "../../generate/context.ts";
import { fullestBody, smallestBody } from "../../generate/request/body.ts";
import { type Item, idOf } from "../items/item.ts";
import { emptyBody, otherBody, unusualBody } from "../items/request-values.ts";
import { listsWrong, locationWrong, readWrong, responseWrong } from "../steps/comparison.ts";
import { type Sequence, violation } from "../steps/sequence.ts";
import type { StateViolation, Steps } from "../steps/steps.ts";

/** Items that are created at the same time. */
const atOnce = 5;

/** The operation that creates the items of a resource, if something shows them. */
export function createOf({ sources, read, lists }: Resource): Operation | undefined {
  return read || lists.length > 0 ? sources[0]?.operation : undefined;
}

/** What is created with a body is what the response, a read and the lists show. */
async function createWrong(steps: Steps, body: unknown, when: string): Promise<StateViolation | undefined> {
  const item = (await steps.create(body)) ?? (await steps.create());
  if (!item) return undefined;
  const written = steps.written(item.created);
  return (
    responseWrong(steps, item, item.created, written) ??
    (await locationWrong(steps, item)) ??
    (await readWrong(steps, item, written, when)) ??
    (await listsWrong(steps, item, written, when))
  );
}

const sequence = (name: string, title: string, bodiesOf: (context: GenerationContext) => unknown[]): Sequence => ({
  name,
  title,
  operationOf: createOf,
  run: async (steps, operation) => {
    for (const body of bodiesOf(steps.contextOf(operation))) {
      const found = await createWrong(steps, body, `after ${title}`);
      if (found) return found;
    }
    return undefined;
  },
});

/** Items that are created at the same time have ids and values of their own. */
const manyAtOnce: Sequence = {
  name: "many-at-once",
  title: "creates and reads at the same time",
  operationOf: createOf,
  run: async (steps) => {
    const first = await steps.create();
    if (!first) return undefined;
    const more = await Promise.all(Array.from({ length: atOnce }, () => steps.create()));
    const items = [first, ...more.filter((item) => item !== undefined)];
    const again = items.find((item, index) => items.findIndex((other) => other.path === item.path) < index);
    if (again) return sameId(again);
    const found = await Promise.all(
      items.map((item) => readWrong(steps, item, steps.written(item.created), "after creates at the same time")),
    );
    return found.find((violation) => violation !== undefined);
  },
};

function sameId(item: Item): StateViolation {
  return violation(otherStateChanged, item.created, {
    title: "two creates got the same id",
    expected: "an id that no other item has",
    got: idOf(item),
  });
}

/** Full bodies with empty values, and with null. */
function emptyBodies(context: GenerationContext): unknown[] {
  const full = fullestBody(context);
  return [emptyBody(context, full, (value) => value !== null), emptyBody(context, full, (value) => value === null)];
}

export const createSequences: readonly Sequence[] = [
  sequence("every-property", "a create with every property", (context) => [
    fullestBody(context),
    otherBody(context, fullestBody(context)),
  ]),
  sequence("the-smallest-body", "a create with the smallest body", (context) => [smallestBody(context)]),
  sequence("unusual-texts", "a create with long text, and with text of unusual characters", (context) => [
    unusualBody(context, fullestBody(context), "long"),
    unusualBody(context, fullestBody(context), "special"),
  ]),
  sequence("empty-values", "a create with false, 0, empty text and null", emptyBodies),
  manyAtOnce,
];
