/** Responds to requests as the description says: Prism chooses the response, and the request fills it in. */
import { STATUS_CODES } from "node:http";
import { readDescription } from "../../src/openapi/document.ts";
import { type Operation, responseFor } from "../../src/openapi/operation.ts";
import { isObject } from "../../src/openapi/pointer.ts";
import { echo } from "../../src/testing/echo.ts";
import { type Route, routesOf } from "../../src/testing/route.ts";
import { helpPage } from "./help-page.ts";
import { codesOf, preferredOf, readPreference, wrongPreference } from "./prefer.ts";
import { openPrism, type Prism, type PrismRequest, type PrismResponse, type Violation } from "./prism.ts";
import { problemBody, withoutNames } from "./problems.ts";
import { missingReference } from "./reference.ts";
import { type MockRequest, queryOf, readBody, sentParameters, withoutMalformedAccept } from "./request.ts";

/** The response to a request. */
export interface MockResponse {
  readonly status: number;
  readonly headers: Headers;
  /** A JSON value, another body's text, or `undefined` where there is none. */
  readonly body: unknown;
  /** What is wrong with the request, or with the description's own example, for the log. */
  readonly notes: readonly string[];
  /** The milliseconds to wait before it is sent. */
  readonly delay?: number;
  /** The connection breaks instead. */
  readonly isLost?: boolean;
}

export type Responder = (request: MockRequest) => Promise<MockResponse>;

/**
 * Makes a responder of a bundled description.
 *
 * @throws {Error} if the description can't be read
 */
export async function createResponder(description: object): Promise<Responder> {
  const prism = await openPrism(description);
  const { operations } = readDescription(description);

  return async (request) => {
    const [path = "", query = ""] = request.target.split(/\?(.*)/s);
    const routes = routesOf(operations, path).filter(({ prefix }) => prefix === "");
    const route = routes.find(({ operation }) => operation.method === request.method);
    if (!route) return helpPage(description, operations, request) ?? noRoute(operations, path, routes);
    const preference = readPreference(request.headers["prefer"]);
    const wrong = wrongPreference(description, route.operation, preference);
    if (wrong !== undefined) return problem(400, wrong);
    const called = { description, prism, path, query, ...route };
    return {
      ...(await respond(called, request, preferredOf(preference))),
      delay: Number(preference.wait ?? 0) * 1000,
      isLost: "lose-response" in preference,
    };
  };
}

/** An operation of a description that is called. */
interface Called extends Route<Operation> {
  readonly description: object;
  readonly prism: Prism;
  readonly path: string;
  readonly query: string;
}

async function respond(
  called: Called,
  request: MockRequest,
  preferred: PrismRequest["preferred"],
): Promise<MockResponse> {
  const { description, operation, parameters, prism, path, query } = called;
  const { body, unreadable } = readBody(request, operation);
  const ask = (choice: PrismRequest["preferred"]) =>
    prism({
      method: operation.method.toLowerCase(),
      template: operation.path,
      path,
      query: queryOf(query),
      headers: { ...withoutMalformedAccept(request.headers), "content-length": String(request.body.length) },
      body,
      validated: unreadable === undefined,
      preferred: choice,
    });
  const explained = (response: PrismResponse, violations: readonly Violation[] = []) =>
    explain(description, operation, response, violations);

  const response = await ask(unreadable ? { code: refusalStatus(operation) } : preferred);
  const violations = withoutNames(operation.body?.schema, body, response.violations);
  if (unreadable) return explained(response, [unreadable, ...violations]);
  if (violations.length > 0) return explained(response, violations);
  if (response.status >= 300) return explained(withCodes(operation, response));
  const missing = preferred.code === undefined ? missingReference(operation, parameters) : undefined;
  if (missing) return explained(await ask({ code: 404 }), [missing]);
  const sent = { body, parameters: sentParameters(operation, { path: parameters, query, headers: request.headers }) };
  const echoed = echo(response.body, operation.relations, sent, preferred.exampleKey !== undefined);
  return explained({ ...response, body: echoed });
}

/** A response of Prism, with the violations of its request in its body and its notes. */
function explain(
  description: object,
  operation: Operation,
  response: PrismResponse,
  violations: readonly Violation[],
): MockResponse {
  const { status, headers, responseViolations } = response;
  const documented = responseFor(operation, status);
  const mediaType = headers.get("content-type") ?? "";
  const problems =
    violations.length > 0 && documented
      ? problemBody(description, documented.pointer, mediaType, violations)
      : undefined;
  return {
    status,
    headers,
    body: problems ?? response.body,
    notes: [
      ...violations.map((violation) => `The request: ${inWords(violation)}`),
      ...responseViolations.map((violation) => `The description's example: ${inWords(violation)}`),
    ],
  };
}

function inWords({ place, message }: Violation): string {
  return place.length > 0 ? `${place.join(".")} ${message}` : message;
}

/** The example of `default` is one of a server error: for another code, its only text says which codes there are. */
function withCodes(operation: Operation, response: PrismResponse): PrismResponse {
  const { status, body } = response;
  const isOther = status < 500 && responseFor(operation, status)?.status === "default";
  const [[name, text] = ["", undefined], ...more] = Object.entries(isObject(body) ? body : {});
  if (!isOther || typeof text !== "string" || more.length > 0) return response;
  return { ...response, body: { [name]: `${status} has no response of its own. There are ${codesOf(operation)}.` } };
}

/** A response that the description has no words for, in the form of RFC 9457. */
export function problem(status: number, detail: string, headers: Record<string, string> = {}): MockResponse {
  return {
    status,
    headers: new Headers({ "Content-Type": "application/problem+json", ...headers }),
    body: { title: STATUS_CODES[status], status, detail },
    notes: [`The request: ${detail}`],
  };
}

function noRoute(
  operations: readonly Operation[],
  path: string,
  routes: readonly { operation: Operation }[],
): MockResponse {
  const methods = routes.map(({ operation }) => operation.method).join(", ");
  if (methods !== "") return problem(405, `The description has only ${methods} for this path.`, { Allow: methods });
  const paths = [...new Set(operations.map((operation) => operation.path))].join(", ");
  return problem(404, `The description has no path ${path}. It has ${paths}.`);
}

/** The status code with which an operation refuses a body that can't be read. */
function refusalStatus({ responses }: Operation): number {
  return responses.some(({ status }) => status === "422") ? 422 : 400;
}
