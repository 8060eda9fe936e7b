/** Finds out with plain valid requests whether an operation can be tested. */
import { isDeepStrictEqual } from "node:util";
import { isSuccess, type Operation, responseFor } from "../../openapi/operation.ts";
import { isAboutState, matching } from "../check/documented-response.ts";
import type { TestCase } from "../generate/test-case.ts";
import type { ResolvedOptions } from "../options.ts";
import { withParameters } from "../state/items/item-request.ts";
import type { HttpResponse, HttpResult, NoResponse } from "../transport/exchange.ts";

type Send = (testCase: TestCase) => Promise<HttpResult>;

/**
 * Whether an operation can be tested: not if it is `untestable`, is `failing` on every plain request, or has `refused` them
 * as the description allows: nothing tells a server that refuses too much from one with conditions that no schema can state.
 */
export type Preflight =
  | { readonly kind: "ready"; readonly accepted: TestCase | undefined }
  | { readonly kind: "refused" | "failing" | "untestable"; readonly reason: string };

const untestable = (reason: string): Preflight => ({ kind: "untestable", reason });

/**
 * Sends the plain test cases of an operation until one is accepted.
 *
 * @param hasItems whether the requests were about an item that the server has given the run
 */
export async function preflight(
  operation: Operation,
  plain: readonly TestCase[],
  send: Send,
  options: ResolvedOptions,
  hasItems: () => boolean,
): Promise<Preflight> {
  const [testCase] = plain;
  if (testCase === undefined) return untestable(`The description has no valid request of ${operation.id}.`);
  const results: HttpResult[] = [];
  let accepted: TestCase | undefined;
  for (const candidate of plain) {
    const result = await send(candidate);
    results.push(result);
    if (result.kind === "no-response") continue;
    if (isSuccess(operation, result.status)) accepted = candidate;
    if (accepted || result.status === 429 || result.status === 503) break;
  }
  const ready: Preflight = { kind: "ready", accepted };
  const responses = results.filter((result) => result.kind === "response");
  const failures = results.filter((result) => result.kind === "no-response");
  const [response] = responses;
  const [failure] = failures;
  const last = responses.at(-1);
  if (response === undefined || last === undefined)
    return failure && failures.every(({ reason }) => reason !== "incomplete")
      ? untestable(withoutResponse(failure, options))
      : ready;
  if (failure || (accepted && isOfTheApi(operation, last))) return ready;
  const sent = withParameters(testCase, testCase.fromState);
  const requestLine = `${operation.method} ${sent.template.path}`;
  const refusal = byStatus(requestLine, operation, responses, options) ?? byRedirect(requestLine, response, options);
  if (refusal !== undefined) return untestable(refusal);
  if (responses.every(({ status }) => status >= 500))
    return { kind: "failing", reason: `every plain valid request failed with ${response.status}` };
  // What the server has given the run itself must be there: that it isn't is for the checks to say.
  const isMissing = response.status === 404 || response.status === 410;
  if (response.status >= 500 || (isMissing && hasItems())) return ready;
  const unknown = await send(unknownPath(testCase));
  const reason = byUnknownPath(requestLine, sent, response, unknown, options);
  if (reason !== undefined) return untestable(reason);
  const isRefusal = ({ status }: HttpResponse) =>
    status >= 400 && responseFor(operation, status) !== undefined && !isAboutState(operation, status);
  if (!responses.every(isRefusal)) return ready;
  const responded = `${requestLine} responded with ${response.status} to every plain valid request`;
  return { kind: "refused", reason: `${responded}. Next: give the description an example that the server accepts.` };
}

function withoutResponse({ code, message }: NoResponse, { baseUrl }: ResolvedOptions): string {
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)/.test(code))
    return `The certificate of ${baseUrl} is not trusted (${code}). If it comes from a certificate authority of your own, set NODE_EXTRA_CA_CERTS to the file with that authority's certificate.`;
  if (/EPROTO|ERR_SSL/.test(code)) return `${baseUrl} does not speak TLS: does its URL begin with http://?`;
  if (code === "TIMEOUT")
    return `The server at ${baseUrl} takes connections and does not respond (${message}). Next: look for what it waits for, or give it more time with --timeout.`;
  return `No server responds at ${baseUrl} (${message}). Next: start it, or correct --url.`;
}

