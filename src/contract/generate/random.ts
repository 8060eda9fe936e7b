/** Random valid requests, made and shrunk by fast-check. */
import fc from "fast-check";
import { isOfState } from "../../openapi/resources/parameter-role.ts";
import { arbitraryOf, samplesOf } from "../values/arbitrary.ts";
import type { GenerationContext } from "./context.ts";
import type { Difference } from "./request/builder.ts";
import { isSendable, keyOf } from "./request/serialization.ts";

interface RandomRequest {
  readonly body?: unknown;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Random valid requests; `undefined` where no valid body is found. */
export function randomRequests(context: GenerationContext): fc.Arbitrary<RandomRequest> | undefined {
  const { operation } = context;
  const parameters: Record<string, fc.Arbitrary<unknown>> = {};
  for (const parameter of operation.parameters) {
    if (parameter.in === "path" || isOfState(parameter) || context.resources.isScope(operation, parameter)) continue;
    const values = samplesOf(context.inputs, parameter.schema, 40).filter((value) => isSendable(parameter, value));
    if (values.length > 0) parameters[keyOf(parameter)] = fc.constantFrom(...values);
  }
  const required = operation.parameters.filter((parameter) => parameter.required).map(keyOf);
  const requiredKeys = required.filter((key) => Object.hasOwn(parameters, key));
  const body = operation.body && arbitraryOf(context.inputs, operation.body.schema);
  if (operation.body && !body) return undefined;
  return fc.record(
    {
      body: body ?? fc.constant(undefined),
      parameters: fc.record(parameters, { requiredKeys, noNullPrototype: true }),
    },
    { noNullPrototype: true },
  );
}

/** The seed of an operation's random requests: two operations with the same values would meet where these are unique. */
export function seedOf({ operation, inputs }: GenerationContext): number {
  return [...operation.id].reduce((seed, character) => (seed * 31 + character.charCodeAt(0)) | 0, inputs.seed);
}

export function randomCase({ operation }: GenerationContext, request: RandomRequest, randomIndex: number): Difference {
  const pointer = operation.body?.schema.pointer ?? operation.pointer;
  return { expects: "accepted", title: "a random valid request", pointer, ...request, randomIndex };
}

export function randomCases(context: GenerationContext, count: number): Difference[] {
  const requests = randomRequests(context);
  if (!requests || count === 0) return [];
  const values = fc.sample(requests, { seed: seedOf(context), numRuns: count });
  return values.map((value, index) => randomCase(context, value, index));
}
