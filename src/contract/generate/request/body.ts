/** The bodies that the test cases of an operation start from. */
import { SpecError } from "../../../openapi/pointer.ts";
import { exampleOf } from "../../values/example.ts";
import type { GenerationContext } from "../context.ts";

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

export function fullestBody(context: GenerationContext): unknown {
  const { body } = context.operation;
  return body && exampleOf(context.inputs, body.schema);
}
