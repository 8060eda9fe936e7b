/** The bodies that the test cases of an operation start from. */
import { isObject, SpecError } from "../../../openapi/pointer.ts";
import type { Schema } from "../../../openapi/schema.ts";
import { exampleOf } from "../../values/example.ts";
import { isReference, referenceValue, sendable } from "../../values/inputs.ts";
import { CANARY, type GenerationContext, SECRET } from "../context.ts";

/**
 * The body with only what is required; `undefined` where none is sent.
 *
 * @throws {SpecError} if a body is required and no valid one is found
 */
export function smallestBody(context: GenerationContext): unknown {
  const { body } = context.operation;
  const smallest = body && exampleOf(context.inputs, body.schema, "smallest");
  if (body?.required && smallest === undefined)
    throw new SpecError(`${body.schema.pointer}: no valid value was found.`);
  return smallest;
}

/** The body with every property. */
export function fullestBody(context: GenerationContext): unknown {
  const { body } = context.operation;
  return body && exampleOf(context.inputs, body.schema);
}

/** Puts the canary of the case into the first map of text that the body may carry and that isn't secret. */
export function withCanary<T>(context: GenerationContext, body: T): T | object {
  const schema = context.operation.body?.schema;
  if (!schema || !isObject(body)) return body;
  for (const [name, property] of sendable(context.inputs, schema)) {
    const entry = property.additionalProperties;
    if (property.isSecret || !property.isMap || !entry || !entry.types.includes("string")) continue;
    const map = isObject(body[name]) ? body[name] : {};
    const completed = { ...body, [name]: { ...map, contract_gate: CANARY } };
    if (context.inputs.validator.accepts(schema, completed)) return completed;
  }
  return body;
}

/** An example of the description with a canary in each secret, by which it is recognised. */
export function withSecrets(context: GenerationContext, schema: Schema, value: unknown): unknown {
  if (typeof value === "string" && schema.isSecret) {
    const own = `${value}-${SECRET}`;
    return context.inputs.validator.accepts(schema, own) ? own : value;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => {
    const property = schema.properties.get(name) ?? schema.additionalProperties;
    return [name, property ? withSecrets(context, property, inner) : inner];
  });
  return Object.fromEntries(entries);
}

/** A body whose references name what the server knows; without those of which nothing is known. */
export function withoutUnknown(context: GenerationContext, schema: Schema, body: unknown): unknown {
  if (!isObject(body)) return body;
  const sent = sendable(context.inputs, schema);
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      const property = schema.properties.get(name);
      if (!property || !isReference(context.inputs, name, property)) return [[name, value]];
      return sent.has(name) ? [[name, referenceValue(context.inputs, name, property) ?? value]] : [];
    }),
  );
}
