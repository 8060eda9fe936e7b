/** Requests that create items, or are about them. */
import { randomInt, randomUUID } from "node:crypto";
import { hasResponse, type Parameter } from "../../openapi/operation.ts";
import type { IdSource } from "../../openapi/resources/id-source.ts";
import { roleOf } from "../../openapi/resources/parameter-role.ts";
import { pathUpTo } from "../../openapi/resources/paths.ts";
import type { Resource } from "../../openapi/resources/resources.ts";
import type { Schema } from "../../openapi/schema.ts";
import { CANARY, type GenerationContext } from "../generate/context.ts";
import type { Difference } from "../generate/request/builder.ts";
import { keyOf, writeParameters } from "../generate/request/serialization.ts";
import type { TestCase } from "../generate/test-case.ts";
import { samplesOf } from "../values/arbitrary.ts";

/** A request that creates an item, with an id of its own where the request chooses it. */
export function withChosenId(
  context: GenerationContext,
  { operation, isChosen }: IdSource,
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
  // What is not there yet has no ETag: where a condition must be given, it is that.
  const conditions = operation.parameters.filter((parameter) => roleOf(parameter) === "precondition");
  const isNone = ({ name }: Parameter) => name.toLowerCase() === "if-none-match" && hasResponse(operation, 428);
  const left = Object.fromEntries(
    conditions.map((parameter) => [keyOf(parameter), isNone(parameter) ? "*" : undefined]),
  );
  return { ...difference, parameters: { ...left, [keyOf(own)]: newId(context, own.schema) } };
}

/** An id that nothing has yet. */
export function newId({ inputs }: GenerationContext, schema: Schema): unknown {
  const least = schema.limit("minimum") ?? 1;
  const greatest = Math.min(schema.limit("maximum") ?? 2 ** 31 - 1, 2 ** 31 - 1);
  const candidates = [CANARY, randomUUID(), greatest > least ? randomInt(least, greatest) : least];
  const fresh = candidates.find((candidate) => inputs.validator.accepts(schema, candidate));
  return fresh ?? samplesOf(inputs, schema, 1, randomInt(2 ** 31))[0];
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
