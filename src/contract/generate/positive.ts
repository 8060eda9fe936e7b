/** Positive cases: requests that are valid and must be accepted. */
import { isObject } from "../../openapi/pointer.ts";
import type { Schema } from "../../openapi/schema.ts";
import { boundariesOf } from "../values/boundary.ts";
import { exampleOf } from "../values/example.ts";
import { isReference } from "../values/inputs.ts";
import type { GenerationContext } from "./context.ts";
import { fullestBody, smallestBody } from "./request/body.ts";
import { buildCases, type Difference } from "./request/builder.ts";
import type { TestCase } from "./test-case.ts";

/** Ends the ids of the plainest requests, which are sent before all others. */
const plainSuffix = "-at-first";

/** Whether a case is one of the plainest requests. */
export function isPlain({ id }: TestCase): boolean {
  return id.endsWith(plainSuffix);
}

/** The plainest valid requests: with them it is found out whether there is anything to test. */
export function plainCases(context: GenerationContext): TestCase[] {
  const { body } = context.operation;
  const smallest = smallestBody(context);
  const differences: Difference[] = [];
  if (body?.isOptional !== false) differences.push(withoutBody(context));
  if (body && smallest !== undefined) {
    const pointer = body.schema.pointer;
    differences.push({ expects: "accepted", title: "the smallest body", pointer, body: smallest });
    differences.push({ expects: "accepted", title: "the fullest body", pointer, body: fullestBody(context) });
  }
  const built = differences.flatMap((difference) => buildCases(context, difference));
  return built.map((testCase) => ({ ...testCase, id: testCase.id + plainSuffix }));
}

const withoutBody = ({ operation }: GenerationContext): Difference => ({
  expects: "accepted",
  title: operation.body ? "a request without a body" : "a valid request",
  pointer: operation.body?.pointer ?? operation.pointer,
});

/** Valid requests: examples, all properties together, and the boundaries of every constraint. */
export function positiveCases(context: GenerationContext): Difference[] {
  const { body } = context.operation;
  const expects = body?.isOptional === false ? "ambiguous" : "accepted";
  const differences: Difference[] = body?.required ? [] : [{ ...withoutBody(context), expects, twice: true }];
  if (body) {
    for (const { pointer, value } of body.examples) {
      // What an example names need not exist on the server.
      const expects = namesAny(context, body.schema, value) ? "ambiguous" : "accepted";
      differences.push({ expects, title: "the example", pointer, body: value });
    }
    differences.push(...bodies(context, body.schema));
  }
  return [...differences, ...later(context)];
}

/** Whether a body has a property that names something on the server. */
function namesAny({ inputs }: GenerationContext, { properties }: Schema, body: unknown): boolean {
  return [...properties].some(
    ([name, property]) => isReference(inputs, name, property) && isObject(body) && name in body,
  );
}

/** One request later than all others: a time of creation that doesn't move has shown itself by then. */
function later(context: GenerationContext): Difference[] {
  const { method, relations } = context.operation;
  const now = method === "POST" ? relations.find(({ kind }) => kind === "now") : undefined;
  const title = "a request a second later";
  const body = context.operation.body?.required ? smallestBody(context) : undefined;
  return now ? [{ expects: "accepted", title, pointer: now.pointer, body, notBefore: 1100 }] : [];
}

/** A body with every property, and bodies at the boundaries of every constraint. */
function bodies({ inputs, operation, resources, omissions }: GenerationContext, schema: Schema): Difference[] {
  const { pointer } = schema;
  const body = exampleOf(inputs, schema);
  if (body === undefined) {
    omissions.push({ pointer, reason: `${pointer}: no valid value was found.` });
    return [];
  }
  const boundaries = boundariesOf(inputs, schema);
  // A server that merges a map with that of the item has the entries of both (RFC 7396).
  const isMerged = resources.of(operation)?.update === operation;
  const mayBeTooMany = (constraint: string) => isMerged && constraint.endsWith("/maxProperties");
  return [
    { expects: "accepted", title: "a body with every property", pointer, body, twice: true },
    ...boundaries.map(
      ({ value, ...boundary }): Difference => ({
        ...boundary,
        ...(mayBeTooMany(boundary.pointer) && { expects: "ambiguous" }),
        body: value,
      }),
    ),
  ];
}
