/** Checks of the status code: is it of the class that the test case calls for? */

import { type Operation, type Refusal, successSchemas, undocumentedRefusals } from "../../openapi/operation.ts";
import { child, isObject } from "../../openapi/pointer.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { HttpResponse } from "../transport/exchange.ts";
import { constraintAt, documented, isOutside, isSuccess, kindOfResponse, short } from "./documented-response.ts";
import type { Check } from "./finding.ts";

export const validRefused: Check = (exchange, response) => {
  const { expects, title, pointer, operation } = exchange.testCase;
  const { status } = response;
  if (expects !== "accepted" || isSuccess(operation, status) || status >= 500 || isAboutCredential(status))
    return undefined;
  return {
    title: `${title} was refused with ${status}`,
    pointer,
    expected: "2xx: the request is valid",
    got: String(status),
    cause: kindOfResponse(exchange, response),
    properties: isObject(exchange.sent?.body) ? Object.keys(exchange.sent.body) : [],
  };
};

export const invalidAccepted: Check = ({ testCase, json }, { status }, { validator }) => {
  const { expects, title, pointer, operation } = testCase;
  if (expects !== "refused" || status >= 400) return undefined;
  const expected = "4xx: the request violates this constraint alone";
  if (!isSuccess(operation, status) || hasNothingOfSuccess(operation, json?.value))
    return {
      title: `an invalid request got ${status} without the body of a success (${title})`,
      pointer,
      expected,
      got: `${status} ${short(json?.value)}`,
      cause: `${status} without a success`,
    };
  const constraint = constraintAt(validator.document, pointer);
  return {
    title: `${title} was accepted with ${status}${constraint === undefined ? "" : ` (${constraint})`}`,
    pointer,
    expected,
    got: String(status),
  };
};

/** Whether a body has none of the properties that a success has: it may be that of an error. */
function hasNothingOfSuccess(operation: Operation, body: unknown): boolean {
  const names = successSchemas(operation).flatMap(({ properties }) => [...properties.keys()]);
  return isObject(body) && names.length > 0 && !names.some((name) => Object.hasOwn(body, name));
}

export const credentialNotChecked: Check = ({ testCase }, { status }) => {
  const { expects, title, pointer, operation, template } = testCase;
  if (expects !== "unauthorized" || status === 401 || status === 403 || status >= 500) return undefined;
  // RFC 6750: a malformed request, such as one of another scheme, gets 400. So may a query parameter that is unknown.
  const fault = template.presented?.fault;
  if (status === 400 && (fault === "malformed" || fault === "misplaced")) return undefined;
  // What another request has deleted can't be found.
  if (status === 404 && operation.method === "DELETE") return undefined;
  const outcome = status < 400 ? "was accepted" : "was refused as something else,";
  return {
    title: `${title} ${outcome} with ${status}`,
    pointer,
    expected: "401 or 403",
    got: String(status),
    cause: `${pointer} ${outcome} ${fault}`,
    // A server that needs no credential accepts every wrong one, too.
    impliedBy: `${pointer} ${outcome} missing`,
  };
};

const isAboutCredential = (status: number) => status === 401 || status === 407;

export const credentialRefused: Check = ({ testCase: { expects, title, operation } }, { status }) => {
  const [scheme] = operation.security;
  if (!isAboutCredential(status) || expects === "unauthorized" || expects === "no-route") return undefined;
  return {
    title: `the right credential was refused with ${status}: ${title}`,
    pointer: scheme?.pointer ?? operation.pointer,
    expected: expects === "accepted" ? "2xx: the request is valid" : "another 4xx than 401: the credential is right",
    got: String(status),
  };
};

export const referenceNotChecked: Check = ({ testCase: { expects, title, pointer } }, { status }) => {
  if (expects !== "not-found" || [403, 404, 410].includes(status) || status >= 500 || isAboutCredential(status))
    return undefined;
  return {
    title: `${title} ${status < 400 ? "was accepted" : "was refused as something else,"} with ${status}`,
    pointer,
    expected: "404, or 403 to give nothing away",
    got: String(status),
  };
};

export const undocumentedOperation: Check = ({ testCase, json }, response, { validator }) => {
  const { status } = response;
  const { expects, title, pointer, operation, template } = testCase;
  if (expects !== "no-route" || status >= 400 || isSamePath(template.path, response)) return undefined;
  // GET may be an operation that the description leaves out; what it must not do is what this operation does.
  const isLikeSuccess = successSchemas(operation).some((schema) => json && validator.accepts(schema, json.value));
  if (template.method === "GET" && !isLikeSuccess) return undefined;
  return {
    title: `${title} responded with ${status}`,
    pointer,
    expected: "4xx: the description has no such operation",
    got: String(status),
  };
};

/** A redirect to the same path written otherwise, such as without dots or a doubled slash. */
function isSamePath(path: string, { status, headers: { location } }: HttpResponse): boolean {
  if (status < 300 || location === undefined || !URL.canParse(location, "http://any.invalid")) return false;
  return normalized(new URL(location, "http://any.invalid").pathname) === normalized(path);
}

function normalized(path: string): string {
  const segments: string[] = [];
  for (const segment of path
    .replaceAll(/%2f|%5c|\\/gi, "/")
    .replaceAll(/%2e/gi, ".")
    .toLowerCase()
    .split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}

export const serverError: Check = (exchange, response) => {
  const { expects, title, pointer } = exchange.testCase;
  const { status } = response;
  if (status < 500 || (expects === "no-route" && status === 501)) return undefined;
  return {
    title: `${title} made the server fail with ${status}`,
    pointer,
    expected: "a status code below 500",
    got: String(status),
    cause: kindOfResponse(exchange, response),
  };
};

/** The refusal that a test case calls for, or may get. */
function refusalOf({ expects }: TestCase): Refusal {
  if (expects === "unauthorized") return "401";
  return expects === "not-found" ? "404" : "4XX";
}

export const statusUndocumented: Check = (exchange, response) => {
  const { operation } = exchange.testCase;
  if (isOutside(exchange, response) || documented(exchange, response)) return undefined;
  // The fault is the description's, which is reported as such.
  if (operation.responses.length === 0) return undefined;
  const isRefusal = response.status >= 400 && response.status < 500;
  if (isRefusal && undocumentedRefusals(operation).includes(refusalOf(exchange.testCase))) return undefined;
  return {
    title: `the status code ${response.status} is not documented`,
    pointer: child(operation.pointer, "responses"),
    expected: operation.responses.map((response) => response.status).join(", "),
    got: String(response.status),
  };
};

export const responseUnstable: Check = ({ testCase: { title, pointer }, before }, { status }) => {
  if (!before || Math.floor(before.status / 100) === Math.floor(status / 100)) return undefined;
  return {
    title: `${title} got ${before.status} the first time and ${status} the second time`,
    pointer,
    expected: `${before.status}, as the same request got before`,
    got: String(status),
  };
};
