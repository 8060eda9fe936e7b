import { isJson } from "../../../openapi/operation.ts";
import { child } from "../../../openapi/pointer.ts";
import { deepestJson, type HttpResponse } from "../../transport/exchange.ts";
import type { Check, Violation } from "../check.ts";
import { documented, hasNoBody, matching, mediaType } from "../documented-response.ts";

export const bodyNotJson: Check<"body-not-json"> = {
  code: "DS143",
  name: "body-not-json",
  severity: "shape",
  meaning: "The response is announced as JSON, but the body is not JSON, or an object in it has a name twice.",
  reason: "Clients throw a parse error instead of showing the response, or differ in which value they take.",
  fix: "Serialise every body of this media type with a JSON library, in UTF-8.",
  find: (exchange, response) => {
    const documentation = documented(exchange, response);
    const type = documentation && matching(documentation, response);
    if (!documentation || type === undefined || !isJson(mediaType(response))) return undefined;
    const pointer = child(documentation.pointer, "content", type);
    if (exchange.json) return nameRepeated(exchange.json.value, response, pointer);
    if (hasNoBody(exchange, response, documentation)) return undefined;
    return {
      title: `the body of a ${response.status} response is not JSON`,
      pointer,
      expected: `JSON, at most ${deepestJson} levels deep`,
      got: startOf(response),
    };
  },
};

/** The start of a body, or why there is none. */
function startOf({ text, headers }: HttpResponse): string {
  if (text !== undefined) return text === "" ? "nothing" : text.slice(0, 80);
  const encoding = headers["content-encoding"];
  return encoding === undefined ? "bytes that are not UTF-8" : `bytes that are not ${encoding}, or not UTF-8`;
}

/** A name that an object has twice: some parsers take the first value, others the last (RFC 8259, section 4). */
function nameRepeated(value: unknown, { status, text = "" }: HttpResponse, pointer: string): Violation | undefined {
  const counts = new Map<string, number>();
  const count = (name: string, by: number) => counts.set(name, (counts.get(name) ?? 0) + by);
  for (const [, name, colon] of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g))
    if (name !== undefined && colon !== undefined) count(JSON.parse(name), 1);
  for (const name of namesIn(value)) count(name, -1);
  const repeated = [...counts].find(([, rest]) => rest > 0)?.[0];
  return repeated === undefined
    ? undefined
    : {
        title: `an object in the body of a ${status} response has the name ${JSON.stringify(repeated)} twice`,
        pointer,
        expected: "JSON with unique names",
        got: `${JSON.stringify(repeated)} more than once`,
      };
}

function namesIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(namesIn);
  return Array.isArray(value) ? inner : [...Object.keys(value), ...inner];
}
