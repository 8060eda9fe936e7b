/** Sequences of PUT and PATCH. */
import { isDeepStrictEqual } from "node:util";
import { partition } from "../../../lists.ts";
import type { Operation } from "../../../openapi/operation.ts";
import { tokensOf } from "../../../openapi/pointer.ts";
import type { Resource } from "../../../openapi/resources/resources.ts";
import type { Schema } from "../../../openapi/schema.ts";
import { short } from "../../check/words.ts";
import { writeNotStored } from "../../check/wrong-state/write-not-stored.ts";
import { fullestBody, smallestBody } from "../../generate/request/body.ts";
import { isReference } from "../../values/inputs.ts";
import { emptyValues, otherValue } from "../../values/other-value.ts";
import { ownPlaces } from "../items/body-values.ts";
import type { Item } from "../items/item.ts";
import { emptyBody, otherBody, requestValues } from "../items/request-values.ts";
import { hasItems, propertyOf, shownBy, succeeded } from "../items/response-values.ts";
import { listsWrong, neighboursWrong, readWrong, responseWrong } from "../steps/comparison.ts";
import { type Sequence, violation } from "../steps/sequence.ts";
import type { StateViolation, Steps } from "../steps/steps.ts";
import type { Written } from "../steps/written-values.ts";

/** The writes of a resource that take a body. */
export function changesOf({ replace, update }: Resource): Operation[] {
  return [replace, update].filter((operation) => operation !== undefined).filter(({ body }) => body !== undefined);
}

/** Properties that are changed alone, at most. */
const mostProperties = 8;

interface WriteStep {
  readonly item: Item;
  readonly operation: Operation;
  readonly body: unknown;
  /** What was written before and must stay. */
  readonly kept: Written;
  readonly when: string;
}

/** Sends a write, and looks whether its response and a read show it; what else was written stays. */
async function writeWrong(
  steps: Steps,
  { item, operation, body, kept, when }: WriteStep,
): Promise<{ readonly found?: StateViolation | undefined; readonly written: Written }> {
  const exchange = await steps.send(item, operation, { title: when, body });
  if (!succeeded(exchange)) return { written: new Map() };
  const written = steps.written(exchange);
  const found =
    responseWrong(steps, item, exchange, written) ?? (await readWrong(steps, item, written, `after ${when}`, kept));
  return { found, written };
}

const nothing: Written = new Map();

/** PUT replaces: what it wrote is there, and so is what the next one writes; other items stay as they are. */
export const replaced: Sequence = {
  name: "replaced",
  title: "a PUT, a read, and a PUT again",
  operationOf: (resource) => (resource.read && hasItems(resource) ? resource.replace : undefined),
  run: async (steps, operation) => {
    const { item, neighbours } = await steps.createWithNeighbours();
    if (!item) return undefined;
    const context = steps.contextOf(operation);
    const full = fullestBody(context);
    const bodies = {
      "a PUT": otherBody(context, full),
      "a second PUT": full,
      "a smaller PUT": smallestBody(context),
      "a PUT of empty values": emptyBody(context, full, (value) => value !== null),
      "a PUT of null": emptyBody(context, full, (value) => value === null),
    };
    let before = nothing;
    for (const [when, body] of Object.entries(bodies)) {
      if (body === full && when !== "a second PUT") continue;
      const { found, written } = await writeWrong(steps, { item, operation, body, kept: nothing, when });
      const kept = when === "a smaller PUT" && !found ? await keptByPut(steps, item, before, written) : undefined;
      if (found || kept) return found ?? kept;
      before = written;
    }
    return neighboursWrong(steps, neighbours, "after a PUT of another item");
  },
};

/** A property that a PUT has left out, and that is still shown as before, in place of its stated default. */
async function keptByPut(
  steps: Steps,
  item: Item,
  before: Written,
  written: Written,
): Promise<StateViolation | undefined> {
  const leftOut = [...before].filter(([name, { value, schema }]) => {
    const byDefault = schema.keyword("default");
    return byDefault !== undefined && !isDeepStrictEqual(value, byDefault) && !written.has(name);
  });
  if (written.size === 0 || leftOut.length === 0) return undefined;
  return steps.settled(async () => {
    const exchange = await steps.read(item, "a read after a smaller PUT");
    if (!exchange) return undefined;
    const shown = shownBy(exchange);
    const isKept = (entry: (typeof leftOut)[number]) =>
      propertyOf(shown, entry[0]) !== undefined && !steps.changed(new Map([entry]), shown);
    const [name] = leftOut.find(isKept) ?? [];
    if (name === undefined) return undefined;
    return violation(writeNotStored, exchange, {
      title: `${name}: a PUT without it keeps its value`,
      expected: "the item as the PUT has it",
      got: short(propertyOf(shown, name)),
    });
  });
}

/** PATCH changes the properties that it has, and no other. */
export const updated: Sequence = {
  name: "updated",
  title: "a PATCH of each property alone, and a read",
  operationOf: (resource) => (resource.read && hasItems(resource) ? resource.update : undefined),
  run: async (steps, operation) => {
    const { item, neighbours } = await steps.createWithNeighbours();
    if (!item) return undefined;
    const context = steps.contextOf(operation);
    const values = requestValues(context);
    const full = values?.in(fullestBody(context)) ?? {};
    const least = values?.in(smallestBody(context)) ?? {};
    let written: Written = steps.written(item.created);
    const own = Object.values(ownPlaces(context, steps.resource)).map((place) => tokensOf(place ?? "").at(-1));
    const named = [...(values?.properties ?? [])].filter(([name]) => !own.includes(name)).slice(0, mostProperties);
    const [free, others] = partition(named, ([, property]) => isFree(property));
    // The first is changed again each time that others have values that they are not reset to by default.
    const again = free.slice(0, 1);
    for (const [name, property] of [...free, ...again, ...others, ...(others.length > 0 ? again : [])]) {
      if (isReference(context.inputs, name, property) || !(name in full)) continue;
      // The last value is none that a server may reset to.
      const other = otherValue(context.inputs, property, full[name]);
      const changes = [other, ...emptyValues(context.inputs, property), other];
      for (const value of changes) {
        if (value === undefined) continue;
        const changed = values?.bodyOf({ [name]: value }) ?? values?.bodyOf({ ...least, [name]: value });
        if (!changed) continue;
        const kept = isFree(property) ? written : nothing;
        const result = await writeWrong(steps, { item, operation, body: changed, kept, when: `a PATCH of ${name}` });
        if (result.found) return result.found;
        const mayChangeOthers = result.written.size > 0 && !isFree(property);
        written = new Map([...(mayChangeOthers ? [] : written), ...result.written]);
      }
    }
    const listed = await listsWrong(steps, item, written, "after a PATCH");
    return listed ?? neighboursWrong(steps, neighbours, "after a PATCH of another item");
  },
};

/** Whether the value of a property has no meaning for a server, by which it may change other properties. */
function isFree(property: Schema): boolean {
  return !property.types.includes("boolean") && property.keyword("enum") === undefined;
}
