/** What the description says about a response. */

import { type DocumentedResponse, type Operation, responseFor } from "../../openapi/operation.ts";
import { at, tokensOf } from "../../openapi/pointer.ts";
import type { Schema } from "../../openapi/schema.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";

/** Whether a status code means success for an operation: 2xx, or 3xx where it is documented. */
export function isSuccess(operation: Operation, status: number): boolean {
  const isRedirect = status >= 300 && status < 400;
  return isRedirect ? responseFor(operation, status)?.status.startsWith("3") === true : status >= 200 && status < 300;
}

/** Whether a status code is a documented one that refuses a valid request because of what the server holds. */
export function isAboutState(operation: Operation, status: number): boolean {
  const documented = responseFor(operation, status)?.status.toUpperCase();
  return [409, 410, 412, 428].includes(status) && (documented === String(status) || documented === "4XX");
}

export const short = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
};

/** A place in a body as people write it: `metadata.kind` for `/metadata/kind`. */
export const fieldOf = (place: string): string => tokensOf(place).join(".");

/** Whether a response may have any form: a router or a proxy may give it. */
export function isOutside({ testCase: { expects } }: Exchange, { status }: HttpResponse): boolean {
  return expects === "no-route" || (expects === "unspecified" && status >= 300 && status < 500);
}

export function documented(exchange: Exchange, response: HttpResponse): DocumentedResponse | undefined {
  return isOutside(exchange, response) ? undefined : responseFor(exchange.testCase.operation, response.status);
}

export function schemaOf(documentation: DocumentedResponse | undefined, response: HttpResponse): Schema | undefined {
  return documentation?.content.get(matching(documentation, response) ?? "");
}

/** The documented media type that a response has. */
export function matching(documentation: DocumentedResponse, response: HttpResponse): string | undefined {
  const type = mediaType(response);
  const range = `${type.split("/")[0]}/*`;
  return [...documentation.content.keys()].find((one) =>
    [type, range, "*/*"].includes((one.split(";")[0] ?? "").trim()),
  );
}

export function mediaType({ headers }: HttpResponse): string {
  return (headers["content-type"]?.split(";")[0] ?? "").trim().toLowerCase();
}

/** A keyword and its value in one line, such as `maximum 5`; `undefined` where the value is a schema. */
export function constraintAt(document: unknown, pointer: string): string | undefined {
  const value = at(document, pointer);
  const isWord = ["string", "number", "boolean"].includes(typeof value);
  if (!isWord && !(Array.isArray(value) && value.every((item) => typeof item !== "object"))) return undefined;
  const text = Array.isArray(value) ? value.join(", ") : String(value);
  return `${tokensOf(pointer).at(-1)} ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}

/**
 * What a response says in its first words, without ids, times, names of properties, and what it repeats of the request:
 * responses to one fault of the server are of one kind.
 */
export function kindOfResponse({ requestText, testCase }: Exchange, { status, text = "" }: HttpResponse): string {
  if (status < 400) return String(status);
  const words = (some: string) => some.replaceAll(/\\+(u[\da-f]{4}|.)/gi, " ").match(/[\p{L}\p{N}_]+/gu) ?? [];
  const names = testCase.operation.body?.schema.properties.keys() ?? [];
  const others = new Set([...words(requestText), ...names]);
  const own = words(text).filter((word) => !others.has(word) && !/\d/.test(word));
  return [status, ...own.slice(0, 20)].join(" ");
}

/** Whether a status code says that the credential is missing or wrong. */
export const isAboutCredential = (status: number): boolean => status === 401 || status === 407;

/** Whether a response is right to have no body: none is documented, or none may be sent. */
export function hasNoBody(
  { request }: Exchange,
  { text, status }: HttpResponse,
  { content }: DocumentedResponse,
): boolean {
  return text === "" && (content.size === 0 || request.method === "HEAD" || status === 304);
}
