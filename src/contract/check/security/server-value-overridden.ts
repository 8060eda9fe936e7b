import { isDeepStrictEqual } from "node:util";
import { isSuccess, type Operation, successSchemas } from "../../../openapi/operation.ts";
import { at, child, isObject } from "../../../openapi/pointer.ts";
import type { Schema } from "../../../openapi/schema.ts";
import type { Check } from "../check.ts";
import { short } from "../words.ts";

export const serverValueOverridden: Check<"server-value-overridden"> = {
  code: "DS105",
  name: "server-value-overridden",
  severity: "security",
  meaning: "A success returns a value that the request sent for a property that only the server sets.",
  reason: "A caller can set what it must not: an id, a status, a version (mass assignment).",
  fix: "Build what is stored from a list of the documented request properties.",
  explains: ["value-changed", "id-repeated", "time-wrong", "value-unstable"],
  find: (exchange, { status }, context) => {
    const { testCase, sent, json } = exchange;
    const { operation, expects } = testCase;
    const got = json?.value;
    if (!isObject(sent?.body) || !isObject(got) || expects === "no-route" || !isSuccess(operation, status))
      return undefined;
    const firstSuccess = context.firstSuccess(exchange);
    const requested = operation.body ? operation.body.schema.properties : new Map<string, Schema>();
    const overridden = Object.entries(sent.body).flatMap(([name, value]) => {
      const isReturned = Object.hasOwn(got, name) && isDeepStrictEqual(got[name], value);
      if (requested.has(name) || !isReturned || isDeepStrictEqual(at(firstSuccess, child("", name)), value)) return [];
      const property = responseProperty(operation, name);
      return property ? [{ name, value, property }] : [];
    });
    const [first, ...others] = overridden;
    if (first === undefined) return undefined;
    const names = overridden.map(({ name }) => name).join(", ");
    return {
      title: `${names}: the server took the ${others.length === 0 ? "value" : "values"} from the request`,
      pointer: first.property.pointer,
      expected: `${names}: the server's to set`,
      got: `${first.name} ${short(first.value)}, as the request sent it`,
    };
  },
};

function responseProperty(operation: Operation, name: string): Schema | undefined {
  return successSchemas(operation)
    .map((schema) => schema.properties.get(name))
    .find((property) => property !== undefined);
}
