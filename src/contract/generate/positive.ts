/** Positive cases: requests that are valid and must be accepted. */
import { isObject } from "../../openapi/pointer.ts";
import type { Schema } from "../../openapi/schema.ts";
import { boundariesOf } from "../values/boundary.ts";
import { exampleOf } from "../values/example.ts";
import { isReference, requestProperties } from "../values/inputs.ts";
import type { GenerationContext } from "./context.ts";
import { fullestBody, smallestBody, withCanary, withoutUnknown, withSecrets } from "./request/body.ts";
import { buildCases, type Difference } from "./request/builder.ts";
import type { TestCase } from "./test-case.ts";

/** How many equal requests show whether a server mixes up those that it takes at the same time. */
const atATime = 12;

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
  if (!body?.required) differences.push(withoutBody(context));
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

/** Valid requests: examples, each property alone, all together, and the boundaries of every constraint. */
export function positiveCases(context: GenerationContext): Difference[] {
  const { body } = context.operation;
  const differences: Difference[] = body?.required ? [] : [{ ...withoutBody(context), twice: true }];
  if (body) {
    for (const { pointer, value } of body.examples) {
      const example = withoutUnknown(context, body.schema, withSecrets(context, body.schema, value));
      differences.push({ expects: "accepted", title: "the example", pointer, body: example });
    }
    differences.push(...bodies(context, body.schema));
  }
  return [...differences, ...later(context)];
}

/** One request later than all others: a time of creation that doesn't move has shown itself by then. */
function later(context: GenerationContext): Difference[] {
  const { method, relations } = context.operation;
  const now = method === "POST" ? relations.find(({ kind }) => kind === "now") : undefined;
  const title = "a request a second later";
  const body = context.operation.body?.required ? smallestBody(context) : undefined;
  return now ? [{ expects: "accepted", title, pointer: now.pointer, body, notBefore: 1100 }] : [];
}

function bodies(context: GenerationContext, schema: Schema): Difference[] {
  const smallest = smallestBody(context);
  if (smallest === undefined) {
    context.omissions.push({ pointer: schema.pointer, reason: `${schema.pointer}: no valid value was found.` });
    return [];
  }
  const differences: Difference[] = [
    { expects: "accepted", title: "the smallest body", pointer: schema.pointer, body: smallest, twice: true },
  ];
  const every = (title: string, twice = false): Difference => ({
    expects: "accepted",
    title,
    pointer: schema.pointer,
    body: withCanary(context, fullestBody(context)),
    twice,
  });
  // Where items can be read, a sequence creates and reads some at the same time.
  const isRead = context.resources.of(context.operation)?.read !== undefined;
  const many = Array.from({ length: isRead ? 0 : atATime }, (_, index) =>
    every(`a body with every property, many at a time (${index + 1})`),
  );
  const boundaries = schema.alternatives.flatMap((alternative) => {
    const isNamed = isObject(exampleOf(context.inputs, alternative)) && !alternative.isMap;
    return isNamed ? propertyBodies(context, alternative) : wholeBodies(context, alternative);
  });
  return [...differences, every("a body with every property", true), ...boundaries, ...many];
}

function wholeBodies(context: GenerationContext, schema: Schema): Difference[] {
  return boundariesOf(context.inputs, schema).map(({ value, ...boundary }) => ({ ...boundary, body: value }));
}

/** Each property alone, and with the values at its boundaries. */
function propertyBodies(context: GenerationContext, schema: Schema): Difference[] {
  const smallest = exampleOf(context.inputs, schema, "smallest");
  const isReturned = context.operation.relations.some(({ kind }) => kind === "returns");
  const full = exampleOf(context.inputs, schema);
  if (!isObject(smallest) || !isObject(full)) return [];
  const differences: Difference[] = [];
  for (const [name, property] of requestProperties(context.inputs, schema)) {
    if (!(name in smallest) && name in full) {
      const body = { ...smallest, [name]: full[name] };
      differences.push({ expects: "accepted", title: `${name} alone`, pointer: property.pointer, body });
    }
    // A server that refuses a reference may quote what stands beside it.
    const isNamed = isReference(context.inputs, name, property);
    const beside = withCanary(context, isNamed ? full : smallest);
    for (const { value, title, ...boundary } of boundariesOf(context.inputs, property, isReturned ? "all" : "fewest")) {
      const expects = isNamed && boundary.expects === "accepted" ? "ambiguous" : boundary.expects;
      differences.push({ ...boundary, expects, title: `${name}: ${title}`, body: { ...beside, [name]: value } });
    }
  }
  return differences;
}
