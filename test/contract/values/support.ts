import { ValueInputs } from "../../../src/contract/values/inputs.ts";
import { readDescription } from "../../../src/openapi/document.ts";
import type { Schema } from "../../../src/openapi/schema.ts";
import { describeBody } from "../support.ts";

export const canary = {
  text: "canary",
  uuid: "0b5a8e1c-7d43-4f2a-9c61-000000000000",
  secret: "secret",
  secretNumber: 12321,
};

/** A schema, and what values of it are made with. */
export function schemaWith(
  schema: unknown,
  known: Readonly<Record<string, string>> = {},
  components: object = {},
): { inputs: ValueInputs; schema: Schema } {
  const description = readDescription(describeBody(schema, {}, { components }));
  const body = description.operations[0]?.body;
  if (!body) throw new Error("The description has no body.");
  const inputs = {
    validator: description.requests,
    seed: 1,
    known: new Map(Object.entries(known)),
    references: new Map(),
    canary,
  };
  return { inputs: new ValueInputs(inputs), schema: body.schema };
}
