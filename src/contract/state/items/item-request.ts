/** Requests that create items, or are about them. */
import { randomInt, randomUUID } from "node:crypto";
import { at, parsed, tokensOf } from "../../../openapi/pointer.ts";
import { propertyAt } from "../../../openapi/relations.ts";
import type { ItemSource } from "../../../openapi/resources/item-source.ts";
import { roleOf } from "../../../openapi/resources/parameter-role.ts";
import { pathUpTo } from "../../../openapi/resources/paths.ts";
import type { Resource, Resources } from "../../../openapi/resources/resources.ts";
import type { Schema } from "../../../openapi/schema.ts";
import { CANARY, type GenerationContext } from "../../generate/context.ts";
import { expectations } from "../../generate/expectation.ts";
import type { Difference } from "../../generate/request/builder.ts";
import { keyOf, writeParameters } from "../../generate/request/serialization.ts";
import { isSafe, type TestCase } from "../../generate/test-case.ts";
import type { Exchange } from "../../transport/exchange.ts";
import { isSame, ownPlaces, randomOf, withValue } from "./body-values.ts";
import type { Item } from "./item.ts";
import { etagOf, propertyOf, shownBy } from "./response-values.ts";

/** The request that creates an item, with an id of its own where the request chooses it. */
export function creationOf(
  context: GenerationContext,
  { operation, isChosen }: ItemSource,
  { path }: Resource,
  body: unknown,
): Difference {
  const difference = {
    expects: "ambiguous",
    title: "an item for other cases",
    pointer: operation.pointer,
    body,
  } as const;
  const own = operation.parameters.find(
    (parameter) => parameter.in === "path" && pathUpTo(operation.path, parameter.name) === path,
  );
  if (!isChosen || !own) return difference;
  // What is not there yet has no ETag.
  const conditions = operation.parameters.filter((parameter) => roleOf(parameter) === "precondition");
  const none = Object.fromEntries(conditions.map((parameter) => [keyOf(parameter), undefined]));
  return { ...difference, parameters: { ...none, [keyOf(own)]: newId(context, own.schema) } };
}

/** An id that nothing has yet. */
export function newId({ inputs }: GenerationContext, schema: Schema): unknown {
  const least = schema.limit("minimum") ?? 1;
  const greatest = Math.min(schema.limit("maximum") ?? 2 ** 31 - 1, 2 ** 31 - 1);
  const candidates = [CANARY, randomUUID(), greatest > least ? randomInt(least, greatest) : least];
  const fresh = candidates.find((candidate) => inputs.validator.accepts(schema, candidate));
  return fresh ?? randomOf(inputs, schema);
}

/**
 * A test case that creates an item, with an id that nothing has yet where its body names one: servers differ about a second
 * item of one id. What the case tests stays.
 */
export function withNewId(testCase: TestCase, context: GenerationContext, resource: Resource): TestCase {
  const { pointer, randomIndex, template } = testCase;
  const { id } = ownPlaces(context, resource);
  const { body } = context.operation;
  const schema = body && id !== undefined ? propertyAt(body.schema, id) : undefined;
  if (id === undefined || !schema || randomIndex !== undefined || pointer.startsWith(`${schema.pointer}/`))
    return testCase;
  const isOwn = !isSame(schema, at(parsed(template.body)?.value, id));
  return isOwn ? testCase : withValue(testCase, id, newId(context, schema));
}

/** A test case whose open parameters have values. */
export function withParameters(testCase: TestCase, values: Readonly<Record<string, unknown>>): TestCase {
  const { operation, template, sent } = testCase;
  const { path, query, headers } = writeParameters(operation, values, template.path);
  return {
    ...testCase,
    template: { ...template, path, query: [...template.query, ...query], headers: { ...template.headers, ...headers } },
    sent: sent && { ...sent, parameters: { ...sent.parameters, ...values } },
    fromState: {},
  };
}

/** What a case shares an item with others for; `undefined` if it may change the item, and needs one of its own. */
export function sharedUse(
  { operation, expects, template }: TestCase,
  resource: Resource,
  resources: Resources,
): string | undefined {
  const own = resources.of(operation);
  const isCreated = own !== resource && own?.sources.some(({ operation: create }) => create === operation) === true;
  if (isSafe(template.method) || isCreated || !resources.isOfItem(operation)) return resource.path;
  // Requests that a correct server refuses change nothing: those of an operation share one item.
  return expectations[expects].mayBeAccepted ? undefined : operation.id;
}

/** What a request can be about: an item, or a thing without an id that stands in one. */
export type Named = Pick<Item, "resource" | "values">;

/** Reads the item of a request; `undefined` if nothing reads it. */
type Read = (title: string) => Promise<Exchange | undefined>;

/** A test case about an item: with its ids, its ETag and its version. */
export async function aboutItem(
  testCase: TestCase,
  item: Named,
  context: GenerationContext,
  read: Read,
): Promise<TestCase> {
  const filled = withParameters(testCase, await parametersOf(testCase, item, read));
  // Whether a wrong id or version is refused is for the case to say that has one.
  if (!expectations[testCase.expects].mayBeAccepted || testCase.template.body === undefined) return filled;
  const { id, version } = ownPlaces(context, item.resource);
  const named = id === undefined ? filled : withValue(filled, id, item.values.get(item.resource.path));
  return version === undefined ? named : withValue(named, version, await valueShown(version, read));
}

/** What an item gives for the open parameters of a case: the ids of its path, and its ETag. */
async function parametersOf({ operation, fromState }: TestCase, item: Named, read: Read) {
  const values: Record<string, unknown> = {};
  for (const parameter of operation.parameters) {
    const key = keyOf(parameter);
    if (!Object.hasOwn(fromState, key)) continue;
    const isTag = roleOf(parameter) === "precondition" && parameter.name.toLowerCase() === "if-match";
    const own = isTag ? await tagShown(read) : item.values.get(pathUpTo(operation.path, parameter.name));
    values[key] = own ?? fromState[key];
  }
  return values;
}

/** The ETag that a read shows now. */
async function tagShown(read: Read): Promise<string | undefined> {
  const exchange = await read("its ETag");
  return exchange && etagOf(exchange);
}

/** What a read shows now for a property of requests. */
async function valueShown(place: string, read: Read): Promise<unknown> {
  const name = tokensOf(place).at(-1) ?? "";
  const exchange = await read(`its ${name}`);
  return exchange && propertyOf(shownBy(exchange), name);
}
