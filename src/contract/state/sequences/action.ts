/** Sequences of actions on an item, such as `/payments/{id}/capture`. */
import { isDeepStrictEqual } from "node:util";
import { type Operation, successSchemas } from "../../../openapi/operation.ts";
import { isSameSchema } from "../../../openapi/resources/envelopes.ts";
import { short } from "../../check/words.ts";
import { otherStateChanged } from "../../check/wrong-state/other-state-changed.ts";
import { writeNotStored } from "../../check/wrong-state/write-not-stored.ts";
import { smallestBody } from "../../generate/request/body.ts";
import type { Exchange } from "../../transport/exchange.ts";
import { propertiesShown, shownBy, succeeded } from "../items/response-values.ts";
import { readWrong, responseWrong } from "../steps/comparison.ts";
import { type Sequence, violation } from "../steps/sequence.ts";
import type { StateViolation, Steps } from "../steps/steps.ts";

export const actions: Sequence = {
  name: "actions",
  title: "actions on an item, and reads",
  operationOf: ({ actions, read, sources }) => (read && sources.length > 0 ? actions[0] : undefined),
  run: async (steps) => {
    for (const operation of steps.resource.actions) {
      const found = await actionWrong(steps, operation);
      if (found) return found;
    }
    return undefined;
  },
};

/** Whether what the response to an action shows is not what a read shows, or another item changes in the same way. */
async function actionWrong(steps: Steps, operation: Operation): Promise<StateViolation | undefined> {
  const { read } = steps.resource;
  const { item, neighbours } = await steps.createWithNeighbours();
  if (!read || !item) return undefined;
  const title = `a read around ${operation.id}`;
  const readAll = () => Promise.all([item, ...neighbours].map((other) => steps.send(other, read, { title })));
  const before = await readAll();
  const body = smallestBody(steps.contextOf(operation));
  const action = await steps.send(item, operation, { title: "an action", body });
  if (!succeeded(action) || !isSameSchema(successSchemas(operation)[0], successSchemas(read)[0])) return undefined;
  const changed = changesBetween(before[0], action);
  const written = steps.written(item.created);
  const shown = new Map([...written].filter((entry) => !steps.changed(new Map([entry]), shownBy(action))));
  return (
    responseWrong(steps, item, action, new Map()) ??
    (await readWrong(steps, item, shown, `after ${operation.id}`)) ??
    (await steps.settled(async () => changesWrong(action, changed, before, await readAll())))
  );
}

/** The properties that one response shows otherwise than another. */
function changesBetween(before: Exchange | undefined, after: Exchange): Map<string, unknown> {
  const first = new Map(before && propertiesShown(before));
  return new Map(
    propertiesShown(after).filter(([name, value]) => first.has(name) && !isDeepStrictEqual(value, first.get(name))),
  );
}

function changesWrong(
  action: Exchange,
  changed: ReadonlyMap<string, unknown>,
  before: readonly Exchange[],
  after: readonly Exchange[],
): StateViolation | undefined {
  const { id } = action.testCase.operation;
  for (const [index, exchange] of after.entries()) {
    if (!succeeded(exchange)) continue;
    const changes = changesBetween(before[index], exchange);
    for (const [name, value] of changed) {
      const isChanged = isDeepStrictEqual(changes.get(name), value);
      // A read may show a later state than the response did, also the first one again, but then something else has changed.
      if (index === 0 && changes.size === 0)
        return violation(writeNotStored, exchange, {
          title: `${name}: a read after ${id} shows the value from before`,
          expected: `${name} is ${short(value)}, as the response to ${id} shows`,
          got: short(new Map(propertiesShown(exchange)).get(name)),
        });
      if (index > 0 && isChanged)
        return violation(otherStateChanged, exchange, {
          title: `${name}: ${id} changed another item, too`,
          expected: "the value from before",
          got: short(value),
        });
    }
  }
  return undefined;
}
