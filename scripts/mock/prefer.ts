/** The `Prefer` header field (RFC 7240), with which a client chooses what the mock does. */

import { DescriptionObject } from "../../src/openapi/description-object.ts";
import { type Operation, responseFor, successes } from "../../src/openapi/operation.ts";

/** What a client prefers, as it is written. */
export interface Preference {
  /** The status code of a documented response. */
  readonly code?: string;
  /** The name of an example of the response. */
  readonly example?: string;
  /** The seconds before the response. */
  readonly wait?: string;
  /** Is there if the connection has to break before the response. */
  readonly "lose-response"?: string;
}

/** Reads a header field such as `code=201, example=full`. Other preferences are ignored, as RFC 7240 says. */
export function readPreference(header = ""): Preference {
  const entries = header.split(/[,;]/).map((text) => text.trim().split(/\s*=\s*/));
  return Object.fromEntries(entries.map(([name = "", value = ""]) => [name.toLowerCase(), value.replaceAll('"', "")]));
}

/** What is wrong with a preference, and the values that exist; `undefined` if nothing is. */
export function wrongPreference(
  description: unknown,
  operation: Operation,
  { code, example, wait }: Preference,
): string | undefined {
  if (code !== undefined && !hasCode(operation, code))
    return `Prefer: code=${code} is the status code of no response. There are ${codesOf(operation)}.`;
  const examples = examplesOf(description, operation, code);
  if (example !== undefined && !examples.includes(example))
    return `Prefer: example=${example} is no example of the response. There are ${examples.join(", ") || "none"}.`;
  if (wait !== undefined && !(/^[\d.]+$/.test(wait) && Number(wait) <= 600))
    return `Prefer: wait=${wait} is no time. It takes seconds, up to 600.`;
  return undefined;
}

function hasCode(operation: Operation, code: string): boolean {
  const status = responseFor(operation, Number(code))?.status;
  return status === code || (/^[45]\d\d$/.test(code) && status !== undefined);
}

/** The status codes with a response: `200, 404 and, by default, any other 4xx and 5xx`. */
export function codesOf({ responses }: Operation): string {
  const statuses = responses.map(({ status }) => status);
  const codes = statuses.filter((status) => status !== "default").join(", ");
  return codes.length < statuses.join(", ").length ? `${codes} and, by default, any other 4xx and 5xx` : codes;
}

/** The names of the examples of a response; without a status code, of the first success. */
function examplesOf(description: unknown, operation: Operation, code: string | undefined): string[] {
  const response = code === undefined ? successes(operation)[0] : responseFor(operation, Number(code));
  if (response === undefined) return [];
  const documented = DescriptionObject.at(description, response.pointer);
  return [...response.content.keys()].flatMap((mediaType) => documented.get("content", mediaType).names("examples"));
}

/** A preference that is not wrong, as Prism takes it. */
export function preferredOf({ code, example }: Preference): { code?: number; exampleKey?: string } {
  return { ...(code !== undefined && { code: Number(code) }), ...(example !== undefined && { exampleKey: example }) };
}
