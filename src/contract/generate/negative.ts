/** Negative cases: requests that violate exactly one constraint and must be refused. */
import type { RequestBody } from "../../openapi/operation.ts";
import { child, parsed } from "../../openapi/pointer.ts";
import { mutationsOf } from "../values/mutation.ts";
import { innerMutationsOf, leavesNullOpen } from "../values/nested-mutation.ts";
import { CANARY, type GenerationContext, SECRET } from "./context.ts";
import { fullestBody } from "./request/body.ts";
import type { Difference } from "./request/builder.ts";

export function negativeCases(context: GenerationContext): Difference[] {
  const { body } = context.operation;
  if (!body) return [];
  const differences = [...mutatedBodies(context, body), ...malformedBodies(context, body)];
  const pointer = child(body.pointer, "required");
  if (body.required) differences.push({ expects: "refused", title: "a request without a body", pointer });
  return differences;
}

function mutatedBodies(context: GenerationContext, { schema, required }: RequestBody): Difference[] {
  const whole = mutationsOf(context.inputs, schema).map((mutation) => ({
    ...mutation,
    title: `the body: ${mutation.title}`,
  }));
  return [...whole, ...innerMutationsOf(context.inputs, schema)].map(({ value, ...mutation }): Difference => {
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
  const texts = malformedTexts(JSON.stringify(fullest)).map(
    ([title, raw]): Difference => ({ expects: "refused", title, pointer, raw }),
  );
  const raw = "[".repeat(2000) + "]".repeat(2000);
  texts.push({ expects: "refused", title: "a very deep array", pointer: typeConstraint?.pointer ?? pointer, raw });
  return texts.filter(({ raw }) => {
    const json = parsed(raw);
    return raw !== "" && (!json || !context.inputs.validator.accepts(body.schema, json.value));
  });
}

/** Texts with no meaning, or with more than one: no parser may take them. */
function malformedTexts(full: string): [title: string, raw: string][] {
  return [
    ["JSON cut off at its end", full.slice(0, -1)],
    ["one opening brace", "{"],
    ["text that is not JSON", `not json ${CANARY}`],
    ["a secret without quotes", full.replace(new RegExp(`"[^"]*${SECRET}[^"]*"`), SECRET)],
    ["something after the JSON", `${full}}`],
    ["two JSON values", `${full}\n${full}`],
    ["a missing colon", '{"name" "x"}'],
    ["form data that is announced as JSON", `name=${CANARY}`],
    [
      "True, False and None",
      full.replaceAll(":true", ":True").replaceAll(":false", ":False").replaceAll(":null", ":None"),
    ],
  ];
}
