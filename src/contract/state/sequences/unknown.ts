/** Sequences of ids that name nothing, or something that stands elsewhere. */
import { randomInt, randomUUID } from "node:crypto";
import { hasResponse, type Operation, type Parameter } from "../../../openapi/operation.ts";
import { pathUpTo } from "../../../openapi/resources/paths.ts";
import { mayCreate, type Resource, type Resources } from "../../../openapi/resources/resources.ts";
import type { Schema } from "../../../openapi/schema.ts";
import { unknownFound } from "../../check/wrong-state/unknown-found.ts";
import { CANARY, type GenerationContext } from "../../generate/context.ts";
import { smallestBody } from "../../generate/request/body.ts";
import { keyOf } from "../../generate/request/serialization.ts";
import type { Exchange } from "../../transport/exchange.ts";
import { randomOf } from "../items/body-values.ts";
import { type Item, idOf } from "../items/item.ts";
import { shownBy, statusOf, succeeded } from "../items/response-values.ts";
import { idShown, type Sequence, wrongStatus } from "../steps/sequence.ts";
import type { StateViolation, Steps } from "../steps/steps.ts";
import { readList } from "../steps/whole-list.ts";

/** What may be done with an item, other than deleting it, and creates nothing. */
function usesOf({ read, replace, update, actions }: Resource): Operation[] {
  const others = [replace, ...actions].filter((operation) => operation !== undefined && !mayCreate(operation));
  return [read, update, ...others].filter((operation) => operation !== undefined);
}

/** An id like those that exist, and that nothing has. */
function unknownId({ inputs }: GenerationContext, schema: Schema, known: string): unknown {
  // Ids are often counted up: none that comes much later is there yet.
  const number = Number(known) + randomInt(100_000, 1_000_000);
  const isUuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(known);
  const isNumber = /^\d+$/.test(known);
  const like = known.replaceAll(/[a-z]/g, (letter) => (letter === "z" ? "y" : "z"));
  const candidates = isUuid
    ? [randomUUID()]
    : isNumber
      ? [number, String(number)]
      : [`${known}${CANARY}`, like, CANARY, randomOf(inputs, schema)];
  return candidates.find((value) => value !== undefined && value !== known && inputs.validator.accepts(schema, value));
}

export const unknownItem: Sequence = {
  name: "unknown-id",
  title: "requests about an id that names nothing",
  operationOf: (resource) => (resource.sources.length > 0 ? usesOf(resource)[0] : undefined),
  run: async (steps) => {
    const item = await steps.create();
    if (!item) return undefined;
    for (const operation of usesOf(steps.resource)) {
      const context = steps.contextOf(operation);
      const parameter = operation.parameters.find(({ name }) => pathUpTo(operation.path, name) === steps.resource.path);
      const id = parameter && unknownId(context, parameter.schema, idOf(item));
      if (!parameter || id === undefined) continue;
      const body = operation.body && smallestBody(context);
      const parameters = { [keyOf(parameter)]: id };
      const exchange = await steps.send(item, operation, { title: "an id that names nothing", body, parameters });
      if (succeeded(exchange))
        return wrongStatus(
          unknownFound,
          exchange,
          `${operation.id}: an id that names nothing responded with ${statusOf(exchange)}`,
          "404",
        );
    }
    return undefined;
  },
};

/** The operations about an item, or a list of them, whose path names a parent; and the parameter for the nearest one. */
function inParents(resource: Resource, resources: Resources) {
  const { remove, lists, sources, path } = resource;
  const operations = sources.length === 0 ? [] : [...usesOf(resource), remove, ...lists];
  return operations.flatMap((operation) => {
    const parameter = operation && resources.created(operation).findLast(({ name }) => isAbove(path, operation, name));
    return parameter ? [{ operation, parameter }] : [];
  });
}

function isAbove(path: string, operation: Operation, parameter: string): boolean {
  const start = pathUpTo(operation.path, parameter);
  return start !== path && path.startsWith(`${start}/`);
}

export const otherParent: Sequence = {
  name: "other-parent",
  title: "requests about an item under another parent",
  operationOf: (resource, resources) => inParents(resource, resources)[0]?.operation,
  run: async (steps) => {
    const { lists } = steps.resource;
    const item = await steps.create();
    const nested = inParents(steps.resource, steps.resources);
    const [first] = nested;
    const parent = first && (await steps.createParent(first.operation, first.parameter));
    if (!item || !parent) return undefined;
    const moved: Item = { ...item, values: new Map([...item.values, ...parent.values]) };
    for (const { operation } of nested) {
      if (lists.includes(operation)) {
        const list = await readList(steps, moved, operation);
        if (list?.entries.some((shown) => idShown(steps.resource, shown) === idOf(item)))
          return misplaced(list.exchange, "a list of another parent shows the item");
        continue;
      }
      const body = operation.body && smallestBody(steps.contextOf(operation));
      const exchange = await steps.send(moved, operation, {
        title: `a ${operation.method} under another parent`,
        body,
      });
      if (succeeded(exchange) && (operation.method !== "DELETE" || (await isGone(steps, item))))
        return misplaced(exchange, `${operation.id}: an item was found under another parent`);
    }
    return undefined;
  },
};

/** Whether a DELETE under another parent has deleted an item. */
async function isGone(steps: Steps, item: Item): Promise<boolean> {
  const exchange = await steps.read(item);
  if (exchange) return statusOf(exchange) === 404;
  const [operation] = steps.resource.lists;
  const list = operation && (await readList(steps, item, operation));
  return list?.isWhole === true && list.entries.every((shown) => idShown(steps.resource, shown) !== idOf(item));
}

const misplaced = (exchange: Exchange, title: string): StateViolation =>
  wrongStatus(unknownFound, exchange, title, "404: it stands in another parent");

/** The creates and lists in a parent, and the read of a single thing, where the description says that it may be missing. */
function inMissableParent({ sources, lists, read, parameter }: Resource): Operation[] {
  const reads = sources.length === 0 && !parameter && read ? [read] : [];
  return [...sources.map(({ operation }) => operation), ...lists, ...reads].filter((operation) =>
    hasResponse(operation, 404),
  );
}

/** The parameter of an operation's path that names the parent of its items. */
function parentIn(operation: Operation, { path }: Resource, resources: Resources): Parameter | undefined {
  return resources.created(operation).findLast(({ name }) => pathUpTo(operation.path, name) !== path);
}

export const unknownParent: Sequence = {
  name: "unknown-parent",
  title: "a create, a list and a read in a parent that does not exist",
  operationOf: (resource, resources) =>
    inMissableParent(resource).find((operation) => parentIn(operation, resource, resources)),
  run: async (steps) => {
    for (const operation of inMissableParent(steps.resource)) {
      const parameter = parentIn(operation, steps.resource, steps.resources);
      const parent = parameter && (await steps.createParent(operation, parameter));
      const context = steps.contextOf(operation);
      const id = parent && unknownId(context, parameter.schema, idOf(parent));
      if (!parent || id === undefined) continue;
      const exchange = await steps.send(parent, operation, {
        title: unknownParent.title,
        body: smallestBody(context),
        parameters: { [keyOf(parameter)]: id },
      });
      if (succeeded(exchange) && shownBy(exchange).body !== undefined)
        return wrongStatus(
          unknownFound,
          exchange,
          `${operation.id}: a parent that does not exist responded with ${statusOf(exchange)}`,
          "404, which the description documents",
        );
    }
    return undefined;
  },
};
