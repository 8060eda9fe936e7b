import { type Operation, successSchemas } from "../../../openapi/operation.ts";
import { isObject } from "../../../openapi/pointer.ts";
import type { Check } from "../check.ts";
import { constraintAt, isSuccess, short } from "../documented-response.ts";

export const invalidAccepted: Check<"invalid-accepted"> = {
  code: "DS121",
  name: "invalid-accepted",
  severity: "wrongly accepted",
  meaning: "An invalid request was not refused: the status code is below 400.",
  reason: "A caller's mistake goes unnoticed, and data that violates the description is stored.",
  fix: "Validate the request against the constraint that the finding names, and refuse it with 4xx.",
  explains: ["body-invalid"],
  find: ({ testCase, json }, { status }, { validator }) => {
    const { expects, title, pointer, operation } = testCase;
    if (expects !== "refused" || status >= 400) return undefined;
    const expected = "4xx: the request violates this constraint alone";
    if (!isSuccess(operation, status) || hasNothingOfSuccess(operation, json?.value))
      return {
        title: `an invalid request got ${status} without the body of a success (${title})`,
        pointer,
        expected,
        got: `${status} ${short(json?.value)}`,
        cause: `${status} without a success`,
      };
    const constraint = constraintAt(validator.document, pointer);
    return {
      title: `${title} was accepted with ${status}${constraint === undefined ? "" : ` (${constraint})`}`,
      pointer,
      expected,
      got: String(status),
    };
  },
};

/** Whether a body has none of the properties that a success has: it may be that of an error. */
function hasNothingOfSuccess(operation: Operation, body: unknown): boolean {
  const names = successSchemas(operation).flatMap(({ properties }) => [...properties.keys()]);
  return isObject(body) && names.length > 0 && !names.some((name) => Object.hasOwn(body, name));
}
