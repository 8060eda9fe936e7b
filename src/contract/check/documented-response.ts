/** What the description says about a response. */

import {
  type DocumentedResponse,
  hasResponse,
  isJson,
  isSuccess,
  type Operation,
  responseFor,
  stateStatuses,
  successSchemas,
} from "../../openapi/operation.ts";
import { isObject } from "../../openapi/pointer.ts";
import { listSchemaOf } from "../../openapi/resources/envelopes.ts";
import { nameless } from "../../openapi/resources/paths.ts";
import { isAction } from "../../openapi/resources/resources.ts";
import type { Schema } from "../../openapi/schema.ts";
import { expectations } from "../generate/expectation.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";
import type { CheckContext } from "./check.ts";

/** Whether a status code is a documented one that refuses a valid request because of what the server holds. */
export function isAboutState(operation: Operation, status: number): boolean {
  const documented = responseFor(operation, status)?.status.toUpperCase();
  const isOfState =
    stateStatuses.includes(status) ||
    (status === 404 && mayHaveNone(operation)) ||
    (status === 422 && isAction(operation));
  return isOfState && (documented === String(status) || documented === "4XX");
}

/**
 * Whether 404 is an answer to a valid request: of a part of an item that is there once a PUT or POST has made it, such as
 * the picture or the loan of a book, or of an operation whose path names nothing, so that only its query or its body can.
 */
function mayHaveNone(operation: Operation): boolean {
  const { method, methods, path } = operation;
  if (!path.includes("{")) return true;
  const isPart = path.includes("}/") && !nameless(path).endsWith("}") && listSchemaOf(operation) === undefined;
  const isMade = methods.includes("PUT") || methods.includes("POST");
  return isPart && isMade && method !== "PUT" && method !== "POST";
}

/** A proxy may refuse a longer path or body before the API sees it. */
const longPath = 200;
const longBody = 1000;

/** Whether a response may have any form: a router, a proxy, a parser of bodies or a server that fails may give it. */
export function mayHaveAnyForm({ testCase: { expects }, request }: Exchange, { status }: HttpResponse): boolean {
  const { isOfOperation, isSpecified } = expectations[expects];
  const isLong = request.url.pathname.length > longPath || (request.body?.length ?? 0) > longBody;
  const isOfProxy = isLong && [413, 414, 431].includes(status);
  const isOfParser = status === 415 && expects !== "accepted";
  return !isOfOperation || isOfProxy || isOfParser || status >= 500 || (!isSpecified && status >= 300);
}

/** What the description says of a response; `undefined` if it says nothing, or the response may have any form. */
export function documented(exchange: Exchange, response: HttpResponse): DocumentedResponse | undefined {
  return mayHaveAnyForm(exchange, response) ? undefined : responseFor(exchange.testCase.operation, response.status);
}

/** The documented schema of a response. */
export function schemaOf(exchange: Exchange, response: HttpResponse): Schema | undefined {
  const documentation = documented(exchange, response);
  return documentation?.content.get(matching(documentation, response) ?? "");
}

/** The documented media type that a response has. */
export function matching(documentation: DocumentedResponse, response: HttpResponse): string | undefined {
  const type = mediaType(response);
  const range = `${type.split("/")[0]}/*`;
  return [...documentation.content.keys()].find((mediaRange) =>
    [type, range, "*/*"].includes((mediaRange.split(";")[0] ?? "").trim()),
  );
}

export function mediaType({ headers }: HttpResponse): string {
  return (headers["content-type"]?.split(";")[0] ?? "").trim().toLowerCase();
}

/**
 * Whether a response accepts a request: its status code is one of success, and its body is that of a success. A server
 * may respond with 200 to everything and say in the body that there was an error.
 */
export function acceptsRequest(exchange: Exchange, response: HttpResponse, context: CheckContext): boolean {
  const { operation } = exchange.testCase;
  if (!isSuccess(operation, response.status)) return false;
  const schemas = successSchemas(operation);
  if (schemas.length === 0) return true;
  if (!exchange.json) return documentsOtherThanJson(exchange, response);
  const { value } = exchange.json;
  const isValid = schemas.some((schema) => context.validator.accepts(schema, value));
  return isValid || hasPropertiesOf(context.firstSuccess(exchange), value);
}

function documentsOtherThanJson(exchange: Exchange, response: HttpResponse): boolean {
  const documentation = documented(exchange, response);
  const type = documentation && matching(documentation, response);
  return type !== undefined && !isJson(mediaType(response));
}

/** Whether a body is like the first success of the operation, which may violate its schema itself. */
function hasPropertiesOf(success: unknown, value: unknown): boolean {
  if (!isObject(success) || !isObject(value)) return typeof success === typeof value;
  return Object.keys(success).every((name) => Object.hasOwn(value, name));
}

/**
 * What a response says in its first words, without ids, times, names of properties, and what it repeats of the request:
 * responses to one fault of the server are of one kind.
 */
export function kindOfResponse({ request, requestText, testCase }: Exchange, response: HttpResponse): string {
  const { status, text = "" } = response;
  if (status < 400) return String(status);
  const words = (some: string) => some.replaceAll(/\\+(u[\da-f]{4}|.)/gi, " ").match(/[\p{L}\p{N}_]+/gu) ?? [];
  const names = testCase.operation.body?.schema.properties.keys() ?? [];
  const query = [...request.url.searchParams].flat().join(" ");
  const others = new Set([...words(requestText), ...words(query), ...names]);
  const own = words(text).filter((word) => !others.has(word) && !/\d/.test(word));
  return [status, ...own.slice(0, 20)].join(" ");
}

/** The cause of a fault in the form of a response: an error may be the same in all operations, for one reason. */
export function causeOfForm({ status }: HttpResponse, fault: string, pointer: string): string {
  return status >= 400 ? `${status} ${fault}` : pointer;
}

/** Whether a status code says that the credential is missing or wrong. */
export const isAboutCredential = (status: number): boolean => status === 401 || status === 407;

/** Whether a response is right to have no body although one is documented: none may be sent (RFC 9110). */
export function hasNoBody({ request, testCase }: Exchange, { text, status }: HttpResponse): boolean {
  const isEmpty = status === 304 || ([204, 205].includes(status) && hasResponse(testCase.operation, status));
  return text === "" && (request.method === "HEAD" || isEmpty);
}

/** Whether a refusal is one of those that a test case calls for; a failure of the server is no refusal. */
export function isRightRefusal({ testCase }: Exchange, { status }: HttpResponse): boolean {
  const { refusals } = expectations[testCase.expects];
  if (refusals === "none") return false;
  return refusals === "4xx" ? status >= 400 && status < 500 : refusals.includes(status);
}

/** Whether a response only leads somewhere else: it accepts nothing and refuses nothing. */
export function isRedirect({ testCase }: Exchange, { status }: HttpResponse): boolean {
  return status >= 300 && status < 400 && !isSuccess(testCase.operation, status);
}

/** What became of a request that was to be refused for one reason. */
export function outcomeOf(exchange: Exchange, response: HttpResponse, context: CheckContext): string {
  if (response.status >= 400) return "was refused as something else";
  return acceptsRequest(exchange, response, context) ? "was accepted" : "got no refusal, and no body of a success,";
}
