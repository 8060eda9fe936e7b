/** What a parameter is for, as its name and its place tell by convention. */
import type { Parameter } from "../operation.ts";

/**
 * - `precondition`: a condition of RFC 9110 on the state of the resource, such as `If-Match`.
 * - `cursor`: where a page of a list begins, as the page before it says.
 * - `limit`, `offset`, `page`: how many items a page of a list has, how many come before it, and its number.
 * - `idempotency key`: two requests with one key count as one.
 */
export type ParameterRole = "precondition" | "cursor" | "limit" | "offset" | "page" | "idempotency key";

const headers: readonly [RegExp, ParameterRole][] = [
  [/^if-((none-)?match|(un)?modified-since)$/, "precondition"],
  [/^(x-)?idempotency-key$/, "idempotency key"],
];

const queries: readonly [RegExp, ParameterRole][] = [
  [/^(\w+_)?cursor$|^\$?(next_?|skip_?|continue_?|continuation_?)?(page_?)?token$|^continuation$|^marker$/, "cursor"],
  [/^(starting_?|page_)?after(_?id)?$|^(ending_?|page_)?before(_?id)?$/, "cursor"],
  [
    /^(page_?)?(limit|size)$|^(per|items_?per)_?page$|^max_?(results|items|keys)$|^\$?top$|^take$|^first$|^count$/,
    "limit",
  ],
  [/^(page_)?offset$|^\$?skip$|^start(_?(index|at))?$/, "offset"],
  [/^page(_?(number|no|index))?$/, "page"],
];

/** The role of a parameter; `undefined` for one that is just a value. */
export function roleOf({ name, in: location, schema }: Parameter): ParameterRole | undefined {
  const found = (rows: readonly [RegExp, ParameterRole][], text: string) =>
    rows.find(([names]) => names.test(text))?.[1];
  if (location === "header") return found(headers, name.toLowerCase());
  if (location === "path") return undefined;
  // page[size] of JSON:API is page_size.
  const words = name.replace(/\[(\w+)\]/, "_$1").replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_");
  const role = found(queries, words.toLowerCase());
  const isText = schema.types.includes("string") && schema.keyword("format") === undefined;
  const isNumber = schema.types.some((type) => type === "integer" || type === "number");
  return (role === "cursor" ? isText : isNumber) ? role : undefined;
}

const rolesOfState: readonly (ParameterRole | undefined)[] = ["precondition", "cursor", "idempotency key"];

/** Whether only the state of the server tells which values of a parameter are right. */
export function isOfState(parameter: Parameter): boolean {
  return rolesOfState.includes(roleOf(parameter));
}
