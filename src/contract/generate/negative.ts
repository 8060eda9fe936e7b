/** Negative cases: requests that violate exactly one constraint and must be refused. */
import type { RequestBody } from "../../openapi/operation.ts";
import { child, parsed } from "../../openapi/pointer.ts";
import { mutationsOf } from "../values/mutation.ts";
import { innerMutationsOf, leavesNullOpen } from "../values/nested-mutation.ts";
import { CANARY, type GenerationContext, SECRET } from "./context.ts";
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
    ...malformed(JSON.stringify(fullest)).map(([title, raw]): [string, string, string] => [title, raw, pointer]),
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

/** Texts that are not JSON, some of which a lenient parser takes. */
const malformed = (full: string): [string, string][] => [
  ["JSON cut off at its end", full.slice(0, -1)],
  ["JSON cut off in its middle", full.slice(0, full.length >> 1)],
  ["JSON cut off within a word", full.slice(0, full.lastIndexOf('"') - 2)],
  ["one opening brace", "{"],
  ["text that is not JSON", `not json ${CANARY}`],
  ["a secret without quotes", full.replace(new RegExp(`"[^"]*${SECRET}[^"]*"`), SECRET)],
  ["something after the JSON", `${full}}`],
  ["two JSON values", `${full}\n${full}`],
  ["a missing colon", '{"name" "x"}'],
  ["a comma too many", `${full.slice(0, -1)},}`],
  ["single quotes", `{'name':'${CANARY}'}`],
  ["a name without quotes", `{name:"${CANARY}"}`],
  ["form data that is announced as JSON", `name=${CANARY}`],
  ["a comment", `${full.slice(0, -1)}/* a comment */}`],
  ["a line feed within text", full.replace(':"', ':"\n')],
  ["an escape that does not exist", full.replace(':"', ':"\\x')],
  [
    "True, False and None",
    full.replaceAll(":true", ":True").replaceAll(":false", ":False").replaceAll(":null", ":None"),
  ],
];
