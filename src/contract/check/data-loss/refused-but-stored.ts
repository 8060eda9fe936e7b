import { successSchemas } from "../../../openapi/operation.ts";
import { at } from "../../../openapi/pointer.ts";
import type { Exchange } from "../../transport/exchange.ts";
import type { Check, CheckContext } from "../check.ts";
import { valueOfAnother } from "../foreign-value.ts";

export const refusedButStored: Check<"refused-but-stored"> = {
  code: "DS114",
  name: "refused-but-stored",
  severity: "data loss",
  meaning: "A value of a refused request turned up in a later response, or the refusal itself shows what was created.",
  reason: "The caller was told that nothing happened, tries again, and the data exists twice.",
  fix: "Validate the whole request before anything is stored, or store it in one transaction.",
  explains: ["valid-refused"],
  find: (exchange, { status }, context) => {
    const { title, operation } = exchange.testCase;
    if (status < 400 || !showsCreated(exchange, context)) return valueOfAnother("refused", exchange, context);
    return {
      title: `${title} was refused with ${status}, and the response shows what was created`,
      pointer: operation.pointer,
      expected: `${status} and nothing created`,
      got: "an error that shows what a success shows",
    };
  },
};

/** Whether a body shows all that a success shows: of the request, of the moment and of its own. */
function showsCreated({ json, testCase }: Exchange, context: CheckContext): boolean {
  const relations = context.relationsOf(testCase.operation);
  if (!json || relations.length < 2) return false;
  return (
    relations.every(({ place }) => at(json.value, place) !== undefined) &&
    successSchemas(testCase.operation).some((schema) => context.validator.accepts(schema, json.value))
  );
}
