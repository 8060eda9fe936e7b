/** Sequences of writes with a condition on the ETag (RFC 9110, section 13). */

import { isDeepStrictEqual } from "node:util";
import { hasResponse, type Operation, type Parameter } from "../../../openapi/operation.ts";
import type { Resource } from "../../../openapi/resources/resources.ts";
import { preconditionIgnored } from "../../check/wrong-state/precondition-ignored.ts";
import { refusedButChanged } from "../../check/wrong-state/refused-but-changed.ts";
import { fullestBody } from "../../generate/request/body.ts";
import { keyOf } from "../../generate/request/serialization.ts";
import type { Exchange } from "../../transport/exchange.ts";
import type { Item } from "../items/item.ts";
import { newId } from "../items/item-request.ts";
import { otherBody } from "../items/request-values.ts";
import { etagOf, hasItems, statusOf, succeeded } from "../items/response-values.ts";
import { readWrong } from "../steps/comparison.ts";
import { type Sequence, wrongStatus } from "../steps/sequence.ts";
import type { StateViolation, Steps } from "../steps/steps.ts";

/** Writes that are sent at the same time. */
const atOnce = 3;

export const headerOf = (operation: Operation | undefined, name: string): Parameter | undefined =>
  operation?.parameters.find((parameter) => parameter.in === "header" && parameter.name.toLowerCase() === name);

/** A write with `If-Match`. */
interface Conditional {
  readonly operation: Operation;
  readonly header: Parameter;
}

/** The writes of a resource that take `If-Match`. */
export function conditionals({ replace, update, remove }: Resource): Conditional[] {
  return [update, replace, remove].flatMap((operation) => {
    const header = headerOf(operation, "if-match");
    return operation && header ? [{ operation, header }] : [];
  });
}

const isWeak = (tag: string) => tag.startsWith("W/");

/** A read, and its ETag. */
interface Tagged {
  readonly tag: string;
  readonly exchange: Exchange;
}

/** A read with an ETag; `undefined` if it has none. */
export async function readTag(steps: Steps, item: Item): Promise<Tagged | undefined> {
  const exchange = await steps.read(item, "a read of the ETag");
  const tag = exchange && succeeded(exchange) ? etagOf(exchange) : undefined;
  return exchange && tag !== undefined ? { tag, exchange } : undefined;
}

export function sendWithTag(
  steps: Steps,
  item: Item,
  { operation, header }: Conditional,
  tag: string | undefined,
  isOther: boolean,
): Promise<Exchange> {
  const context = steps.contextOf(operation);
  const full = fullestBody(context);
  const body = isOther ? otherBody(context, full) : full;
  const title = tag === undefined ? "a write without If-Match" : "a write with If-Match";
  return steps.send(item, operation, { title, body, parameters: { [keyOf(header)]: tag } });
}

export const ignored = (exchange: Exchange, title: string, expected: string): StateViolation =>
  wrongStatus(preconditionIgnored, exchange, title, expected);

export const preconditions: Sequence = {
  name: "if-match",
  title: "writes with a right, a stale, a missing and a raced ETag, and with *",
  operationOf: (resource) => {
    const { read, replace } = resource;
    const isGuarded = headerOf(replace, "if-none-match") !== undefined;
    const operation = conditionals(resource)[0]?.operation ?? (isGuarded ? replace : undefined);
    return read && hasItems(resource) ? operation : undefined;
  },
  run: async (steps) => {
    for (const conditional of conditionals(steps.resource)) {
      const found = (await staleAccepted(steps, conditional)) ?? (await racedAccepted(steps, conditional));
      if (found) return found;
    }
    return anyTagWrong(steps);
  },
};

