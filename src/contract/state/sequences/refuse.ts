/** Sequences of writes that must change nothing, or not what they name. */
import { isDeepStrictEqual } from "node:util";
import { hasResponse, type Operation } from "../../../openapi/operation.ts";
import { at, child, isObject, putAt } from "../../../openapi/pointer.ts";
import { objectsWithin } from "../../../openapi/resources/envelopes.ts";
import type { Resource } from "../../../openapi/resources/resources.ts";
import type { Schema } from "../../../openapi/schema.ts";
import { short } from "../../check/words.ts";
import { readOnlyWritten } from "../../check/wrong-state/read-only-written.ts";
import { refusedButChanged } from "../../check/wrong-state/refused-but-changed.ts";
import { CANARY, type GenerationContext } from "../../generate/context.ts";
import { fullestBody, smallestBody } from "../../generate/request/body.ts";
import type { Exchange } from "../../transport/exchange.ts";
import { otherValue } from "../../values/other-value.ts";
import { ownPlaces } from "../body-values.ts";
import { readWrong } from "../comparison.ts";
import type { Item } from "../item.ts";
import { otherBody, requestValues } from "../request-values.ts";
import { hasItems, type Shown, shownBy, statusOf, succeeded } from "../response-values.ts";
import { type Sequence, violation } from "../sequence.ts";
import type { StateViolation, Steps } from "../steps.ts";
import { readList } from "../whole-list.ts";
import type { Written } from "../written-values.ts";
import { createOf } from "./create.ts";

/** Bodies with one invalid property, at most. */
const mostInvalid = 3;

/** The writes of a resource that take a body. */
const changesOf = ({ replace, update }: Resource): Operation[] =>
  [replace, update].filter((operation) => operation?.body !== undefined) as Operation[];

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

const refused: Sequence = {
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
        const found = await readWrong(steps, item, { written }, when);
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

/** A property that the server alone sets, and where it stands. */
interface ReadOnly {
  readonly name: string;
  readonly schema: Schema;
  readonly place: string;
}

/** The `readOnly` properties that a read shows. */
function readOnlyOf(read: Operation, { schema }: Shown): ReadOnly[] {
  const objects = schema ? objectsWithin(schema) : [];
  return objects.flatMap(({ place, schema: object }) =>
    [...object.properties].flatMap(([name, property]) =>
      !property.isIn("request") && read.responses.length > 0 ? [{ name, schema: property, place }] : [],
    ),
  );
}

const forged: Sequence = {
  name: "read-only",
  title: "a write of readOnly properties, and a read",
  operationOf: (resource) =>
    resource.read && hasItems(resource) ? (changesOf(resource)[0] ?? createOf(resource)) : undefined,
  run: async (steps) => {
    const { read, sources } = steps.resource;
    const item = await steps.create();
    if (!item || !read) return undefined;
    const before = await steps.send(item, read, { title: "a read" });
    const shown = shownBy(before);
    const properties = succeeded(before) ? readOnlyOf(read, shown) : [];
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
  const { read } = steps.resource;
  if (!read || !values || !base || properties.length === 0) return undefined;
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
  const exchange = await steps.send(write.item, read, { title: "a read after a write of readOnly properties" });
  const sent = values.in(write.exchange.sent?.body);
  const taken = forged.find(({ name, place }) =>
    isTaken(at(sent, child("", name)), at(exchange.json?.value, child(place, name))),
  );
  return taken && succeeded(exchange)
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

export const refuseSequences: readonly Sequence[] = [refused, forged];
