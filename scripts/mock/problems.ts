/** Says what is wrong with a request in the form that the description documents. */
import { Place } from "../../src/openapi/place.ts";
import { isObject } from "../../src/openapi/pointer.ts";
import type { Violation } from "./prism.ts";

/** An entry of a list of problems, as FastAPI and others write it. */
interface Problem {
  readonly loc: readonly string[];
  readonly msg: string;
  readonly type: string;
}

/**
 * The response's example that lists problems, with the violations in place of its own list; `undefined` if the response
 * documents no list of entries with `loc`, `msg` and `type`. No entry holds a value of the request.
 *
 * @param response - the pointer of the documented response
 */
export function problemBody(
  description: unknown,
  response: string,
  mediaType: string,
  violations: readonly Violation[],
): unknown {
  const problems = violations.map(({ place, type, message }): Problem => ({ loc: place, msg: message, type }));
  const media = Place.at(description, response).get("content", mediaType);
  for (const [, example] of media.entries("examples")) {
    const { value } = example.value;
    const body = withProblems(value, problems);
    if (body !== value) return body;
  }
  return undefined;
}

/** A value with every list of problems in it replaced; the value itself if it holds none. */
function withProblems(value: unknown, problems: readonly Problem[]): unknown {
  if (Array.isArray(value) && value.length > 0 && value.every(isProblem)) return problems;
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, entry]) => [name, withProblems(entry, problems)] as const);
  return entries.some(([name, entry]) => entry !== value[name]) ? Object.fromEntries(entries) : value;
}

function isProblem(entry: unknown): boolean {
  return isObject(entry) && ["loc", "msg", "type"].every((name) => name in entry);
}