/** A right ETag must be accepted, and a stale one not; nor a missing one, where 428 is documented. */
async function staleAccepted(steps: Steps, conditional: Conditional): Promise<StateViolation | undefined> {
  const { operation } = conditional;
  const item = await steps.create();
  const [change = conditional] = conditionals(steps.resource).filter((other) => other.operation.method !== "DELETE");
  const first = item && (await readTag(steps, item));
  if (!item || !first) return undefined;
  if (hasResponse(operation, 428)) {
    const exchange = await sendWithTag(steps, item, conditional, undefined, true);
    if (succeeded(exchange))
      return ignored(
        exchange,
        `${operation.id}: a missing If-Match was accepted`,
        "428, which the description documents",
      );
  }
  const write = await sendWithTag(steps, item, change, first.tag, true);
  // A weak ETag never matches If-Match (RFC 9110, section 13.1.1).
  if (statusOf(write) === 412 && !isWeak(first.tag))
    return ignored(
      write,
      `${change.operation.id}: the current ETag was refused`,
      "2xx: it is the ETag of the last read",
    );
  if (!succeeded(write) || change.operation.method === "DELETE") return undefined;
  const second = await readTag(steps, item);
  // The ETag in a response to a write is that of what it wrote (RFC 9110, section 8.8.3).
  const again = second && (await sendWithTag(steps, item, change, etagOf(write) ?? second.tag, false));
  if (again && statusOf(again) === 412 && !isWeak(etagOf(write) ?? second.tag))
    return ignored(
      again,
      `${change.operation.id}: the ETag of its own response was refused`,
      "2xx: nothing has changed",
    );
  const third = again && succeeded(again) ? await readTag(steps, item) : undefined;
  if (!second) return undefined;
  const same = sameTag(first, second) ?? (third && sameTag(second, third));
  if (same || second.tag === first.tag) return same;
  const stale = await sendWithTag(steps, item, conditional, first.tag, false);
  if (succeeded(stale)) return ignored(stale, `${operation.id}: a stale ETag was accepted`, "412");
  const last = again && succeeded(again) ? again : write;
  const found = await readWrong(steps, item, steps.written(last), "after a write with a stale ETag");
  return found && { ...found, check: refusedButChanged };
}

/** A changed item must have another ETag than before, unless that is a weak one. */
function sameTag(before: Tagged, after: Tagged): StateViolation | undefined {
  const isChanged = !isDeepStrictEqual(before.exchange.json?.value, after.exchange.json?.value);
  return after.tag === before.tag && isChanged && !isWeak(after.tag)
    ? ignored(after.exchange, "a changed item has the ETag that it had before", "another ETag")
    : undefined;
}

/** Of several writes with one ETag at the same time, one alone may succeed. */
async function racedAccepted(steps: Steps, conditional: Conditional): Promise<StateViolation | undefined> {
  if (conditional.operation.method === "DELETE") return undefined;
  const item = await steps.create();
  const read = item && (await readTag(steps, item));
  if (!item || !read) return undefined;
  const writes = await Promise.all(
    Array.from({ length: atOnce }, () => sendWithTag(steps, item, conditional, read.tag, true)),
  );
  const [, second] = writes.filter(succeeded);
  const after = await readTag(steps, item);
  return second && after && after.tag !== read.tag
    ? ignored(
        second,
        `${conditional.operation.id}: two writes with one ETag at the same time were accepted`,
        "412 for all but one",
      )
    : undefined;
}

/** `If-None-Match: *` asks that there is no such item yet, and `If-Match: *` that there is one. */
async function anyTagWrong(steps: Steps): Promise<StateViolation | undefined> {
  const { replace, sources, parameter } = steps.resource;
  const item = replace && hasResponse(replace, 412) ? await steps.create() : undefined;
  if (!replace || !item || !parameter) return undefined;
  const context = steps.contextOf(replace);
  const body = fullestBody(context);
  const send = (header: Parameter, more: Readonly<Record<string, unknown>>) =>
    steps.send(item, replace, {
      title: `a PUT with ${header.name}: *`,
      body,
      parameters: { [keyOf(header)]: "*", ...more },
    });
  const none = headerOf(replace, "if-none-match");
  const written = none && (await send(none, {}));
  if (written && succeeded(written))
    return ignored(written, `${replace.id}: If-None-Match: * was accepted for an item that exists`, "412");
  const some = sources.some(({ isChosen }) => isChosen) ? headerOf(replace, "if-match") : undefined;
  const created = some && (await send(some, { [keyOf(parameter)]: newId(context, parameter.schema) }));
  return created && succeeded(created)
    ? ignored(created, `${replace.id}: If-Match: * was accepted for an item that does not exist`, "412")
    : undefined;
}
