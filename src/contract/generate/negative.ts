/** Negative cases: requests that violate exactly one constraint and must be refused. */
import type { RequestBody } from "../../openapi/operation.ts";
import { child, parsed } from "../../openapi/pointer.ts";
import { mutationsOf } from "../values/mutation.ts";
import { innerMutationsOf, leavesNullOpen } from "../values/nested-mutation.ts";
import type { GenerationContext } from "./context.ts";
import { malformedTexts } from "./json-text.ts";
import { fullestBody, withCanary } from "./request/body.ts";
import type { Difference } from "./request/builder.ts";

/** Bodies that violate one constraint each, and bodies that are not JSON. */
export function negativeCases(context: GenerationContext): Difference[] {
  const { body } = context.operation;
  if (!body) return [];
  const differences = [...mutatedBodies(context, body), ...malformedBodies(context, body)];
  if (body.required)
    differences.push({
      expects: "refused",
      title: "a request without a body",
      pointer: child(body.pointer, "required"),
    });
  return differences;
}

function mutatedBodies(context: GenerationContext, { schema, required }: RequestBody): Difference[] {
  const complete = (value: object) => withCanary(context, value);
  const whole = mutationsOf(context.inputs, schema).map((mutation) => ({
    ...mutation,
    title: `the body: ${mutation.title}`,
  }));
  return [...whole, ...innerMutationsOf(context.inputs, schema, complete)].map(({ value, ...mutation }): Difference => {
    const isOpenNull = value === null && !required && leavesNullOpen(schema);
    const expects = isOpenNull ? "unspecified" : mutation.expects;
    return { ...mutation, expects, body: value, twice: expects === "unspecified" };
  });
}

function malformedBodies(context: GenerationContext, body: RequestBody): Difference[] {
  const fullest = fullestBody(context);
  if (fullest === undefined) return [];
  const pointer = child(body.pointer, "content", body.mediaType);
  const [typeConstraint] = body.schema.types.includes("array") ? [] : body.schema.constraints("type");
  const texts: [title: string, raw: string, pointer: string][] = [
    ...malformedTexts(JSON.stringify(fullest)).map(([title, raw]): [string, string, string] => [title, raw, pointer]),
    ["a very deep array", "[".repeat(2000) + "]".repeat(2000), typeConstraint?.pointer ?? pointer],
  ];
  const isRefused = (raw: string) => {
    const json = parsed(raw);
    return raw.trim() !== "" && (!json || !context.inputs.validator.accepts(body.schema, json.value));
  };
  return texts
    .filter(([, raw]) => isRefused(raw))
    .map(([title, raw, pointer]) => ({ expects: "refused", title, pointer, raw }));
}
