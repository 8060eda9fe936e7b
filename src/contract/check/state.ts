/** Checks that one request leaves nothing in the response to another, and a refused one leaves nothing at all. */
import { successSchemas } from "../../openapi/operation.ts";
import { at } from "../../openapi/pointer.ts";
import type { Exchange } from "../transport/exchange.ts";
import type { CheckContext } from "./context.ts";
import type { Check, Violation } from "./finding.ts";

export const refusedButStored: Check = (exchange, { status }, context) => {
  const { title, operation } = exchange.testCase;
  if (status < 400 || !showsCreated(exchange, context)) return valueOfAnother("refused", exchange, context);
  return {
    title: `${title} was refused with ${status}, and the response shows what was created`,
    pointer: operation.pointer,
    expected: `${status} and nothing created`,
    got: "an error that shows what a success shows",
  };
};

export const requestsMixed: Check = (exchange, _response, context) => valueOfAnother("accepted", exchange, context);

/** Whether a body shows all that a success shows: of the request, of the moment and of its own. */
function showsCreated({ json, testCase }: Exchange, { validator, relations }: CheckContext): boolean {
  if (!json || relations.length < 2) return false;
  return (
    relations.every(({ place }) => at(json.value, place) !== undefined) &&
    successSchemas(testCase.operation).some((schema) => validator.accepts(schema, json.value))
  );
}

/** A canary of another request, one that was to be refused or one that was not. */
function valueOfAnother(
  kind: "accepted" | "refused",
  { testCase, texts }: Exchange,
  { canaries, testCases }: CheckContext,
): Violation | undefined {
  // Another method may be another operation, one that shows what others made.
  if (testCase.template.method !== testCase.operation.method) return undefined;
  const owners = texts.flatMap((text) => canaries.ownersIn(text)).map((index) => testCases[index]);
  const other = owners.find((owner) => {
    if (owner === undefined || owner === testCase) return false;
    return ["refused", "unauthorized", "no-route"].includes(owner.expects) === (kind === "refused");
  });
  return (
    other && {
      title: `the response contains a value of ${kind === "refused" ? "a refused" : "another"} request (${other.title})`,
      pointer: testCase.operation.pointer,
      expected: "no value of another request",
      got: `a value that ${other.id} sent`,
    }
  );
}
