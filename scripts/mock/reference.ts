/** Decides which ids in a path name nothing. The mock stores nothing, so an id's form decides. */
import type { Operation, Parameter } from "../../src/openapi/operation.ts";
import { idPrefixOf } from "../../src/testing/echo.ts";
import type { Violation } from "./prism.ts";

/**
 * The first path parameter that must name something (`x-reference`) and names nothing, if the operation documents 404.
 * An id names something if it is an example of the description, or has the example's prefix, such as `agt_`, and then
 * letters, digits and underscores.
 */
export function missingReference(
  { parameters, responses }: Operation,
  values: Readonly<Record<string, string>>,
): Violation | undefined {
  if (!responses.some(({ status }) => status === "404")) return undefined;
  const missing = parameters.find((parameter) => isMissing(parameter, values[parameter.name] ?? ""));
  if (missing === undefined) return undefined;
  const message = `names nothing: the mock has ${textsOf(missing).map(inWords).join(", ")}`;
  return { place: ["path", missing.name], type: "x-reference", message };
}

function textsOf({ examples }: Parameter): string[] {
  return examples.map(({ value }) => value).filter((value) => typeof value === "string");
}

function isMissing(parameter: Parameter, value: string): boolean {
  if (parameter.in !== "path" || !parameter.isReference) return false;
  const texts = textsOf(parameter);
  return texts.length > 0 && !texts.some((example) => example === value || isLike(example, value));
}

function isLike(example: string, value: string): boolean {
  const prefix = idPrefixOf(example);
  return prefix !== "" && value.startsWith(prefix) && /^\w+$/.test(value.slice(prefix.length));
}

function inWords(example: string): string {
  const prefix = idPrefixOf(example);
  return prefix === "" ? example : `ids of ${prefix} and letters, digits or underscores, such as ${example}`;
}
