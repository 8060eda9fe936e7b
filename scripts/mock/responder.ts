/** Responds to requests as the description says: Prism chooses the response, and the request fills it in. */
import { readDescription } from "../../src/openapi/document.ts";
import { type Operation, responseFor } from "../../src/openapi/operation.ts";
import { echo } from "../../src/testing/echo.ts";
import { openPrism, type PrismRequest, type PrismResponse, type Violation } from "./prism.ts";
import { problemBody } from "./problems.ts";
import { withWrongNames } from "./property-names.ts";
import { missingReference } from "./reference.ts";
import {
  type MockRequest,
  preferenceOf,
  queryOf,
  readBody,
  sentParameters,
  withoutMalformedAccept,
} from "./request.ts";
import { findRoute } from "./route.ts";
import { withoutWriteOnly } from "./write-only.ts";

/** The response to a request. */
export interface MockResponse {
  readonly status: number;
  readonly headers: Headers;
  /** A JSON value, another body's text, or `undefined` where there is none. */
  readonly body: unknown;
  /** What is wrong with the request, or with the description's own example, for the log. */
  readonly notes: readonly string[];
}

export type Responder = (request: MockRequest) => Promise<MockResponse>;

/**
 * Makes a responder of a bundled description.
 *
 * @throws {Error} if the description can't be read
 */
export async function createResponder(description: object): Promise<Responder> {
  const prism = await openPrism(description);
  const { operations, requests: validator } = readDescription(description);

  return async (request) => {
    const { method, target, headers } = request;
    const [path = "", query = ""] = target.split(/\?(.*)/s);
    if (!isDecodable(path)) return problem(400, "Bad Request", "The path has a malformed percent-encoding.");
    const route = findRoute(operations, method, path);
    if (!route.found) return noRoute(operations, path, route.allowed);
    const { operation, parameters } = route;
    const { body, violations: unreadable } = readBody(request);
    const ask = (preferred: PrismRequest["preferred"]) =>
      prism({
        method: operation.method.toLowerCase(),
        template: operation.path,
        path,
        query: queryOf(query),
        headers: { ...withoutMalformedAccept(headers), "content-length": String(request.body.length) },
        body,
        validated: unreadable.length === 0,
        preferred,
      });

    const preferred = preferenceOf(headers["prefer"]);
    const response = await ask(unreadable.length === 0 ? preferred : { code: refusalStatus(operation) });
    const violations = [...unreadable, ...withWrongNames(validator, operation.body?.schema, body, response.violations)];
    if (violations.length > 0 || response.status >= 300) return explained(description, operation, response, violations);
    const missing = preferred.code === undefined ? missingReference(operation, parameters) : undefined;
    if (missing) return explained(description, operation, await ask({ code: 404 }), [missing]);
    const sent = { body, parameters: sentParameters(operation, { path: parameters, query, headers }) };
    const keepUnsent = preferred.exampleKey !== undefined;
    const echoed = echo(response.body, operation.relations, sent, keepUnsent);
    return explained(description, operation, { ...response, body: echoed }, []);
  };
}

/** A response of Prism, with the violations of its request in its body and its notes, and nothing `writeOnly`. */
function explained(
  description: object,
  operation: Operation,
  response: PrismResponse,
  violations: readonly Violation[],
): MockResponse {
  const { status, headers, responseViolations } = response;
  const documented = responseFor(operation, status);
  const mediaType = headers.get("content-type") ?? "";
  const isExplained = violations.length > 0 && documented !== undefined;
  const problems = isExplained ? problemBody(description, documented.pointer, mediaType, violations) : undefined;
  const body = problems ?? response.body;
  const schema = documented?.content.get(mediaType);
  return {
    status,
    headers,
    body: schema === undefined ? body : withoutWriteOnly(schema, body),
    notes: [
      ...violations.map((violation) => `The request: ${inWords(violation)}`),
      ...responseViolations.map((violation) => `The description's example: ${inWords(violation)}`),
    ],
  };
}

function inWords({ place, message }: Violation): string {
  return place.length > 0 ? `${place.join(".")} ${message}` : message;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** A response that the description has no words for, in the form of RFC 9457. */
function problem(status: number, title: string, detail: string, headers: Record<string, string> = {}): MockResponse {
  return {
    status,
    headers: new Headers({ "Content-Type": "application/problem+json", ...headers }),
    body: { title, status, detail },
    notes: [`The request: ${detail}`],
  };
}

function noRoute(operations: readonly Operation[], path: string, allowed: readonly string[]): MockResponse {
  const methods = allowed.join(", ");
  if (allowed.length > 0)
    return problem(405, "Method Not Allowed", `The description has only ${methods} for this path.`, { Allow: methods });
  const paths = [...new Set(operations.map((operation) => operation.path))].join(", ");
  return problem(404, "Not Found", `The description has no path ${path}. It has ${paths}.`);
}

/** The status code with which an operation refuses a body that can't be read. */
function refusalStatus({ responses }: Operation): number {
  return responses.some(({ status }) => status === "422") ? 422 : 400;
}
