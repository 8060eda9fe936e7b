/** What `dari-sessions/testing` responds with: the description's examples, and how they follow from a request. */

import { DescriptionObject } from "../../src/openapi/description-object.ts";
import { readDescription } from "../../src/openapi/document.ts";
import { type DocumentedResponse, type Operation, successes } from "../../src/openapi/operation.ts";

/** The first example of a response's JSON body. */
function exampleOf(description: unknown, { pointer }: DocumentedResponse): unknown {
  const [first] = DescriptionObject.at(description, pointer).get("content", "application/json").entries("examples");
  return first?.[1].value["value"];
}

function responsesOf(description: unknown, operation: Operation): [string, object][] {
  const [success] = successes(operation);
  const example = success && exampleOf(description, success);
  if (success === undefined || example === undefined) return [];
  const relations = operation.relations.map(({ kind, place, from, unsent }) => ({
    kind,
    place,
    from,
    unsent,
  }));
  const errors = operation.responses.filter(({ status }) => !status.startsWith("2"));
  const entries = errors.map((response) => [response.status, exampleOf(description, response)]);
  const value = { status: Number(success.status), example, relations, errors: Object.fromEntries(entries) };
  return [[`${operation.method} ${operation.path}`, value]];
}

/** The text of generated/responses.ts. */
export function responses(description: unknown): string {
  const all = readDescription(description).operations.flatMap((operation) => responsesOf(description, operation));
  const code = JSON.stringify(Object.fromEntries(all), null, 2);
  return `/** The documented responses of each operation, and how a success follows from its request. */\nexport const responses = ${code} as const;\n`;
}