/** What the status codes of all plain requests say together. */
function byStatus(
  requestLine: string,
  { security }: Operation,
  responses: readonly HttpResponse[],
  { keys }: ResolvedOptions,
): string | undefined {
  const areAll = (...statuses: number[]) => responses.every(({ status }) => statuses.includes(status));
  const responded = `${requestLine} responded with`;
  const variables = [...new Set(security.map(({ id }) => keys.of(id).variable))].join(" and ");
  if (areAll(401) && variables === "")
    return `The server asks for a key, and the description does not: ${responded} 401.`;
  if (areAll(401))
    return `The API key is not accepted: ${responded} 401. Next: set ${variables} to a key of this server.`;
  if (areAll(401, 403))
    return `The API key has no right to this: ${responded} 403. Next: set ${variables} to a key that has it.`;
  if (areAll(405, 501)) return `There is no such endpoint: ${requestLine} is not allowed there. Next: correct --url.`;
  if (areAll(429)) return `The server takes no more requests now: ${responded} 429.`;
  if (areAll(502, 503, 504)) return `The server is not available: ${responded} ${responses[0]?.status}.`;
  return undefined;
}

function byRedirect(
  requestLine: string,
  { status, headers }: HttpResponse,
  { baseUrl }: ResolvedOptions,
): string | undefined {
  const { location } = headers;
  if (status < 300 || status >= 400 || location === undefined || !URL.canParse(location, baseUrl)) return undefined;
  if (new URL(location, baseUrl).origin === new URL(baseUrl).origin) return undefined;
  return `${requestLine} is redirected to ${location}. Next: give --url that server's address.`;
}

/** A request to a path that no API has. */
function unknownPath(testCase: TestCase): TestCase {
  return {
    ...testCase,
    id: testCase.id.replace("/accepted/", "/no-route/"),
    expects: "no-route",
    title: "a path that no API has",
    pointer: "/paths",
    template: { ...testCase.template, path: "/no-such-path-in-any-api" },
  };
}

/** Compares a response with that of a path that no API has: it tells a missing endpoint from a missing resource. */
function byUnknownPath(
  requestLine: string,
  testCase: TestCase,
  response: HttpResponse,
  unknown: HttpResult,
  { baseUrl, description: { basePath } }: ResolvedOptions,
): string | undefined {
  const { status } = response;
  const isLikeAnyPath = unknown.kind === "response" && isDeepStrictEqual(visibleOf(unknown), visibleOf(response));
  const responded = `${requestLine} responded with ${status}`;
  // The servers of the description may have a path that the URL lacks.
  const isBaseRight = basePath === "" || baseUrl.endsWith(basePath);
  const otherUrl = isBaseRight ? "correct --url" : `try --url ${baseUrl}${basePath}`;
  if (status !== 404 && status !== 410)
    return isLikeAnyPath ? `This is not the API: ${responded}, as any path there does. Next: ${otherUrl}.` : undefined;
  const names = namesIn(testCase);
  // Where it is documented, 404 may be said of what a body names.
  if (names === "" && !isLikeAnyPath && responseFor(testCase.operation, status)) return undefined;
  if (names === "") return `There is no such endpoint: ${responded}. Next: ${otherUrl}.`;
  const otherNames = `${optionsOf(testCase)}, with one that exists there.`;
  return isLikeAnyPath
    ? `There is no such endpoint, or the server does not know ${names}: ${responded}, as any path there does. Next: ${otherUrl}, or ${otherNames}`
    : `The server does not know ${names}: ${responded}. Next: ${otherNames}`;
}

/** What of a response is the same for all paths that a server doesn't have. */
function visibleOf({ status, headers, text }: HttpResponse): unknown[] {
  return [status, headers["content-type"], headers.location, text];
}

/** The options that say what the path parameters stand for; `--agent` is short for one of them. */
function optionsOf({ operation }: TestCase): string {
  const names = operation.parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
  return names.map((name) => (name === "agent_id" ? "--agent ID" : `--known ${name}=VALUE`)).join(" ");
}

/** The values of the path parameters. */
function namesIn({ template, operation }: TestCase): string {
  const documented = operation.path.split("/");
  const values = template.path.split("/").filter((segment, index) => documented[index] !== segment);
  return values.map(decodeURIComponent).join(", ");
}

/** Whether a success is one of the API's, by its media type; a page of something else is HTML. */
function isOfTheApi(operation: Operation, response: HttpResponse): boolean {
  const documented = responseFor(operation, response.status);
  return documented !== undefined && (documented.content.size === 0 || matching(documented, response) !== undefined);
}
