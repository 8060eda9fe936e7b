import { isSuccess } from "../../../openapi/operation.ts";
import { isObject, tokensOf } from "../../../openapi/pointer.ts";
import { maxDepth, type Schema } from "../../../openapi/schema.ts";
import type { Check } from "../check.ts";
import { schemaOf } from "../documented-response.ts";
import { placeOf } from "../words.ts";

export const secretReturned: Check<"secret-returned"> = {
  code: "DS101",
  name: "secret-returned",
  severity: "security",
  meaning: "A response contains a secret value of a request, a part or an encoding of it, or a `writeOnly` property.",
  reason: "Responses are logged, cached and shown. A secret in them is read by people who must not have it.",
  fix: "Build responses from a list of properties to return. Keep request bodies out of error messages.",
  find: (exchange, response, { canaries }) => {
    const { operation } = exchange.testCase;
    const pointer = operation.body?.schema.pointer ?? operation.pointer;
    if (canaries.hasSecret(exchange.texts)) {
      const place = placeOf((text) => canaries.hasSecret([text]), exchange, response);
      return {
        title: `${place} of a ${response.status} response contains a secret value of the request`,
        pointer,
        expected: "no value of a writeOnly property",
        got: `a secret value of this run in ${place}`,
        rootCause: [`${pointer} ${isSuccess(operation, response.status) ? "success" : "error"}`],
      };
    }
    const schema = schemaOf(exchange, response);
    const returned = schema && writeOnlyIn(schema, exchange.json?.value);
    if (returned === undefined) return undefined;
    return {
      title: `${tokensOf(returned).at(-1)}: a writeOnly property is in a ${response.status} response`,
      pointer: returned,
      expected: "no writeOnly property",
      got: "a writeOnly property",
    };
  },
};

function writeOnlyIn(schema: Schema, value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  for (const [name, property] of schema.properties) {
    if (!Object.hasOwn(value, name)) continue;
    if (!property.isIn("response")) return property.pointer;
    const found = property.depth <= maxDepth ? writeOnlyIn(property, value[name]) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
