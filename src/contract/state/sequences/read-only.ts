/** Sequences of writes with values of properties that the server alone sets. */
import { isDeepStrictEqual } from "node:util";
import type { Operation } from "../../../openapi/operation.ts";
import { at, child } from "../../../openapi/pointer.ts";
import { objectsWithin } from "../../../openapi/resources/envelopes.ts";
import type { Schema } from "../../../openapi/schema.ts";
import { short } from "../../check/words.ts";
import { readOnlyWritten } from "../../check/wrong-state/read-only-written.ts";
import type { GenerationContext } from "../../generate/context.ts";
import { fullestBody, smallestBody } from "../../generate/request/body.ts";
import type { Exchange } from "../../transport/exchange.ts";
import { otherValue } from "../../values/other-value.ts";
import type { Item } from "../items/item.ts";
import { requestValues } from "../items/request-values.ts";
import { hasItems, type Shown, shownBy, succeeded } from "../items/response-values.ts";
import { type Sequence, violation } from "../steps/sequence.ts";
import type { StateViolation, Steps } from "../steps/steps.ts";
import { changesOf } from "./change.ts";
import { createOf } from "./create.ts";

/** A property that the server alone sets, and where it stands. */
interface ReadOnly {
  readonly name: string;
  readonly schema: Schema;
  readonly place: string;
}

/** The `readOnly` properties that a read shows. */
function readOnlyOf({ schema }: Shown): ReadOnly[] {
  const objects = schema ? objectsWithin(schema) : [];
  return objects.flatMap(({ place, schema: object }) =>
    [...object.properties].flatMap(([name, property]) =>
      !property.isIn("request") ? [{ name, schema: property, place }] : [],
    ),
  );
}

export const readOnlyProperties: Sequence = {
  name: "read-only",
  title: "a write of readOnly properties, and a read",
  operationOf: (resource) =>
    resource.read && hasItems(resource) ? (changesOf(resource)[0] ?? createOf(resource)) : undefined,
  run: async (steps) => {
    const { sources } = steps.resource;
    const item = await steps.create();
    const before = item && (await steps.read(item));
    if (!before || !succeeded(before)) return undefined;
    const shown = shownBy(before);
    const properties = readOnlyOf(shown);
    for (const operation of changesOf(steps.resource)) {
      const found = await forgedWrong(steps, properties, shown.body, operation, async (body) => {
        const exchange = await steps.send(item, operation, { title: "values of readOnly properties", body });
        return succeeded(exchange) ? { item, exchange } : undefined;
      });
      if (found) return found;
    }
    const create = sources.find(({ isChosen }) => !isChosen)?.operation;
    return (
      create &&
      forgedWrong(steps, properties, shown.body, create, async (body) => {
        const created = await steps.create(body);
        return created && { item: created, exchange: created.created };
      })
    );
  },
};

/** Whether a read shows a value that a write forged. */
async function forgedWrong(
  steps: Steps,
  properties: readonly ReadOnly[],
  before: unknown,
  operation: Operation,
  send: (body: object) => Promise<{ readonly item: Item; readonly exchange: Exchange } | undefined>,
): Promise<StateViolation | undefined> {
  const context = steps.contextOf(operation);
  const values = requestValues(context);
  const base = values?.in(operation.method === "PATCH" ? smallestBody(context) : fullestBody(context));
  if (!values || !base) return undefined;
  const forged = properties.flatMap(({ name, schema, place }) => {
    const value = forgedValue(context, schema, at(before, child(place, name)));
    const isAllowed = values.schema.properties.has(name) || values.schema.keyword("additionalProperties") !== false;
    return value === undefined || name in base || !isAllowed ? [] : [{ name, place, value }];
  });
  if (forged.length === 0) return undefined;
  const write = await send(
    values.wrap({ ...base, ...Object.fromEntries(forged.map(({ name, value }) => [name, value])) }),
  );
  if (!write) return undefined;
  const exchange = await steps.read(write.item, "a read after a write of readOnly properties");
  if (!exchange || !succeeded(exchange)) return undefined;
  const sent = values.in(write.exchange.sent?.body);
  const taken = forged.find(({ name, place }) =>
    isTaken(at(sent, child("", name)), at(exchange.json?.value, child(place, name))),
  );
  return taken
    ? violation(readOnlyWritten, exchange, {
        title: `${taken.name}: ${operation.id} took the value of a readOnly property from the request`,
        expected: `${taken.name}: the server's to set`,
        got: short(at(sent, child("", taken.name))),
      })
    : undefined;
}

/** A value that the server would not choose itself. */
function forgedValue(context: GenerationContext, schema: Schema, before: unknown): unknown {
  if (schema.keyword("format") === "date-time") return "2001-02-03T04:05:06Z";
  const isNumber = schema.types.some((type) => type === "integer" || type === "number");
  const number = isNumber && context.inputs.validator.accepts(schema, 987654321) ? 987654321 : undefined;
  return number ?? otherValue(context.inputs, schema, before);
}

function isTaken(forged: unknown, shown: unknown): boolean {
  if (typeof forged !== "string" || typeof shown !== "string") return isDeepStrictEqual(forged, shown);
  return shown === forged || (/^\d{4}-\d\d-\d\dT/.test(forged) && Date.parse(forged) === Date.parse(shown));
}
